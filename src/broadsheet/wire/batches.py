"""Stories that come in together, in one transaction."""

from __future__ import annotations

from typing import TypeGuard

from broadsheet.wire.paper import Remark
from broadsheet.wire.story import Item, Story, Text

STORIES = 200
LETTERS = 4_000_000  # of their texts: a batch stays small in memory whatever the stories are


class Batch:
    """Stories in the order of the file, with the remarks between them."""

    def __init__(self) -> None:
        self._things: list[Story | Remark] = []
        self._stories = self._letters = 0

    def takes(self, item: Item) -> TypeGuard[Story | Remark]:
        """Whether a thing can come in with others: standing pages stand below each other."""
        return isinstance(item, Remark) or (isinstance(item, Story) and item.kind == "story")

    def add(self, item: Story | Remark) -> bool:
        """Take one more; whether the batch is full now."""
        self._things.append(item)
        if isinstance(item, Story):
            self._stories += 1
            self._letters += sum(len(one.html) for one in item.body if isinstance(one, Text))
            self._letters += sum(len(comment.text) for comment in item.comments)
        return self._stories >= STORIES or self._letters >= LETTERS

    def empty(self) -> list[Story | Remark]:
        """What is in it; from then on it is empty."""
        things, self._things = self._things, []
        self._stories = self._letters = 0
        return things
