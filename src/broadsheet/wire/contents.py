"""What a paper's content is made of: of each kind, how it goes into an archive and how it comes in.

A new kind is a dataclass in `wire.paper` and a line in `CONTENTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from broadsheet.wire import fronts, library, mailing, names, outgoing, paper, readers, rooms, translated
from broadsheet.wire.importing import more
from broadsheet.wire.importing.articles import take_former
from broadsheet.wire.importing.more import once
from broadsheet.wire.importing.stories import take_story
from broadsheet.wire.run import Kind, Run
from broadsheet.wire.story import Item, Story

if TYPE_CHECKING:
    from broadsheet.wire.exporting import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One kind of thing.

    Args:
        thing: its dataclass.
        take: puts one into the paper.
        file: of an archive, without its ending; "" where it has none of its own.
        give: all that the paper has of it, in the file's order.
    """

    thing: type[Item]
    take: Callable[[Run, Any], None]
    file: str = ""
    give: Callable[[Writing], Iterable[Item]] = lambda _: ()


# In the order of an archive, which is the one in which it can come in.
CONTENTS = (
    Content(thing=paper.Remark, take=Run.remark),
    Content(thing=paper.Names, take=names.take_names),
    Content(thing=paper.Registry, take=names.take_registry),
    Content(thing=Story, take=take_story, file="stories", give=rooms.stories),
    Content(
        thing=paper.Former,
        take=take_former,
        file="revisions",
        give=lambda writing: outgoing.former(writing.needed, writing.lost_text),
    ),
    Content(
        thing=Story,
        take=take_story,
        file="pages",
        give=lambda writing: (one for _, one in outgoing.pages(writing.needed)),
    ),
    Content(
        thing=paper.Thread,
        take=once(Kind.THREAD, "id", rooms.file_thread),
        file="forum",
        give=lambda _: rooms.threads(),
    ),
    Content(thing=paper.Kill, take=more.take_kill, file="kills", give=lambda _: outgoing.kills()),
    Content(
        thing=paper.Phrase,
        take=once(Kind.PHRASE, "phrase", rooms.file_phrase),
        file="words",
        give=lambda _: rooms.phrases(),
    ),
    Content(
        thing=paper.MailingList,
        take=once(Kind.LIST, "id", mailing.file_list),
        file="lists",
        give=lambda _: mailing.lists(),
    ),
    Content(
        thing=paper.Issue,
        take=once(Kind.ISSUE, "id", mailing.file_issue),
        file="newsletter",
        give=lambda _: mailing.issues(),
    ),
    Content(
        thing=paper.OldAddress,
        take=more.take_old_address,
        file="redirects",
        give=lambda _: outgoing.redirects(),
    ),
    Content(
        thing=paper.Subscriber,
        take=once(Kind.SUBSCRIBER, "email", mailing.file_subscriber),
        file="subscribers",
        give=lambda _: mailing.subscribers(),
    ),
    Content(
        thing=paper.Call,
        take=once(Kind.CALL, "id", readers.file_call),
        file="calls",
        give=lambda _: readers.calls(),
    ),
    Content(
        thing=paper.Contribution,
        take=once(Kind.CONTRIBUTION, "id", readers.file_contribution),
        file="contributions",
        # Their files go in before their lines: an archive takes one after the other.
        give=lambda writing: list(readers.contributions(writing.keep_file)),
    ),
    Content(
        thing=paper.Kept,
        take=more.take_picture,
        file="pictures",
        give=lambda writing: library.pictures(writing.path_of),
    ),
    Content(
        thing=paper.Series,
        take=once(Kind.SERIES, "id", more.file_series),
        file="series",
        give=lambda _: outgoing.series(),
    ),
    Content(
        thing=paper.Translated,
        take=once(Kind.TRANSLATED, "story", translated.file_translated),
        file="translations",
        give=lambda _: translated.translations(),
    ),
    Content(thing=paper.Added, take=more.take_added),
    Content(thing=paper.Front, take=fronts.take_front),
)
FILES = tuple(one for one in CONTENTS if one.file)
_takers = {one.thing: one.take for one in CONTENTS}


def take(run: Run, item: Item) -> None:
    """Put a thing into the paper."""
    _takers[type(item)](run, item)
