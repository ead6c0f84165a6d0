"""Rings of objects that nobody holds any more, and how often Python looks for them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 50_000  # objects more than there were; Python's own is 700


@contextmanager
def sought_seldom() -> Iterator[None]:
    """Look for garbage less often while the block runs, in the whole process.

    For work that makes many objects and keeps few: a look goes through all that were made
    since the last one, finds nothing, and takes a twentieth of the time of an import.
    """
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
