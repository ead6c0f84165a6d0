"""The shelf: where the plates of one machine stand, shared by all its processes.

An LMDB index (address → where its bodies are; tag → addresses; what is to be
baked) beside packs of bodies. Readers never wait for a writer; a write is one
transaction, and the index's write lock is also the lock of the packs. A crash
leaves either the old plate or the new one.

Pure Python: the edge uses this before Django is there.
"""

from __future__ import annotations

import json
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lmdb

from broadsheet.edition.bell import SERVED, WORK, Bell
from broadsheet.edition.packs import SEGMENT_BYTES, Packs
from broadsheet.edition.plates import Answer, Plate, answer

MAP_BYTES = 16 * 1024**3  # address space, not memory; LMDB's own files stay small
# segment, offset, three lengths, three checksums, made, until, quality, status, generation
PLACE = struct.Struct("<IQ3I3IddBHQ")
LONGEST_TAG = 200  # bytes
READERS = 512


class Damaged(Exception):
    """What stands on the shelf is not what was put there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plate's bodies are and what is known of it."""

    segment: int
    offset: int
    lengths: tuple[int, int, int]
    checksums: tuple[int, int, int]
    made_at: float
    until: float
    quality: int
    status: int
    generation: int  # it knows every change up to this one
    about: dict[str, Any]  # etag, headers, tags

    @property
    def size(self) -> int:
        return sum(self.lengths)


_opened: dict[Path, Shelf] = {}
_opening = threading.Lock()


def shared(folder: Path) -> Shelf:
    """This process's shelf in `folder`, opened once: LMDB must not be opened twice.

    Raises:
        lmdb.Error, OSError: the folder cannot be used.
    """
    with _opening:
        if folder not in _opened:
            _opened[folder] = Shelf(folder)
        return _opened[folder]


def let_go(folder: Path) -> None:
    """Close this process's shelf in `folder`; whoever needs it opens it again."""
    with _opening:
        shelf = _opened.pop(folder, None)
        if shelf is not None:
            shelf.close()


class Shelf:
    """Plates kept in a folder. Every method is safe in any thread and process.

    Raises `lmdb.Error` or `OSError` when the folder is full, read-only or
    damaged; whoever calls then serves without plates.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.bell = Bell(folder / "bell")
        self.packs = Packs(folder)
        self._index = lmdb.open(
            str(folder / "index"), map_size=MAP_BYTES, max_dbs=8, max_readers=READERS, metasync=False
        )
        names = ("plates", "stale", "meta")
        self._plates, self._stale, self._meta = (self._index.open_db(n.encode()) for n in names)
        self._tags = self._index.open_db(b"tags", dupsort=True)

    def close(self) -> None:
        self._index.close()

    # Reading ----------------------------------------------------------------

    def find(self, address: str, encoding: int) -> Answer | None:
        """The answer for an address in an encoding, None when no plate stands there.

        Raises:
            Damaged: the bodies are not what the index says.
        """
        for _ in range(2):  # the pack may be swept between the two looks
            with self._index.begin(db=self._plates) as look:
                raw = look.get(_key(address))
            if raw is None:
                return None
            place = _unpack(raw)
            try:
                body = self._body(place, encoding)
            except FileNotFoundError:
                continue
            about = place.about
            return answer(
                status=place.status, headers=tuple(map(tuple, about["headers"])), body=body,
                etag=about["etag"], until=place.until, encoding=encoding,
            )  # fmt: skip
        raise Damaged(f"The pack of {address} is gone")

    def _body(self, place: Place, encoding: int) -> bytes:
        start = place.offset + sum(place.lengths[:encoding])
        length = place.lengths[encoding]
        body = self.packs.read(segment=place.segment, offset=start, length=length)
        if len(body) != length or zlib.crc32(body) != place.checksums[encoding]:
            raise Damaged(f"Pack {place.segment} is damaged at {start}")
        return body

    def places(self) -> Iterator[tuple[str, Place]]:
        """Every plate's address and place, in the order of the addresses."""
        with self._index.begin(db=self._plates) as look:
            for key, raw in look.cursor():
                yield _name(key), _unpack(raw)

    def waiting(self, limit: int) -> list[tuple[str, int]]:
        """Addresses to be baked, each with the generation that made it stale; longest first."""
        with self._index.begin(db=self._stale) as look:
            found = [(_name(key), *_WAIT.unpack(raw)) for key, raw in look.cursor()]
        found.sort(key=lambda one: (one[2], one[1]))
        return [(address, generation) for address, generation, _rank in found[:limit]]

    def waiting_count(self) -> int:
        with self._index.begin() as look:
            return int(look.stat(self._stale)["entries"])

    def number(self, name: str) -> int:
        """A number that a transaction wrote down (0 when none did)."""
        with self._index.begin(db=self._meta) as look:
            return int(look.get(name.encode()) or 0)

    def count(self) -> int:
        with self._index.begin() as look:
            return int(look.stat(self._plates)["entries"])

    # Writing ----------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction on the shelf; afterwards every process knows what changed."""
        with self._index.begin(write=True) as change:
            work = Writing(self, change)
            yield work
        number = self._index.info()["last_txnid"]
        if work.served:
            self.bell.ring(SERVED, number)
        if work.queued:
            self.bell.ring(WORK, number)
        for segment in work.swept:
            self.packs.remove(segment)


