"""Plates as plain files, for a web server in front that sends them itself (`deploy/`).

Kept inside the shelf's folder where `webroot` is set: `webroot/now` is a link
to the files in use, each page a folder with `index.html`, `.gz` and `.br`.
Only what such a server cannot get wrong stands there: a whole page of the
paper's own host, without a query, asked for by an address that ends in "/".

A file goes before the index forgets its plate and comes after the index knows
it, both under one lock. So at any moment, also after a crash, a file that is
there is the plate; where none is, the paper itself answers.

Pure Python: the edge uses this before Django is there.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from broadsheet.edition.places import Place

logger = logging.getLogger(__name__)

NAME = "webroot"
NOW = "now"
HOST = "host"  # a file that says which host's pages these are
PAGE = "index.html"
ENDINGS = ("", ".gz", ".br")
LONGEST_NAME = 240  # bytes; file systems take 255
TYPE = "text/html; charset=utf-8"
SAME_SECONDS = 0.001  # file systems round times
COMPLAINT_SECONDS = 60


def lay_out(folder: Path, *, host: str) -> bool:
    """Keep plain files in a shelf's folder, of the pages of `host`; none for "".

    True when it was otherwise until now.
    """
    root = folder / NAME
    if _host_in(root) == host:
        return False
    _unlink(root / NOW)
    if root.exists():
        shutil.rmtree(root)
    if host:
        root.mkdir(parents=True)
        (root / HOST).write_text(host, encoding="ascii")
    return True


def found_in(folder: Path, *, epoch: int) -> Webroot | None:
    """The files of a shelf; None where none are kept."""
    host = _host_in(folder / NAME)
    return Webroot(folder / NAME, host=host, epoch=epoch) if host else None


class Webroot:
    """The plain files of one shelf.

    Args:
        root: where they are kept.
        host: whose pages they are.
        epoch: of the shelf.
    """

    def __init__(self, root: Path, *, host: str, epoch: int) -> None:
        self._root = root
        self._host = host
        self._epoch = str(epoch)
        self._pages = root / self._epoch
        self._pages.mkdir(exist_ok=True)
        self._complained = 0.0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes the files, or the index, meanwhile."""
        descriptor = os.open(self._root / "lock", os.O_RDWR | os.O_CREAT, 0o640)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def show(self) -> None:
        """Let the web server see these files."""
        made = self._root / f"{NOW}-{os.getpid()}"
        _unlink(made)
        made.symlink_to(self._epoch)
        made.replace(self._root / NOW)

    def hide(self) -> None:
        """Let it see none: what stands here cannot be trusted."""
        _unlink(self._root / NOW)

    def remove_all(self) -> None:
        shutil.rmtree(self._pages, ignore_errors=True)

    def path_of(self, address: str) -> Path | None:
        """The folder of a page, relative to the root; None when it has none here."""
        host, slash, path = address.partition("/")
        names = path.split("/")
        if host != self._host or not slash or "?" in path or names[-1]:
            return None
        if any(_is_odd(name) for name in names[:-1]):
            return None
        return Path(*(os.fsdecode(name.encode("latin-1")) for name in names[:-1]))

    def takes(self, place: Place) -> bool:
        """Whether a plate is one that may be sent by somebody else."""
        headers = dict(place.about["headers"])
        # The server in front has one policy for all: not for what another site may frame.
        policy = headers.get("Content-Security-Policy", "frame-ancestors 'self'")
        ended = place.until and place.until <= time.time()
        is_page = place.status == 200 and headers.get("Content-Type") == TYPE
        return is_page and "frame-ancestors 'self'" in policy and not ended

    def has(self, address: str, place: Place) -> bool:
        """Whether a page's files are there and are this plate's."""
        inside = self.path_of(address)
        if inside is None or not self.takes(place):
            return False
        try:
            facts = (self._pages / inside / PAGE).stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return facts.st_size == place.lengths[0] and abs(facts.st_mtime - place.made_at) < SAME_SECONDS

    def write(self, address: str, place: Place, bodies: tuple[bytes, bytes, bytes]) -> bool:
        """Put a page's files there; whether it has them now.

        Without room for them the paper goes on answering.
        """
        inside = self.path_of(address)
        if inside is None or not self.takes(place):
            return False
        folder = self._pages / inside
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # The page itself last: once it is there, all of them are.
            for ending, body in zip(reversed(ENDINGS), reversed(bodies), strict=True):
                _write(folder / f"{PAGE}{ending}", body, at=place.made_at)
        except OSError as error:
            self._complain(error)
            with suppress(OSError):  # the same trouble
                self.remove(address)
            return False
        return True

    def remove(self, address: str) -> None:
        """Take a page's files away.

        Raises:
            OSError: they cannot be removed, so the page is still sent.
        """
        inside = self.path_of(address)
        if inside is None:
            return
        for ending in ENDINGS:
            _unlink(self._pages / inside / f"{PAGE}{ending}")

    def addresses(self) -> Iterator[str]:
        """The pages that have files."""
        for folder, _folders, files in os.walk(os.fsencode(self._pages)):
            if PAGE.encode() in files:
                inside = os.path.relpath(folder, os.fsencode(self._pages)).decode("latin-1")
                yield f"{self._host}/" if inside == "." else f"{self._host}/{inside}/"

    def _complain(self, error: OSError) -> None:
        now = time.monotonic()
        if not self._complained or now - self._complained > COMPLAINT_SECONDS:
            self._complained = now
            logger.warning("Pages cannot be kept as files (%s); the paper sends them itself", error)


def _host_in(root: Path) -> str:
    try:
        return (root / HOST).read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def _is_odd(name: str) -> bool:
    return name in {"", ".", ".."} or "\0" in name or len(name) > LONGEST_NAME or name == PAGE


def _write(path: Path, body: bytes, *, at: float) -> None:
    made = path.with_name(f".{path.name}-{os.getpid()}")
    made.write_bytes(body)
    os.utime(made, (at, at))
    made.replace(path)


def _unlink(path: Path) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()
