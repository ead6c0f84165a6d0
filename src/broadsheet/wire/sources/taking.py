"""A story of a source becomes an item of the wire list, or a new version of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.foundation.text import CONTROL, clean_line
from broadsheet.news import kills
from broadsheet.wire import agency, jsonlines
from broadsheet.wire.models import Band, Item, Rule, Source
from broadsheet.wire.run import digest_of
from broadsheet.wire.sources import alike, drafting, routing
from broadsheet.wire.sources.differences import text_of
from broadsheet.wire.story import Release, Signal, Story

KEY_LENGTH = 500
TEXT_LENGTH = 20_000  # letters that a search looks at
ALIKE_WITHIN = timedelta(days=14)  # news is compared with news
MOST_CANDIDATES = 200


@dataclass(slots=True)
class Taken:
    """What came of a look: items that are new, items that changed, and sentences about the rest."""

    new: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    later: int = 0  # stories that wait for the next look


class Later(Exception):
    """A story is not taken now; it comes with the next look."""


def take_all(
    *, source: Source, stories: Sequence[Story], fill: Callable[[Story], Story] | None = None
) -> Taken:
    """Keep what is new or has changed; each story in a transaction of its own.

    Nothing is published. A rule may make a draft at once; a kill withdraws the
    article that was made of the story, and a correction of a public one waits for an editor.

    Args:
        fill: makes a new or changed story whole; raises `Later` to leave it for the next look.
    """
    taken = Taken()
    keys = [_key(story) for story in stories]
    seen = dict(source.items.filter(key__in=keys).values_list("key", "digest"))
    rules = list(Rule.objects.select_related("section"))
    for story, key in zip(stories, keys, strict=True):
        digest = digest_of(story)
        if seen.get(key) == digest:
            continue
        try:
            whole = fill(story) if fill else story
        except Later:
            taken.later += 1
            continue
        _take(taken, source, whole, key, digest, rules)
        seen[key] = digest
    source.items.filter(listed=True).exclude(key__in=keys).update(listed=False)
    return taken


def _take(
    taken: Taken, source: Source, story: Story, key: str, digest: str, rules: Iterable[Rule]
) -> None:
    story = jsonlines.load(_storable(jsonlines.dump(story)), Story)
    with transaction.atomic():
        known = Item.objects.select_for_update().filter(source=source, key=key).first()
        item = _renewed(known, story) if known else _new(source, story, key, rules)
        item.digest, item.listed = digest, True
        item.save()
        if story.release == Release.CANCELLED:
            _kill(item, because=agency.reason(story))
        elif known and story.signal == Signal.CORRECTION:
            drafting.propose_change(item=item, because=agency.reason(story))
        elif known is None and not item.is_filtered:  # nothing else hides behind what nobody sees
            Band.objects.bulk_create(
                Band(item=item, value=value) for value in alike.bands_of(bytes(item.signature))
            )
    (taken.changed if known else taken.new).append(item)
    if known is None and item.state == Item.State.NEW and item.rule and item.rule.act == Rule.Act.DRAFT:
        try:
            drafting.draft(item=item)
        except drafting.NoDraft as error:
            taken.troubles.append(f"“{item.headline}”: {error}")


def _new(source: Source, story: Story, key: str, rules: Iterable[Rule]) -> Item:
    item = Item(source=source, key=key, arrived_at=now())
    _fill(item, story)
    item.rule = routing.rule_for(story=story, text=item.text, source=source, rules=rules)
    item.section = (item.rule.section if item.rule else None) or source.section
    if item.is_filtered:
        item.state = Item.State.DISMISSED
    item.signature = alike.signature_of(_body_of(story))
    item.like_id = first_like(signature=item.signature)
    return item


def _body_of(story: Story) -> str:
    """The text alone: each desk writes its own headline."""
    return "\n".join(text_of(replace(story, headline="", standfirst="")))


def _renewed(item: Item, story: Story) -> Item:
    """A new version; one that somebody put aside is looked at again."""
    item.before, item.version, item.changed_at = item.story, item.version + 1, now()
    if item.state == Item.State.DISMISSED and not item.is_filtered:
        item.state = Item.State.NEW
    _fill(item, story)
    return item


def _fill(item: Item, story: Story) -> None:
    item.headline = clean_line(story.headline)[:300] or "…"
    item.text = "\n".join(text_of(story))[:TEXT_LENGTH]
    item.story = jsonlines.dump(story)
    item.urgency = story.urgency if 0 < story.urgency < 10 else 0


def first_like(*, signature: bytes) -> int | None:
    """The first item that says nearly the same, lately; None when none does."""
    if not signature:
        return None
    found = Item.objects.filter(
        bands__value__in=alike.bands_of(signature), arrived_at__gte=now() - ALIKE_WITHIN
    )
    rows = found.values_list("pk", "like_id", "signature").distinct()[:MOST_CANDIDATES]
    best = max(
        ((alike.likeness(signature, bytes(other)), like or pk) for pk, like, other in rows),
        default=(0.0, None),
    )
    return best[1] if best[0] >= alike.ALIKE else None


def _kill(item: Item, *, because: str) -> None:
    """The sender takes the story back: nobody may have it any more."""
    Item.objects.filter(pk=item.pk).update(state=Item.State.DISMISSED)
    item.state = Item.State.DISMISSED
    if item.article:
        kills.kill(article=item.article, because=because)


def _key(story: Story) -> str:
    return _storable(story.id)[:KEY_LENGTH]


def _storable(text: str) -> str:
    """Without what no database keeps: controls, halves of letters."""
    return CONTROL.sub("", text).encode("utf-8", "replace").decode()
