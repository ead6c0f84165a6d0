"""Work in the background: letters to senders, and deleting what has had its time."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop
from django_tasks import task

from broadsheet.foundation.priorities import LETTERS
from broadsheet.foundation.schedule import every
from broadsheet.stories import erasing, keeping, mail
from broadsheet.stories.links import Purpose, link
from broadsheet.stories.models import Contribution, State

CONFIRM = gettext_noop("Please confirm the story you sent to %(paper)s")
RECEIPT = gettext_noop("Your story is with the newsroom of %(paper)s")
ACCEPTED = gettext_noop("%(paper)s is working on your story")


@task(priority=LETTERS)
def mail_confirmation(pk: int) -> None:
    """Ask the owner of the address whether they sent this. Says nothing of what was sent."""
    contribution = Contribution.objects.filter(pk=pk, state=State.UNVERIFIED).first()
    if contribution:
        address = link(contribution=contribution, purpose=Purpose.CONFIRM)
        _write(contribution, CONFIRM, "confirm.txt", link=address, days=keeping.UNVERIFIED.days)


@task(priority=LETTERS)
def mail_receipt(pk: int) -> None:
    """Thank a sender, with the link by which they can take the story back."""
    contribution = Contribution.objects.filter(pk=pk, state=State.RECEIVED).first()
    if contribution:
        address = link(contribution=contribution, purpose=Purpose.WITHDRAW)
        _write(contribution, RECEIPT, "received.txt", link=address)


@task(priority=LETTERS)
def mail_acceptance(pk: int) -> None:
    """Tell a sender that the newsroom works on their story."""
    contribution = Contribution.objects.filter(pk=pk, state=State.ACCEPTED).first()
    if contribution:
        _write(contribution, ACCEPTED, "accepted.txt")


@every(timedelta(hours=1), name="stories.purge")
def purge() -> None:
    erasing.purge()


@every(timedelta(days=1), name="stories.sweep")
def sweep() -> None:
    erasing.sweep()


def _write(contribution: Contribution, subject: str, template: str, **context: object) -> None:
    if contribution.email:
        context["contribution"] = contribution
        mail.send(to=contribution.email, subject=subject, template=template, context=context)
