"""Bake the whole paper on all cores, and hold what is kept against fresh renderings."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

from broadsheet.edition import bakehouse, baking, follow, listing
from broadsheet.edition.places import Damaged
from broadsheet.edition.shelf import Shelf
from broadsheet.edition.shelves import open_shelf

CHUNK = 64  # pages a process takes at a time
Progress = Callable[[int, int], None]  # done, of how many


class NoShelf(Exception):
    """Plates are off, or their folder cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A sample of plates held against fresh renderings."""

    looked_at: int
    waiting: int  # known to be stale, so not compared
    different: tuple[str, ...]


def bake_everything(*, processes: int, progress: Progress) -> int:
    """Render and keep every public page; how many became plates.

    Args:
        processes: how many render side by side; each sets Django up for itself.

    Raises:
        NoShelf: there is nowhere to keep them.
    """
    # What was thrown away before must not be thrown away again with the new plates.
    follow.catch_up(_shelf())
    addresses = [baking.address_on_main_host(path) for path in listing.paths()]
    chunks = [addresses[start : start + CHUNK] for start in range(0, len(addresses), CHUNK)]
    kept = done = 0
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=bakehouse.set_up) as pool:
        waiting = {pool.submit(bakehouse.bake, chunk): len(chunk) for chunk in chunks}
        for one in as_completed(waiting):
            kept += one.result()
            done += waiting[one]
            progress(done, len(addresses))
    return kept


def verify(*, sample: int, seed: int | None = None) -> Verdict:
    """Compare `sample` plates, drawn at random, with what Django renders now.

    Signed times in forms differ from second to second and are left out.
    """
    shelf = _shelf()
    stale = {address for address, _ in shelf.waiting(shelf.count())}
    addresses = [address for address, _ in shelf.places() if address not in stale]
    drawn = random.Random(seed).sample(addresses, min(sample, len(addresses)))  # noqa: S311 - no secret
    different = tuple(address for address in drawn if not _is_as_rendered(shelf, address))
    return Verdict(looked_at=len(drawn), waiting=len(stale), different=different)


def _is_as_rendered(shelf: Shelf, address: str) -> bool:
    try:
        kept = shelf.find(address, 0)
    except Damaged:
        return False
    made = baking.render(address)
    if kept is None or made is None:
        return kept is None and made is None
    return baking.without_stamps(kept.body) == baking.without_stamps(made[0].bodies[0])


def _shelf() -> Shelf:
    shelf = open_shelf()
    if shelf is None:
        raise NoShelf("Plates cannot be kept: see the message above.")
    return shelf
