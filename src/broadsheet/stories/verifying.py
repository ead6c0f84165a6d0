"""Checking a story before it is printed: the steps, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.stories.models import Check, Contribution, State
from broadsheet.stories.transitions import NotPossible, locked, move

ALWAYS = (Check.Step.SENDER, Check.Step.FACTS)
WITH_PICTURES = (Check.Step.PLACE_AND_TIME, Check.Step.THEIR_OWN, Check.Step.PEOPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of a step, and how we know."""

    step: Check.Step
    result: Check.Result
    note: str = ""


def begin(*, contribution: Contribution) -> Contribution:
    """Somebody checks the story from now on. Idempotent.

    Raises:
        NotPossible: it was decided or taken back meanwhile.
    """
    with transaction.atomic():
        found = locked(contribution)
        if found.state != State.VERIFYING:
            move(found, State.VERIFYING)
            found.save()
        steps = [Check(contribution=found, step=step) for step in steps_of(contribution=found)]
        Check.objects.bulk_create(steps, ignore_conflicts=True)
    return found


def note(*, contribution: Contribution, finding: Finding, by: User) -> None:
    """Write down what came of a step; a failed one needs a note.

    Raises:
        NotPossible: nobody is checking the story, or the note is missing.
    """
    if finding.result == Check.Result.FAILED and not finding.note:
        raise NotPossible(_("Say what is not in order."))
    with transaction.atomic():
        found = locked(contribution)
        if found.state != State.VERIFYING:
            raise NotPossible(_("This story is not being checked."))
        values = {"result": finding.result, "note": finding.note, "by": by, "at": now()}
        Check.objects.update_or_create(contribution=found, step=finding.step, defaults=values)


def steps_of(*, contribution: Contribution) -> tuple[Check.Step, ...]:
    """The steps that a story like this goes through."""
    has_pictures = contribution.attachments.exclude(clean_copy="").exists()
    return ALWAYS + WITH_PICTURES if has_pictures else ALWAYS


def unfinished(*, contribution: Contribution) -> list[str]:
    """What stands against printing it: steps that are open or failed, all of them before it begins."""
    done = {check.step for check in contribution.checks.all() if check.result == Check.Result.PASSED}
    return [str(step.label) for step in steps_of(contribution=contribution) if step not in done]
