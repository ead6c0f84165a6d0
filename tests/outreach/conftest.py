"""Pictures, and a mail server of our own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from PIL import Image

from broadsheet.news.models import Picture


def add_picture(title: str = "The quay", size: tuple[int, int] = (1600, 900)) -> Picture:
    """A small drawn picture: two bands, water and sky."""
    drawn = Image.new("RGB", size, (120, 160, 190))
    drawn.paste((40, 70, 110), (0, size[1] // 2, *size))
    file = BytesIO()
    drawn.save(file, "JPEG")
    file.seek(0)
    return Picture.objects.create(
        title=title, description="Water up to the railing", credit="A. Photographer",
        file=ImageFile(file, name="quay.jpg"),
    )  # fmt: skip


@pytest.fixture
def picture(paper: Any, settings: Any, tmp_path: Any) -> Picture:
    settings.MEDIA_ROOT = tmp_path / "media"
    return add_picture()
