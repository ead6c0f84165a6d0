"""Pictures that came in letters, kept until a draft is made of the story."""

from __future__ import annotations

import hashlib
import re
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from broadsheet.wire.errors import PictureMissing
from broadsheet.wire.pictures import ending_of

NAME = re.compile(r"enclosed/([0-9a-f]{40}\.[a-z]{3,4})")


def keep(data: bytes) -> str:
    """Keep a picture; the path by which a story names it. The same bytes are kept once.

    Raises:
        PictureMissing: it is no picture that the paper shows.
    """
    src = path_of(data)
    file = _folder() / src.removeprefix("enclosed/")
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    unfinished.write_bytes(data)
    unfinished.replace(file)
    return src


def path_of(data: bytes) -> str:
    """The path that a picture would have.

    Raises:
        PictureMissing: it is no picture that the paper shows.
    """
    return f"enclosed/{hashlib.sha256(data).hexdigest()[:40]}{ending_of(data)}"


def read(src: str) -> bytes:
    """The bytes of a kept picture.

    Raises:
        PictureMissing: it was none of these, or is no longer kept.
    """
    found = NAME.fullmatch(src)
    if not found:
        raise PictureMissing("it did not come with the letter")
    try:
        return (_folder() / found[1]).read_bytes()
    except OSError as error:
        raise PictureMissing("it is no longer kept") from error


def forget(*, older_than: timedelta) -> int:
    """Delete what was kept last that long ago; how many files."""
    folder, until = _folder(), time.time() - older_than.total_seconds()
    old = [one for one in folder.glob("*") if one.stat().st_mtime < until] if folder.is_dir() else []
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.HOME) / "enclosed"
