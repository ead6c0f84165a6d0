"""Finished files of the press, kept by what stands on them, so that each is made once.

A folder that may be deleted at any time. The name says whose it is and what it
holds; another text has another name, and takes the old one's place.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

UNREAD_DAYS = 30  # then it is made again when somebody asks


def made_once(*, owner: int, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
    """The file kept under `key`, or what `make` makes, which is kept from now on.

    Args:
        owner: the number of the article it shows.
        kind: how its name ends, such as "pdf" or "card.png".
        key: what tells its content from any other.
    """
    path = _place(owner) / f"{owner}-{key}.{kind}"
    with suppress(FileNotFoundError):
        content = path.read_bytes()
        os.utime(path)  # somebody wants it
        return content
    content = make()
    try:
        _keep(path, content)
        for older in _of(owner):
            if older.name.endswith(f".{kind}") and older != path:
                older.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("%s is not kept: %s", path.name, error)
    return content


def forget(owner: int) -> None:
    """Throw away everything made of an article."""
    for path in _of(owner):
        path.unlink(missing_ok=True)


def sweep(*, is_wanted: Callable[[set[int]], set[int]]) -> int:
    """Throw away what nobody has asked for in a month and what is not public; how many files.

    Args:
        is_wanted: of these owners, those whose files may stay.
    """
    oldest = time.time() - UNREAD_DAYS * 24 * 3600
    count = 0
    for shelf in sorted(_folder().glob("*/")):
        files = {path: int(path.name.partition("-")[0]) for path in shelf.glob("[0-9]*-*")}
        wanted = is_wanted(set(files.values()))
        for path, owner in files.items():
            with suppress(FileNotFoundError):
                if owner not in wanted or path.stat().st_mtime < oldest:
                    path.unlink()
                    count += 1
    return count


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(path)


def _of(owner: int) -> Iterator[Path]:
    return _place(owner).glob(f"{owner}-*")


def _place(owner: int) -> Path:
    return _folder() / f"{owner % 256:02x}"


def _folder() -> Path:
    return Path(settings.PRINT_FOLDER) / "articles"
