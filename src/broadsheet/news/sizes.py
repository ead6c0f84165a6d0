"""The widths and formats in which pictures are shown, and where the edge finds them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.urls import reverse
from wagtail.images.utils import generate_signature

from broadsheet.edition.api import Pictures

logger = logging.getLogger(__name__)

WIDTHS = (320, 480, 640, 960, 1280, 1600)  # CSS widths we lay out for, and their doubles
FALLBACK_WIDTH = 960
# Made in advance: what nearly every browser takes, and takes longest to make.
IN_ADVANCE = "avif"


def widths_of(image: Any) -> list[int]:
    """The widths in which a picture is offered: none wider than it is."""
    return [width for width in WIDTHS if width < image.width] or [image.width]


def spec(width: int, kind: str) -> str:
    """Wagtail's name of a rendition."""
    return f"width-{width}|format-{kind}"


def remember(rendition: Any) -> None:
    """From now on the edge serves this size by itself."""
    name = Path(rendition.file.name).name
    try:
        _kept().remember(address=_address(rendition), name=name)
    except OSError as error:
        # Django goes on serving it: only the help of the edge is missing.
        logger.warning("Where %s stands cannot be written down: %s", name, error)


def forget(rendition: Any) -> None:
    """The size is being taken away: the edge hands its address to Django again."""
    try:
        _kept().forget(address=_address(rendition))
    except OSError as error:
        # Its file goes as well, and without that the edge serves nothing.
        logger.warning("The address of %s cannot be taken away: %s", rendition.file.name, error)


def _kept() -> Pictures:
    return Pictures(sizes=Path(settings.MEDIA_ROOT) / "images", links=settings.PICTURES_FOLDER)


def _address(rendition: Any) -> str:
    """The signed address, as `generate_image_url` makes it, without the name at its end."""
    signature = generate_signature(rendition.image_id, rendition.filter_spec)
    words = (signature, rendition.image_id, rendition.filter_spec)
    return unquote(reverse("wagtailimages_serve", args=words))
