"""The shelf: where the plates of one machine stand, shared by all its processes.

An LMDB index (address → where its bodies are; tag → addresses; what is to be
baked) beside packs of bodies. Readers never wait for a writer; a write is one
transaction, and the index's write lock is also the lock of the packs. A crash
leaves either the old plate or the new one.

What cannot be trusted is not served: a shelf that cannot be written to is
halted until it has caught up, a damaged one is set aside for an empty one.

Pure Python: the edge uses this before Django is there.
"""

from __future__ import annotations

import fcntl
import heapq
import json
import logging
import math
import os
import shutil
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import lmdb

from broadsheet.edition.bell import EPOCH, HALTED, SERVED, WORK, Bell
from broadsheet.edition.gaps import Gap
from broadsheet.edition.heat import Heat
from broadsheet.edition.packs import Packs
from broadsheet.edition.places import (
    END,
    WAIT,
    Damaged,
    IndexDamaged,
    Place,
    address_in,
    key_of,
    tag_key,
    unpack,
)
from broadsheet.edition.plates import Answer, answer
from broadsheet.edition.webroot import found_in, lay_out
from broadsheet.edition.writing import Writing

logger = logging.getLogger(__name__)

MAP_BYTES = 16 * 1024**3  # address space, not memory; LMDB's own files stay small
READERS = 512
HEADERS_KEPT = 2000
NOT_A_TRANSACTION = 1 << 63  # marks numbers on the bell that are no transaction's
# What the shelf raises: its own, LMDB's and the system's.
TROUBLE = (Damaged, lmdb.Error, OSError)
INDEX_DAMAGED = (
    IndexDamaged, lmdb.CorruptedError, lmdb.InvalidError, lmdb.PageNotFoundError, lmdb.PanicError,
    lmdb.VersionMismatchError,
)  # fmt: skip

_opened: dict[Path, Shelf] = {}
_opening = threading.Lock()


def shared(folder: Path) -> Shelf:
    """This process's shelf in `folder`, opened once: LMDB must not be opened twice.

    A damaged one is set aside first, and one that another process set aside,
    or somebody removed, is left for its successor.

    Raises:
        lmdb.Error, OSError: the folder cannot be used.
    """
    with _opening:
        shelf = _opened.get(folder)
        if shelf is None or not shelf.is_current():
            shelf = _opened[folder] = _open_whole(folder)
        return shelf


def let_go(folder: Path) -> None:
    """Close this process's shelf in `folder`; whoever needs it opens it again."""
    with _opening:
        shelf = _opened.pop(folder, None)
        if shelf is not None:
            shelf.close()


def for_webroot(folder: Path, *, host: str) -> None:
    """Keep plain files of the pages of `host` beside the plates from now on; none for "".

    A change of it begins with an empty shelf, so that every process knows of it.
    """
    if lay_out(folder, host=host):
        begin_anew(folder, epoch=Bell(folder / "bell").read(EPOCH))


def begin_anew(folder: Path, *, epoch: int) -> None:
    """Set a damaged shelf aside for an empty one, unless it was done since `epoch`.

    Every process of the machine leaves the old one at its next look.
    """
    bell = Bell(folder / "bell")
    with _alone(folder):
        if bell.read(EPOCH) != epoch:
            return
        bell.ring(EPOCH, epoch + 1)
        _ring_all(bell)
    webroot = found_in(folder, epoch=epoch)
    if webroot is not None:
        webroot.hide()
        webroot.remove_all()
    if _inside(folder, epoch).exists():
        shutil.rmtree(_inside(folder, epoch))


