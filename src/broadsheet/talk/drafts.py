"""What a reader sent, and who it is, before it becomes a post."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from broadsheet.foundation.models import User
from broadsheet.foundation.text import clean_text
from broadsheet.talk.names import key, skeleton

MAX_TEXT = 5000  # characters; a long letter to the editor has about 2,000
MAX_NAME = 60
MAX_TITLE = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes: an account, or a browser that we know again.

    Args:
        key: "user:7", or "guest:" and a hash of what the browser keeps.
        address_hash: a keyed hash of the network it comes from.
        user: the account, None for a guest.
        is_staff: whether the account may enter the newsroom.
        browser_key: what a guest's browser keeps; only its hash is ever stored.
        is_fresh: whether the key was made for this request, so that nothing is known of it.
    """

    key: str
    address_hash: str = ""
    user: User | None = None
    is_staff: bool = False
    browser_key: str = field(default="", repr=False)
    is_fresh: bool = False


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A reader's words, clean and within their limits.

    `trapped` says that the field which people don't see was filled in, `hidden`
    how many invisible characters were taken out, `insisted` that it is sent
    again after a hint, `wants_notices` that its writer wants letters about replies.
    """

    writer: Writer
    name: str
    text: str
    email: str = ""
    title: str = ""  # of the topic it opens
    trapped: bool = False
    hidden: int = 0
    insisted: bool = False
    wants_notices: bool = False

    @cached_property
    def digest(self) -> str:
        return digest(self.text)

    @cached_property
    def name_key(self) -> str:
        return key(self.name)


def digest(text: str) -> str:
    """The same for texts that read the same, whatever their case and spacing."""
    words = skeleton(clean_text(text)) or (clean_text(text),)
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]