_WAIT = struct.Struct("<QB")  # generation, rank


class Writing:
    """What can be done to the shelf inside one transaction."""

    def __init__(self, shelf: Shelf, change: Any) -> None:
        self._shelf = shelf
        self._change = change
        self.served = False
        self.queued = False
        self.swept: list[int] = []

    def keep(self, plate: Plate, *, since: int) -> None:
        """Put a plate in its place. It answers whatever made it stale up to `since`."""
        key = _key(plate.address)
        old = self._change.get(key, db=self._shelf._plates)
        if old is not None:
            self._forget(key, _unpack(old))
            self.served = True
        place = self._append(plate, since)
        self._change.put(key, _pack(place), db=self._shelf._plates)
        for tag in plate.tags:
            self._change.put(_tag(tag), key, db=self._shelf._tags)
        self._settle(key, since)

    def improve(self, address: str, body: bytes, quality: int, *, etag: str) -> None:
        """Swap the brotli body of the plate with this `etag` for a smaller one of the same page."""
        key = _key(address)
        raw = self._change.get(key, db=self._shelf._plates)
        place = _unpack(raw) if raw else None
        if place is None or f'"{place.about["etag"]}"' != etag:
            return
        bodies = [self._shelf._body(place, 0), self._shelf._body(place, 1), body]
        moved = self._move(place, bodies, quality)
        self._change.put(key, _pack(moved), db=self._shelf._plates)
        self.served = True

    def drop(self, tags: Iterable[str]) -> int:
        """Take every plate that shows one of `tags` away at once; how many went."""
        return sum(self._drop(key) for key in self._showing(tags))

    def drop_address(self, address: str) -> int:
        return self._drop(_key(address))

    def drop_everything(self) -> int:
        keys = [key for key, _ in self._change.cursor(db=self._shelf._plates)]
        for key in keys:
            self._drop(key)
        self._change.drop(self._shelf._stale, delete=False)
        return len(keys)

    def mark(self, tags: Iterable[str], *, generation: int) -> int:
        """Have every plate that shows one of `tags` baked anew; how many wait for it."""
        keys = [key for key in self._showing(tags) if self._generation(key) < generation]
        for key in keys:
            self._change.put(key, _WAIT.pack(generation, _rank(key)), db=self._shelf._stale)
        self.queued = self.queued or bool(keys)
        return len(keys)

    def settle(self, address: str, *, since: int) -> None:
        """An address need not be baked any more for what happened up to `since`."""
        self._settle(_key(address), since)

    def number(self, name: str) -> int:
        raw = self._change.get(name.encode(), db=self._shelf._meta)
        return int(raw) if raw else 0

    def set_number(self, name: str, value: int) -> None:
        self._change.put(name.encode(), str(value).encode(), db=self._shelf._meta)

    def numbers(self, name: str) -> dict[int, float]:
        raw = self._change.get(name.encode(), db=self._shelf._meta)
        return {int(key): value for key, value in json.loads(raw).items()} if raw else {}

    def set_numbers(self, name: str, values: dict[int, float]) -> None:
        self._change.put(name.encode(), json.dumps(values).encode(), db=self._shelf._meta)

    def sweep(self, segment: int) -> int:
        """Move what is still used out of a pack; it is removed afterwards. How many moved."""
        moved = 0
        for key, raw in list(self._change.cursor(db=self._shelf._plates)):
            place = _unpack(raw)
            if place.segment != segment:
                continue
            bodies = [self._shelf._body(place, encoding) for encoding in range(3)]
            self._change.put(
                key, _pack(self._move(place, bodies, place.quality)), db=self._shelf._plates
            )
            moved += 1
        self._change.delete(_live(segment), db=self._shelf._meta)
        self.swept.append(segment)
        self.served = True
        return moved

    def live_bytes(self) -> dict[int, int]:
        """Bytes in use in each pack."""
        found = {}
        for key, raw in self._change.cursor(db=self._shelf._meta):
            if key.startswith(b"live:"):
                found[int(key[5:])] = int(raw)
        return found

    def oldest_generation(self, *, default: int) -> int:
        """The generation of the plate that knows least; `default` where there is none."""
        places = (_unpack(raw) for _key, raw in self._change.cursor(db=self._shelf._plates))
        return min((place.generation for place in places), default=default)

    def segment(self) -> int:
        """The pack that is being written to."""
        return self.number("segment")

    # Inside -----------------------------------------------------------------

    def _showing(self, tags: Iterable[str]) -> set[bytes]:
        keys: set[bytes] = set()
        cursor = self._change.cursor(db=self._shelf._tags)
        for tag in tags:
            if cursor.set_key(_tag(tag)):
                keys.update(cursor.iternext_dup())
        return keys

    def _generation(self, key: bytes) -> int:
        raw = self._change.get(key, db=self._shelf._plates)
        return _unpack(raw).generation if raw else 0

    def _drop(self, key: bytes) -> int:
        raw = self._change.get(key, db=self._shelf._plates)
        self._change.delete(key, db=self._shelf._stale)
        if raw is None:
            return 0
        self._forget(key, _unpack(raw))
        self._change.delete(key, db=self._shelf._plates)
        self.served = True
        return 1

    def _forget(self, key: bytes, place: Place) -> None:
        for tag in place.about["tags"]:
            self._change.delete(_tag(tag), key, db=self._shelf._tags)
        self._count(place.segment, -place.size)

    def _settle(self, key: bytes, since: int) -> None:
        raw = self._change.get(key, db=self._shelf._stale)
        if raw is not None and _WAIT.unpack(raw)[0] <= since:
            self._change.delete(key, db=self._shelf._stale)

    def _append(self, plate: Plate, since: int) -> Place:
        segment, offset = self._room(sum(map(len, plate.bodies)))
        about = {"etag": plate.etag, "headers": plate.headers, "tags": sorted(plate.tags)}
        place = _place(
            segment, offset, plate.bodies, plate.made_at, plate.until, plate.quality, plate.status,
            since, about,
        )  # fmt: skip
        self._write(place, plate.bodies)
        return place

    def _move(self, place: Place, bodies: list[bytes], quality: int) -> Place:
        self._count(place.segment, -place.size)
        segment, offset = self._room(sum(map(len, bodies)))
        moved = _place(
            segment, offset, bodies, place.made_at, place.until, quality, place.status,
            place.generation, place.about,
        )  # fmt: skip
        self._write(moved, bodies)
        return moved

    def _write(self, place: Place, bodies: Iterable[bytes]) -> None:
        self._shelf.packs.write(segment=place.segment, offset=place.offset, data=b"".join(bodies))
        self._count(place.segment, place.size)

    def _room(self, size: int) -> tuple[int, int]:
        segment, offset = self.number("segment"), self.number("offset")
        if offset + size > SEGMENT_BYTES or segment == 0:
            segment, offset = segment + 1, 0
            self.set_number("segment", segment)
        self.set_number("offset", offset + size)
        return segment, offset

    def _count(self, segment: int, size: int) -> None:
        name = _live(segment).decode()
        self.set_number(name, self.number(name) + size)


