"""Plans of the planning board on their way between the paper and an archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from broadsheet.desk.models import Plan, PlanState
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.wire.parts import Part, Places, key_of_section


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCopy:
    """What the desk wants to cover. People stay behind: they are accounts.

    `day` is an ISO date, `section` a section's key, `story` the lasting name of its article.
    """

    title: str
    day: str
    made: datetime
    section: str = ""
    note: str = ""
    state: str = "planned"  # or "done", "dropped"
    story: str = ""


def plans() -> Iterator[PlanCopy]:
    """Every plan, in the order in which they were made."""
    around = Plan.objects.select_related("section", "article").order_by("made_at", "pk")
    for plan in around.iterator(chunk_size=500):
        yield PlanCopy(
            title=plan.title,
            day=plan.day.isoformat(),
            made=plan.made_at,
            section=key_of_section(plan.section),
            note=plan.note,
            state=plan.state,
            story=str(plan.article.lasting_key) if plan.article else "",
        )


def take_plan(copy: PlanCopy, places: Places) -> None:
    """Put a plan onto the board. One that is there stays as the desk left it.

    Raises:
        ValueError: it is for no day, or in no state that a plan has.
    """
    title = clean_line(copy.title)[:200]
    if copy.state not in PlanState.values:
        raise ValueError(f"The plan “{title}” is “{copy.state}”, which is no state of a plan.")
    told = {
        "day": date.fromisoformat(copy.day),
        "section": places.section(copy.section),
        "note": clean_text(copy.note),
        "state": copy.state,
        "article": places.article(copy.story),
    }
    with transaction.atomic():
        Plan.objects.get_or_create(title=title, made_at=copy.made, defaults=told)


PLANS = Part(
    name="plans",
    kind=PlanCopy,
    key=lambda plan: f"{plan.made.isoformat()} {plan.title}",
    give=plans,
    take=take_plan,
)
