"""From a stranger's picture to a clean one: decoded, turned upright, encoded anew.

What a camera wrote beside the pixels (place, time, device, a thumbnail) does
not come along, and neither does anything hidden behind them.
"""

from __future__ import annotations

import io
import tempfile
import warnings
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from broadsheet.stories.uploads import looks
from broadsheet.stories.uploads.errors import FileRefused
from broadsheet.stories.uploads.kinds import Kind

PIXELS = 64_000_000  # above what phones make by default (50 million); 256 MB while decoded
LONGEST = 4096  # pixels of a clean copy's longest side
THUMBNAIL = 480
QUALITY = 90
FORMATS = {
    Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.GIF: "GIF", Kind.WEBP: "WEBP", Kind.AVIF: "AVIF",
    Kind.HEIF: "HEIF",
}  # fmt: skip
# What Pillow raises for files that are damaged or made to hurt.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, OverflowError, KeyError)

register_heif_opener(thumbnails=False)


def clean_copy(*, file: IO[bytes], kind: Kind, name: str) -> IO[bytes]:
    """A new JPEG (PNG where it is see-through) of the picture in `file`, first frame only.

    Raises:
        FileRefused: it has too many pixels, or cannot be read to its end.
    """
    file.seek(0)
    try:
        with _opened(file, kind) as image:
            if image.width * image.height > PIXELS:
                raise FileRefused(too_many_pixels(name))
            return _encoded(_upright(image), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(too_many_pixels(name)) from None
    except (UnidentifiedImageError, MemoryError, *BROKEN):
        raise FileRefused(
            _("“%(name)s” cannot be read as a picture: it is damaged or not complete.") % {"name": name}
        ) from None


def too_many_pixels(name: str) -> str:
    """The sentence for a picture over the cap."""
    return _("“%(name)s” has more than %(limit)s million pixels. Please send a smaller one.") % {
        "name": name,
        "limit": PIXELS // 1_000_000,
    }


def thumbnail(file: IO[bytes]) -> bytes:
    """A small JPEG of a clean copy."""
    with Image.open(file, formats=("JPEG", "PNG")) as image:
        image.draft("RGB", (THUMBNAIL, THUMBNAIL))
        image.thumbnail((THUMBNAIL, THUMBNAIL))
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def look(file: IO[bytes]) -> str:
    """What a clean copy, or a picture of the paper, looks like (see `looks`).

    Raises:
        OSError: it cannot be read.
    """
    file.seek(0)
    with Image.open(file) as image:
        image.draft("L", (THUMBNAIL, THUMBNAIL))
        return looks.look_of(image)


def _opened(file: IO[bytes], kind: Kind) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return Image.open(file, formats=(FORMATS[kind],))


def _upright(image: Image.Image) -> Image.Image:
    """The pixels in sRGB, turned the way the camera was held, no bigger than needed."""
    image.draft("RGB", (LONGEST, LONGEST))  # lets a big JPEG be decoded at half its size
    image.seek(0)
    image.load()
    if image.mode in {"1", "P"}:  # these cannot be made smaller smoothly
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST, LONGEST))
    return _in_srgb(ImageOps.exif_transpose(image))


def _in_srgb(image: Image.Image) -> Image.Image:
    see_through = image.has_transparency_data
    profile = image.info.get("icc_profile")
    plain = image.convert("RGBA" if see_through else "RGB")
    if not profile or image.mode not in {"RGB", "RGBA"}:
        return plain
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, *BROKEN):
        return plain  # a broken profile is the camera's fault; the colours come out a little off
    return converted or plain


def _encoded(image: Image.Image, kind: Kind) -> IO[bytes]:
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the caller reads and closes it
    bare = Image.new(image.mode, image.size)  # a new picture has nothing written beside it
    bare.paste(image)
    if image.mode == "RGBA":
        bare.save(out, "PNG", optimize=False)
    else:
        drawn = kind in {Kind.PNG, Kind.GIF}  # keeps the edges of drawings and screens sharp
        bare.save(out, "JPEG", quality=QUALITY, subsampling=0 if drawn else 2, optimize=True)
    out.seek(0)
    return out
