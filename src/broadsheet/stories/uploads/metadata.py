"""What a camera or a program wrote beside the pixels: for the newsroom's eyes only."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from broadsheet.foundation.text import clean_line
from broadsheet.stories.uploads.kinds import Kind
from broadsheet.stories.uploads.pictures import BROKEN, FORMATS

LONGEST = 200  # characters of a value


def written_beside(*, file: IO[bytes], kind: Kind) -> list[tuple[str, str]]:
    """Names and values of what is written in a picture; nothing when it cannot be read.

    Only the head of the file is read. Nothing of it proves anything: it can be
    changed with any program.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(file, formats=(FORMATS[kind],)) as image:
                found = list(_facts(image))
    except (Image.DecompressionBombError, *BROKEN):
        return []
    return [(name, clean_line(value)[:LONGEST]) for name, value in found if clean_line(value)]


def _facts(image: Image.Image) -> Iterator[tuple[str, str]]:
    exif = image.getexif()
    taken = exif.get_ifd(IFD.Exif)
    yield _("Size"), f"{image.width} × {image.height}"
    yield _("Taken"), _when(taken)
    yield _("Place"), _where(exif.get_ifd(IFD.GPSInfo))
    yield _("Camera"), f"{exif.get(Base.Make, '')} {exif.get(Base.Model, '')}"
    yield _("Program"), str(exif.get(Base.Software, ""))
    yield _("Made by"), str(exif.get(Base.Artist, ""))
    yield _("Rights"), str(exif.get(Base.Copyright, ""))


def _when(taken: Mapping[int, Any]) -> str:
    """The clock of the camera, with its time zone where it knows one (Exif 2.31 §4.6.5)."""
    moment = str(taken.get(Base.DateTimeOriginal, ""))
    date, _space, clock = moment.partition(" ")
    return f"{date.replace(':', '-')} {clock} {taken.get(Base.OffsetTimeOriginal, '')}"


def _where(gps: Mapping[int, Any]) -> str:
    """Degrees north and east; "" when there is no place."""
    north = _degrees(gps.get(GPS.GPSLatitude), gps.get(GPS.GPSLatitudeRef) == "S")
    east = _degrees(gps.get(GPS.GPSLongitude), gps.get(GPS.GPSLongitudeRef) == "W")
    return f"{north:.5f}, {east:.5f}" if north is not None and east is not None else ""


def _degrees(parts: Any, is_negative: bool) -> float | None:
    if not parts:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):  # a camera without a fix writes 0/0
        return None
    return -value if is_negative else value