class Shelf:
    """Plates kept in a folder. Every method is safe in any thread and process.

    Raises one of `TROUBLE` when the folder is full, read-only or damaged;
    whoever calls then serves without plates.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.bell = Bell(folder / "bell")
        self.heat = Heat(folder / "heat")
        self.epoch = self.bell.read(EPOCH)
        self._headers: dict[tuple[str, str], tuple[str, str]] = {}
        inside = _inside(folder, self.epoch)
        inside.mkdir(exist_ok=True)
        self.packs = Packs(inside)
        self._index = lmdb.open(
            str(inside / "index"), map_size=MAP_BYTES, max_dbs=8, max_readers=READERS, metasync=False
        )
        self._check_length(inside / "index" / "data.mdb")
        names = ("plates", "stale", "meta", "ends")
        self.plates, self.stale, self.meta, self.ends = (self._index.open_db(n.encode()) for n in names)
        self.webroot = found_in(folder, epoch=self.epoch)
        self.tags = self._index.open_db(b"tags", dupsort=True)

    def close(self) -> None:
        self._index.close()

    def is_current(self) -> bool:
        """Whether this is still the shelf in use in its folder."""
        return self.bell.read(EPOCH) == self.epoch and self.bell.is_there()

    def halt(self) -> None:
        """Nothing is served from here until `trust`: a change could not be applied."""
        self.bell.ring(HALTED, _moment())
        self.bell.ring(SERVED, _moment())
        if self.webroot is not None:
            self.webroot.hide()

    def halted(self) -> int:
        """When plates were halted; 0 while they can be trusted."""
        return self.bell.read(HALTED)

    def trust(self, halted: int) -> None:
        """Serve again, unless the shelf was halted once more after `halted`."""
        with _alone(self.folder):
            if self.bell.read(HALTED) == halted:
                self.bell.ring(HALTED, 0)
                self.bell.ring(SERVED, _moment())
                if self.webroot is not None:
                    self.webroot.show()

    # Reading ----------------------------------------------------------------

    def find(self, address: str, encoding: int) -> Answer | None:
        """The answer for an address in an encoding, None when no plate stands there.

        Raises:
            Damaged: the bodies are not what the index says.
        """
        for _ in range(2):  # the pack may be swept between the two looks
            with self._index.begin(db=self.plates) as look:
                raw = look.get(key_of(address))
            if raw is None:
                return None
            place = unpack(raw)
            try:
                body = self.body(place, encoding)
            except FileNotFoundError:
                continue
            found = answer(
                status=place.status, headers=map(self._same, place.about["headers"]),
                length=len(body), etag=place.about["etag"], until=place.until, encoding=encoding,
            )  # fmt: skip
            found.body, found.segment = body, place.segment
            found.start = place.offset + sum(place.lengths[:encoding])
            return found
        raise Damaged(f"The pack of {address} is gone")

    def body_of(self, found: Answer) -> bytes:
        """The body of an answer that was found before and let go of.

        Raises:
            Damaged, OSError: it is not there any more.
        """
        body = self.packs.read(segment=found.segment, offset=found.start, length=found.length)
        if len(body) != found.length:
            raise Damaged(f"Pack {found.segment} is too short at {found.start}")
        return body

    def _same(self, header: list[str]) -> tuple[str, str]:
        """Most headers are the same on every page: one copy of each is enough."""
        pair = (header[0], header[1])
        if len(self._headers) > HEADERS_KEPT:
            self._headers.clear()
        return self._headers.setdefault(pair, pair)

    def body(self, place: Place, encoding: int) -> bytes:
        """One body of a plate, checked against its checksum."""
        start = place.offset + sum(place.lengths[:encoding])
        length = place.lengths[encoding]
        body = self.packs.read(segment=place.segment, offset=start, length=length)
        if len(body) != length or zlib.crc32(body) != place.checksums[encoding]:
            raise Damaged(f"Pack {place.segment} is damaged at {start}")
        return body

    def place_of(self, address: str) -> Place | None:
        """Where the plate of an address stands."""
        with self._index.begin(db=self.plates) as look:
            raw = look.get(key_of(address))
        return unpack(raw) if raw is not None else None

    def places(self) -> Iterator[tuple[str, Place]]:
        """Every plate's address and place, in the order of the addresses."""
        with self._index.begin(db=self.plates) as look:
            for key, raw in look.cursor():
                yield address_in(key), unpack(raw)

    def waiting(self, limit: int, *, share: tuple[int, int] = (0, 1)) -> list[tuple[str, int]]:
        """Addresses to be baked, each with the generation that made it stale; hottest first.

        Args:
            share: (which, of how many) equal parts of the addresses.
        """
        with self._index.begin(db=self.stale) as look:
            found = [(key, *WAIT.unpack(raw)) for key, raw in look.cursor()]
        which, of = share
        ordered = (
            (-_warmth(self.heat.of(key)), rank, since, key)
            for key, since, rank in found
            if zlib.crc32(key) % of == which
        )
        return [(address_in(key), since) for _, _, since, key in heapq.nsmallest(limit, ordered)]

    def showing(self, tags: Iterable[str]) -> list[str]:
        """The addresses whose plates show one of `tags`."""
        found: set[bytes] = set()
        with self._index.begin(db=self.tags) as look, look.cursor() as cursor:
            for tag in tags:
                if cursor.set_key(tag_key(tag)):
                    found.update(cursor.iternext_dup())
        return sorted(map(address_in, found))

    def waited_for(self, tags: Iterable[str]) -> set[str]:
        """Those of `tags` that a page shows which waits to be baked."""
        with self._index.begin() as look:
            waiting = set(look.cursor(db=self.stale).iternext(values=False))
            cursor = look.cursor(db=self.tags)
            return {
                tag
                for tag in tags
                if cursor.set_key(tag_key(tag)) and not waiting.isdisjoint(cursor.iternext_dup())
            }

    def oldest_waiting(self) -> int | None:
        """The earliest change that a page waits for; None when none waits."""
        with self._index.begin(db=self.stale) as look:
            return min((WAIT.unpack(raw)[0] for _key, raw in look.cursor()), default=None)

    def waiting_count(self) -> int:
        with self._index.begin() as look:
            return int(look.stat(self.stale)["entries"])

    def number(self, name: str) -> int:
        """A number that a transaction wrote down (0 when none did)."""
        with self._index.begin(db=self.meta) as look:
            return int(look.get(name.encode()) or 0)

    def gaps(self) -> list[Gap]:
        """The numbers of changes that may still come."""
        with self._index.begin(db=self.meta) as look:
            raw = look.get(b"gaps")
        return [Gap(*values) for values in json.loads(raw)] if raw else []

    def first_end(self) -> float:
        """When the first of the plates is over; infinity when none is."""
        with self._index.begin(db=self.ends) as look, look.cursor() as cursor:
            return END.unpack_from(cursor.key())[0] if cursor.first() else math.inf

    def count(self) -> int:
        with self._index.begin() as look:
            return int(look.stat(self.plates)["entries"])

    # Writing ----------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction on the shelf; afterwards every process knows what changed."""
        with self.webroot.alone() if self.webroot is not None else nullcontext():
            with self._index.begin(write=True) as change:
                work = Writing(self, change)
                yield work
            number = self._index.info()["last_txnid"]
            for address in work.written:
                self.write_file(address)
        if work.served:
            self.bell.ring(SERVED, number)
        if work.queued:
            self.bell.ring(WORK, number)
        for segment in work.swept:
            self.packs.remove(segment)

    def write_file(self, address: str) -> bool:
        """Put a plate where the web server in front finds it, unless it is there already.

        Whoever calls holds the web root's lock.
        """
        place = self.place_of(address)
        if place is None or self.webroot is None or self.webroot.has(address, place):
            return False
        one, two, three = (self.body(place, encoding) for encoding in range(3))
        return self.webroot.write(address, place, (one, two, three))

    def _check_length(self, data: Path) -> None:
        """A file shorter than its own count of pages would end the process that reads on."""
        pages = self._index.info()["last_pgno"] + 1
        if data.stat().st_size < pages * self._index.stat()["psize"]:
            raise IndexDamaged(f"{data.name} is shorter than it says")


def _open_whole(folder: Path) -> Shelf:
    try:
        return Shelf(folder)
    except INDEX_DAMAGED as error:
        logger.warning("The plates in %s are damaged (%s); new ones are made", folder, error)
        begin_anew(folder, epoch=Bell(folder / "bell").read(EPOCH))
        return Shelf(folder)


def _warmth(count: int) -> int:
    """Coarse, so that a reader or two do not push the front page back."""
    return (count // 8).bit_length()


def _inside(folder: Path, epoch: int) -> Path:
    return folder / f"shelf-{epoch}"


def _ring_all(bell: Bell) -> None:
    for which in (SERVED, WORK):
        bell.ring(which, _moment())


def _moment() -> int:
    return NOT_A_TRANSACTION | time.time_ns()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other process is in here at the same time."""
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
