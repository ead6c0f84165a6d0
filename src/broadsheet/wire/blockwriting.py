"""A body written block by block: for each kind of block what makes text of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from broadsheet.wire.story import (
    Block,
    Embed,
    FactBox,
    Foreign,
    Gallery,
    Picture,
    PullQuote,
    Related,
    Table,
    Text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockWriter:
    """How a kind of text says each block.

    Blocks of plug-ins and lists of related articles mean nothing outside the
    paper, and are left out.
    """

    text: Callable[[Text], str]
    picture: Callable[[Picture], str]
    gallery: Callable[[Gallery], str]
    pull_quote: Callable[[PullQuote], str]
    fact_box: Callable[[FactBox], str]
    embed: Callable[[Embed], str]
    table: Callable[[Table], str]

    def written(self, blocks: Iterable[Block]) -> str:
        """The blocks as text, one after the other."""
        return "".join(map(self._one, blocks))

    def _one(self, block: Block) -> str:
        match block:
            case Text():
                return self.text(block)
            case Picture():
                return self.picture(block)
            case Gallery():
                return self.gallery(block)
            case PullQuote():
                return self.pull_quote(block)
            case FactBox():
                return self.fact_box(block)
            case Embed():
                return self.embed(block)
            case Table():
                return self.table(block)
            case Related() | Foreign():
                return ""