def _key(address: str) -> bytes:
    return address.encode("latin-1", "replace")


def _name(key: bytes) -> str:
    return key.decode("latin-1")


def _tag(tag: str) -> bytes:
    return tag.encode()[:LONGEST_TAG]


def _live(segment: int) -> bytes:
    return b"live:%d" % segment


def _rank(key: bytes) -> int:
    """What is baked first: the front page and short lists before deep ones."""
    path = key.partition(b"/")[2]
    return min(255, path.count(b"/") * 2 + (b"?" in key) * 100)


def _place(
    segment: int, offset: int, bodies: Iterable[bytes], made_at: float, until: float, quality: int,
    status: int, generation: int, about: dict[str, Any],
) -> Place:  # fmt: skip
    identity, zipped, small = bodies
    return Place(
        segment, offset, (len(identity), len(zipped), len(small)),
        (zlib.crc32(identity), zlib.crc32(zipped), zlib.crc32(small)),
        made_at, until, quality, status, generation, about,
    )  # fmt: skip


def _pack(place: Place) -> bytes:
    fixed = PLACE.pack(
        place.segment, place.offset, *place.lengths, *place.checksums, place.made_at, place.until,
        place.quality, place.status, place.generation,
    )  # fmt: skip
    return fixed + json.dumps(place.about, separators=(",", ":")).encode()


def _unpack(raw: bytes) -> Place:
    values = PLACE.unpack_from(raw)
    made_at, until, quality, status, generation = values[8:13]
    about = json.loads(raw[PLACE.size :])
    return Place(
        values[0], values[1], values[2:5], values[5:8], made_at, until, quality, status,
        generation, about,
    )  # fmt: skip
