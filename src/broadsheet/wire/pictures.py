"""Pictures of an import become pictures of the paper, each once."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.models import Picture
from broadsheet.wire import story
from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.reading import PictureMissing

ENDINGS = {"AVIF": ".avif", "GIF": ".gif", "JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "MPO": ".jpg"}
STEM_LENGTH = 60


def keep_picture(*, picture: story.Picture, data: bytes) -> tuple[Picture, bool]:
    """The paper's picture of these bytes, and whether it is new.

    One that is there with the same words about it is used again.

    Raises:
        PictureMissing: the bytes are not a picture that the paper shows.
    """
    ending = ending_of(data)
    digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # as Wagtail names files' contents
    words = {
        "description": clean_line(picture.alt)[:255],
        "caption": clean_text(picture.caption),
        "credit": clean_line(picture.credit)[:200],
    }
    existing = Picture.objects.filter(file_hash=digest, **words).first()
    if existing:
        return existing, False
    # The same picture with the same words has the same name in every run.
    mark = hashlib.sha256("\0".join((digest, *words.values())).encode()).hexdigest()[:10]
    name = f"{_stem(picture.src)}-{mark}{ending}"
    kept = Picture(title=words["description"] or _stem(picture.src), **words)
    _clear_remains(kept, name)
    kept.file = ContentFile(data, name=name)
    kept._set_image_file_metadata()
    kept.save()
    return kept, True


def ending_of(data: bytes) -> str:
    """The file ending of a picture, by its content.

    Raises:
        PictureMissing: it is no picture, or of a kind or size that the paper refuses.
    """
    try:
        with Image.open(BytesIO(data)) as image:
            kind, (width, height) = image.format or "", image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureMissing("it is not a picture") from error
    if kind not in ENDINGS:
        raise PictureMissing(f"pictures of the kind {kind} are not shown")
    if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise PictureMissing(f"it is too large: {width} × {height}")
    return ENDINGS[kind]


def _stem(src: str) -> str:
    return PurePosixPath(unquote(taken_apart(src).path)).stem[:STEM_LENGTH] or "picture"


def _clear_remains(picture: Picture, name: str) -> None:
    """A run that was killed may have left the file without its row."""
    field = Picture._meta.get_field("file")
    place = field.generate_filename(picture, name)
    if field.storage.exists(place) and not Picture.objects.filter(file=place).exists():
        field.storage.delete(place)
