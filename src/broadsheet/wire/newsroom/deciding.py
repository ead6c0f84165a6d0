"""One press of a button of the wire list: for one item, or for all that are ticked."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.wire.models import Item
from broadsheet.wire.sources import drafting, shelving

MOST = 100  # drafts of one press


@dataclass
class Outcome:
    """What came of it: articles, how many items were put aside or back, and what went wrong."""

    articles: list[ArticlePage] = field(default_factory=list)
    moved: int = 0
    problems: list[str] = field(default_factory=list)


def carry_out(*, data: QueryDict, by: User) -> Outcome:
    """Do what a form asks: `act` is a verb, or a verb and an item ("draft:17")."""
    verb, _, key = data.get("act", "").partition(":")
    keys = [key] if key else data.getlist("item")
    items = Item.objects.filter(pk__in=[one for one in keys if one.isdecimal()][:MOST])
    outcome = Outcome()
    if verb == "draft":
        _draft(outcome, list(items.select_related("source", "section")), by)
    elif verb == "dismiss":
        outcome.moved = shelving.dismiss(items=items, by=by)
    elif verb == "restore":
        outcome.moved = shelving.restore(items=items)
    return outcome


def may_draft_in(*, section: SectionPage, by: User) -> bool:
    """Whether somebody may write in a section."""
    return bool(section.permissions_for_user(by).can_add_subpage())


def _draft(outcome: Outcome, items: list[Item], by: User) -> None:
    for item in items:
        where = drafting.section_for(item=item)
        if where and not may_draft_in(section=where, by=by):
            outcome.problems.append(f"“{item.headline}”: you may not write in {where.title}")
            continue
        try:
            outcome.articles.append(drafting.draft(item=item, by=by))
        except drafting.NoDraft as error:
            outcome.problems.append(f"“{item.headline}”: {error}")
