"""What every part of a page asks for, read from the database once a request.

Outside a request nothing is remembered: a worker lives long, and must see
what the newsroom changed a moment ago.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
PAPER = "paper"  # its settings
_kept: ContextVar[dict[str, Any] | None] = ContextVar("news_remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember answers while the block runs."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(name: str, read: Callable[[], T]) -> T:
    """What `read` answered the first time in this request."""
    kept = _kept.get()
    if kept is None:
        return read()
    if name not in kept:
        kept[name] = read()
    answer: T = kept[name]
    return answer


def known(name: str, *, default: T) -> T:
    """What is remembered; `default` where it is not."""
    kept = _kept.get()
    answer: T = default if kept is None else kept.get(name, default)
    return answer


def remember(name: str, answer: Any) -> None:
    """What was asked together with something else need not be asked again in this request."""
    kept = _kept.get()
    if kept is not None:
        kept[name] = answer


def forget() -> None:
    """Something remembered has changed: read it again."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()
