"""What can be done to the shelf inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from broadsheet.edition.gaps import Gap
from broadsheet.edition.packs import SEGMENT_BYTES
from broadsheet.edition.places import (
    END,
    WAIT,
    Damaged,
    Place,
    address_in,
    key_of,
    live_key,
    pack,
    rank,
    tag_key,
    unpack,
)
from broadsheet.edition.places import place as place_of
from broadsheet.edition.plates import Plate

if TYPE_CHECKING:
    from broadsheet.edition.shelf import Shelf


class Writing:
    """What can be done to the shelf inside one transaction."""

    def __init__(self, shelf: Shelf, change: Any) -> None:
        self._shelf = shelf
        self._change = change
        self.served = False
        self.queued = False
        self.swept: list[int] = []
        self.written: list[str] = []  # for the web server in front

    def keep(self, plate: Plate, *, since: int) -> None:
        """Put a plate in its place. It answers whatever made it stale up to `since`."""
        key = key_of(plate.address)
        old = self._change.get(key, db=self._shelf.plates)
        if old is not None:
            self._forget(key, unpack(old))
            self.served = True
        place = self._append(plate, since)
        self._change.put(key, pack(place), db=self._shelf.plates)
        if plate.until:
            self._change.put(END.pack(plate.until) + key, b"", db=self._shelf.ends)
        self._wrote(plate.address)
        for tag in plate.tags:
            self._change.put(tag_key(tag), key, db=self._shelf.tags)
        self._settle(key, since)

    def improve(self, address: str, body: bytes, quality: int, *, etag: str) -> None:
        """Swap the brotli body of the plate with this `etag` for a smaller one of the same page.

        Nobody is told: what other processes hold of it stays true until its pack is swept.
        """
        key = key_of(address)
        raw = self._change.get(key, db=self._shelf.plates)
        place = unpack(raw) if raw else None
        if place is None or f'"{place.about["etag"]}"' != etag:
            return
        bodies = [self._shelf.body(place, 0), self._shelf.body(place, 1), body]
        moved = self._move(place, bodies, quality)
        self._change.put(key, pack(moved), db=self._shelf.plates)
        self._remove_file(key)
        self._wrote(address)

    def drop(self, tags: Iterable[str]) -> int:
        """Take every plate that shows one of `tags` away at once; how many went."""
        return sum(self._drop(key) for key in self._showing(tags))

    def drop_address(self, address: str) -> int:
        return self._drop(key_of(address))

    def drop_everything(self) -> int:
        keys = [key for key, _ in self._change.cursor(db=self._shelf.plates)]
        for key in keys:
            self._drop(key)
        for names in (self._shelf.stale, self._shelf.ends):
            self._change.drop(names, delete=False)
        return len(keys)

    def mark(self, tags: Iterable[str], *, generation: int) -> int:
        """Have every plate that shows one of `tags` baked anew; how many wait for it."""
        return self._queue(
            [key for key in self._showing(tags) if self._generation(key) < generation], generation
        )

    def mark_all(self, tags: Iterable[str], *, generation: int) -> int:
        """Like `mark`, whatever the plates seem to know."""
        return self._queue(self._showing(tags), generation)

    def end(self, moment: float, *, limit: int) -> int:
        """Have plates whose time was over by `moment` baked anew; how many were looked at."""
        over: list[bytes] = []
        for name in self._change.cursor(db=self._shelf.ends).iternext(values=False):
            if END.unpack_from(name)[0] > moment or len(over) == limit:
                break
            over.append(name)
        for name in over:
            self._change.delete(name, db=self._shelf.ends)
            self._end(name[END.size :], moment)
        return len(over)

    def settle(self, address: str, *, since: int) -> None:
        """An address need not be baked any more for what happened up to `since`."""
        self._settle(key_of(address), since)

    def number(self, name: str) -> int:
        raw = self._change.get(name.encode(), db=self._shelf.meta)
        return int(raw) if raw else 0

    def set_number(self, name: str, value: int) -> None:
        self._change.put(name.encode(), str(value).encode(), db=self._shelf.meta)

    def set_gaps(self, gaps: list[Gap]) -> None:
        self._change.put(b"gaps", json.dumps(gaps).encode(), db=self._shelf.meta)

    def sweep(self, segment: int) -> int:
        """Move what is still used out of a pack; it is removed afterwards. How many moved."""
        moved = 0
        for key, raw in list(self._change.cursor(db=self._shelf.plates)):
            place = unpack(raw)
            if place.segment != segment:
                continue
            try:
                bodies = [self._shelf.body(place, encoding) for encoding in range(3)]
            except Damaged:
                self._drop(key)  # rendered anew when somebody asks for it
                continue
            moved_to = self._move(place, bodies, place.quality)
            self._change.put(key, pack(moved_to), db=self._shelf.plates)
            moved += 1
        self._change.delete(live_key(segment), db=self._shelf.meta)
        self.swept.append(segment)
        self.served = True
        return moved

    def live_bytes(self) -> dict[int, int]:
        """Bytes in use in each pack."""
        found = {}
        for key, raw in self._change.cursor(db=self._shelf.meta):
            if key.startswith(b"live:"):
                found[int(key[5:])] = int(raw)
        return found

    def oldest_generation(self, *, default: int) -> int:
        """The generation of the plate that knows least; `default` where there is none."""
        places = (unpack(raw) for _key, raw in self._change.cursor(db=self._shelf.plates))
        return min((place.generation for place in places), default=default)

    def segment(self) -> int:
        """The pack that is being written to."""
        return self.number("segment")

    # Inside -----------------------------------------------------------------

    def _showing(self, tags: Iterable[str]) -> set[bytes]:
        keys: set[bytes] = set()
        cursor = self._change.cursor(db=self._shelf.tags)
        for tag in tags:
            if cursor.set_key(tag_key(tag)):
                keys.update(cursor.iternext_dup())
        return keys

    def _queue(self, keys: Collection[bytes], generation: int) -> int:
        for key in keys:
            self._change.put(key, WAIT.pack(generation, rank(key)), db=self._shelf.stale)
        self.queued = self.queued or bool(keys)
        return len(keys)

    def _generation(self, key: bytes) -> int:
        raw = self._change.get(key, db=self._shelf.plates)
        return unpack(raw).generation if raw else 0

    def _drop(self, key: bytes) -> int:
        raw = self._change.get(key, db=self._shelf.plates)
        self._change.delete(key, db=self._shelf.stale)
        if raw is None:
            return 0
        self._forget(key, unpack(raw))
        self._change.delete(key, db=self._shelf.plates)
        self.served = True
        return 1

    def _forget(self, key: bytes, place: Place) -> None:
        self._remove_file(key)
        if place.until:
            self._change.delete(END.pack(place.until) + key, db=self._shelf.ends)
        for tag in place.about["tags"]:
            self._change.delete(tag_key(tag), key, db=self._shelf.tags)
        self._count(place.segment, -place.size)

    def _end(self, key: bytes, moment: float) -> None:
        raw = self._change.get(key, db=self._shelf.plates)
        place = unpack(raw) if raw else None
        if place is None or not place.until or place.until > moment:
            return
        self._remove_file(key)
        since = max(place.generation, self.number("applied"))
        self._change.put(key, WAIT.pack(since, rank(key)), db=self._shelf.stale, overwrite=False)
        self.queued = True

    def _wrote(self, address: str) -> None:
        if self._shelf.webroot is not None:
            self.written.append(address)

    def _remove_file(self, key: bytes) -> None:
        if self._shelf.webroot is not None:
            self._shelf.webroot.remove(address_in(key))

    def _settle(self, key: bytes, since: int) -> None:
        raw = self._change.get(key, db=self._shelf.stale)
        if raw is not None and WAIT.unpack(raw)[0] <= since:
            self._change.delete(key, db=self._shelf.stale)

    def _append(self, plate: Plate, since: int) -> Place:
        segment, offset = self._room(sum(map(len, plate.bodies)))
        about = {"etag": plate.etag, "headers": plate.headers, "tags": sorted(plate.tags)}
        place = place_of(
            segment, offset, plate.bodies, plate.made_at, plate.until, plate.quality, plate.status,
            since, about,
        )  # fmt: skip
        self._write(place, plate.bodies)
        return place

    def _move(self, place: Place, bodies: list[bytes], quality: int) -> Place:
        self._count(place.segment, -place.size)
        segment, offset = self._room(sum(map(len, bodies)))
        moved = place_of(
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
        name = live_key(segment).decode()
        self.set_number(name, self.number(name) + size)
