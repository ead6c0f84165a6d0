"""Work in the background: letters to senders, and deleting what has had its time."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop
from django_tasks import task

from broadsheet.foundation.clock import now
from broadsheet.foundation.priorities import LETTERS
from broadsheet.foundation.schedule import every
from broadsheet.stories import erasing, keeping, lookalikes, mail
from broadsheet.stories.links import Purpose, link
from broadsheet.stories.models import Candidate, Contribution, Letter, State

CONFIRM = gettext_noop("Please confirm the story you sent to %(paper)s")
RECEIPT = gettext_noop("Your story is with the newsroom of %(paper)s")
ACCEPTED = gettext_noop("%(paper)s is working on your story")
PUBLISHED = gettext_noop("%(paper)s has published your story")
CANDIDATE = gettext_noop("Readers of %(paper)s vote on your story")
REFUSED = gettext_noop("%(paper)s does not use your story")
LETTER = gettext_noop("The newsroom of %(paper)s has written to you")
ANSWER = gettext_noop("A reader has answered the newsroom of %(paper)s")


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
        _write(
            contribution,
            RECEIPT,
            "received.txt",
            link=link(contribution=contribution, purpose=Purpose.WITHDRAW),
            yours=link(contribution=contribution, purpose=Purpose.YOURS),
        )


@task(priority=LETTERS)
def mail_acceptance(pk: int) -> None:
    """Tell a sender that the newsroom works on their story."""
    contribution = Contribution.objects.filter(pk=pk, state=State.ACCEPTED).first()
    if contribution:
        address = link(contribution=contribution, purpose=Purpose.YOURS)
        _write(contribution, ACCEPTED, "accepted.txt", link=address)


@task(priority=LETTERS)
def mail_publication(pk: int) -> None:
    """Tell a sender where their story stands in the paper."""
    found = Contribution.objects.select_related("article").filter(pk=pk, state=State.PUBLISHED).first()
    if found and found.article:
        address = link(contribution=found, purpose=Purpose.YOURS)
        _write(found, PUBLISHED, "published.txt", article=found.article.full_url, link=address)


@task(priority=LETTERS)
def mail_candidate(pk: int) -> None:
    """Tell a sender that readers vote on their story."""
    candidate = Candidate.objects.select_related("contribution", "call").filter(contribution=pk).first()
    if candidate:
        found = candidate.contribution
        vote = urljoin(settings.PAPER.url + "/", candidate.call.vote_url)
        address = link(contribution=found, purpose=Purpose.WITHDRAW)
        _write(found, CANDIDATE, "candidate.txt", vote=vote, link=address)


@task(priority=LETTERS)
def mail_refusal(pk: int) -> None:
    """Tell a sender that the story is not used; why, the newsroom keeps to itself."""
    contribution = Contribution.objects.filter(pk=pk, state=State.DECLINED).first()
    if contribution:
        _write(contribution, REFUSED, "declined.txt", days=keeping.UNUSED.days)


@task(priority=LETTERS)
def mail_letter(pk: int) -> None:
    """Send a letter of the newsroom to the sender of a story, once."""
    letter = Letter.objects.select_related("contribution").filter(pk=pk, sent_at=None).first()
    if letter:
        address = link(contribution=letter.contribution, purpose=Purpose.YOURS)
        _write(letter.contribution, LETTER, "letter.txt", letter=letter, link=address)
        Letter.objects.filter(pk=pk).update(sent_at=now())


@task(priority=LETTERS)
def mail_answer(pk: int) -> None:
    """Tell who wrote to a sender last that there is an answer; it stays in the newsroom."""
    answer = Letter.objects.select_related("contribution").filter(pk=pk).first()
    if answer is None:
        return
    asked = answer.contribution.letters.filter(from_newsroom=True, by__is_active=True).last()
    if asked and asked.by and asked.by.email:
        path = reverse("stories_one", args=[answer.contribution_id])
        context = {"link": urljoin(settings.PAPER.url + "/", path)}
        mail.send(to=asked.by.email, subject=ANSWER, template="answer.txt", context=context)


@every(timedelta(minutes=10), name="stories.looks")
def looks() -> None:
    """See what the paper's newest pictures look like."""
    lookalikes.look_at_pictures()


@every(timedelta(hours=1), name="stories.purge")
def purge() -> None:
    erasing.purge()


@every(timedelta(days=1), name="stories.votes")
def forget_voices() -> None:
    erasing.forget_voices()


@every(timedelta(days=1), name="stories.sweep")
def sweep() -> None:
    erasing.sweep()


def _write(contribution: Contribution, subject: str, template: str, **context: object) -> None:
    if contribution.email:
        context["contribution"] = contribution
        mail.send(to=contribution.email, subject=subject, template=template, context=context)
