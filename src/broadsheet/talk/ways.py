"""Where the links of comments lead: to the paper's own pages, or inside the frame on another site.

A page in the frame stays there; it could not show the paper's other pages,
which no foreign page may frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The frame on a page elsewhere, and that page's own address."""

    code: str
    page_url: str


# The paper's own addresses, and those of the same in the frame.
OF_A_PAGE = {
    "talk_on": "talk_frame",
    "talk_on_order": "talk_frame_order",
    "talk_on_latest": "talk_frame_latest",
}
OF_A_READER = {
    "talk_mine": "talk_frame_mine",
    "talk_data": "talk_frame_data",
    "talk_take_back": "talk_frame_take_back",
    "talk_take_all_back": "talk_frame_take_all_back",
}
OF_A_POST = {
    "talk_post": "talk_frame_post",
    "forum_post": "talk_frame_post",
    "talk_thanks": "talk_frame_thanks",
    "talk_reply": "talk_frame_reply",
    "talk_report": "talk_frame_report",
    "talk_like": "talk_frame_like",
    "talk_edit": "talk_frame_edit",
    "forum_answers": "talk_frame_answers",
}
_frame: ContextVar[Frame | None] = ContextVar("frame", default=None)


@contextmanager
def in_frame(frame: Frame) -> Iterator[None]:
    """What is rendered meanwhile stands in this frame."""
    token = _frame.set(frame)
    try:
        yield
    finally:
        _frame.reset(token)


def is_framed() -> bool:
    return _frame.get() is not None


def to(name: str, *args: object) -> str:
    """The address of one of the pages above, here."""
    frame = _frame.get()
    if frame is None:
        return _address(name, args)
    if name in OF_A_PAGE:
        return reverse(OF_A_PAGE[name], args=args)
    return reverse((OF_A_POST | OF_A_READER)[name], args=[frame.code, *args])


def to_comment(post_id: int) -> str:
    """The address of a comment that a reader may pass on: in a frame, of the page around it."""
    frame = _frame.get()
    return f"{frame.page_url}#comment-{post_id}" if frame else _address("talk_post", (post_id,))


@lru_cache(maxsize=10_000)  # four for each comment of the pages that are read just now
def _address(name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)
