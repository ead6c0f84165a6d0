"""Sizes of pictures from the disk: before Django is asked, and when it has no database.

A picture's address is signed, and only Django can tell whether the signature
is right and which file it stands for. Once it has told, a link named for the
address stays in a folder. What the link says is taken for a file's name in the
folder of sizes and for nothing else: no address and no link leads out of it.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from broadsheet.edition.plates import Answer

SIGNED = "/pictures/"
NAMED = "/media/images/"  # by their file's name, as the newsroom and other themes ask for them
KINDS = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
NAME = re.compile(rf"[A-Za-z0-9_-][A-Za-z0-9_.-]{{0,250}}\.(?P<kind>{'|'.join(KINDS)})")
LARGEST = 8 * 1024 * 1024  # bytes; what is larger Django sends in pieces
SIGNED_SECONDS = 365 * 24 * 3600  # an address names its file and size: it never changes
NAMED_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The sizes of pictures on this disk.

    Args:
        sizes: the folder where Wagtail keeps them.
        links: the folder that says which address stands for which of them.
            It may be deleted at any time and fills again.
    """

    sizes: Path
    links: Path

    def find(self, path: str) -> Answer | None:
        """What to answer to a request for `path` (WSGI's letters: one a byte).

        Raises:
            OSError: the disk could not be read.
        """
        if path.startswith(NAMED):
            return self._read(path.removeprefix(NAMED), f"public, max-age={NAMED_SECONDS}")
        if not path.startswith(SIGNED):
            return None
        try:
            name = str(self._link(path).readlink())
        except FileNotFoundError:
            return None
        return self._read(name, f"public, max-age={SIGNED_SECONDS}, immutable")

    def remember(self, *, address: str, name: str) -> None:
        """`address` (signed, checked) stands for the file `name`.

        Raises:
            OSError: the link cannot be written.
        """
        link = self._link(address)
        with suppress(FileNotFoundError):
            if str(link.readlink()) == name:
                return
        link.parent.mkdir(parents=True, exist_ok=True)
        new = link.with_name(f"{link.name}.{os.getpid()}")
        new.unlink(missing_ok=True)
        new.symlink_to(name)
        new.replace(link)

    def forget(self, *, address: str) -> None:
        """The file is going, and its name may be another's tomorrow."""
        self._link(address).unlink(missing_ok=True)

    def _link(self, address: str) -> Path:
        """Whatever follows the last slash is for people who keep the file."""
        key = hashlib.sha256(address.rpartition("/")[0].encode()).hexdigest()
        return self.links / key[:2] / key[2:]

    def _read(self, name: str, kept: str) -> Answer | None:
        matched = NAME.fullmatch(name)
        if not matched:
            return None
        try:
            number = os.open(self.sizes / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except (FileNotFoundError, NotADirectoryError):
            return None
        with os.fdopen(number, "rb") as file:
            about = os.fstat(number)
            if not stat.S_ISREG(about.st_mode) or not 0 < about.st_size <= LARGEST:
                return None
            body = file.read()
        return _answer(body, about, KINDS[matched["kind"]], kept)


def _answer(body: bytes, about: os.stat_result, kind: str, kept: str) -> Answer:
    etag = f'"{about.st_mtime_ns:x}-{len(body):x}"'
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", kept),
        ("ETag", etag),
        ("Last-Modified", formatdate(about.st_mtime, usegmt=True)),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ]
    return Answer(status="200 OK", headers=headers, etag=etag, until=0.0, body=body, length=len(body))
