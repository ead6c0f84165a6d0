"""The newsletter's work in the background."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop
from django_tasks import task

from broadsheet.foundation.clock import now
from broadsheet.foundation.priorities import LETTERS
from broadsheet.foundation.schedule import every
from broadsheet.outreach import letters
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.line import MailServerAway, refusal
from broadsheet.outreach.models import (
    DeliveryState,
    Issue,
    IssueState,
    MailingList,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.newsletter import (
    actions,
    digests,
    halting,
    mailbox,
    returns,
    sending,
    subjects,
    tokens,
)

logger = logging.getLogger(__name__)

QUESTION = gettext_noop("Do you want the newsletter of %(paper)s?")
LINK = gettext_noop("What you get from %(paper)s")
QUESTION_WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 15, 60, 240))


@task(priority=LETTERS)
def mail_question(pk: int, tried: int = 0, wanted: Sequence[int] = ()) -> None:
    """Ask the owner of an address whether they want the newsletter.

    A mail server that is away is tried again: the reader was told to wait for
    a letter, and may ask for another only after a day.
    """
    subscriber = Subscriber.objects.filter(pk=pk).first()
    if subscriber is None or (subscriber.state == SubscriberState.CONFIRMED and not wanted):
        return
    link = absolute(reverse("newsletter_confirm", args=[tokens.to_confirm(subscriber, wanted)]))
    named = list(MailingList.objects.filter(pk__in=wanted).values_list("name", flat=True))
    try:
        letters.send_plain(
            to=subscriber.email,
            subject=QUESTION,
            template="newsletter_question.txt",
            context={"link": link, "days": tokens.CONFIRM_AGE.days, "lists": named},
        )
    except (SMTPException, OSError) as error:
        _ask_later(pk, tried, wanted, error)


@task(priority=LETTERS)
def mail_link(pk: int, tried: int = 0) -> None:
    """Send a reader the link to what they chose; a mail server that is away is tried again."""
    subscriber = Subscriber.objects.filter(pk=pk).first()
    if subscriber is None:
        return
    link = absolute(reverse("newsletter_mine", args=[tokens.to_choose(subscriber)]))
    try:
        letters.send_plain(
            to=subscriber.email,
            subject=LINK,
            template="newsletter_link.txt",
            context={"link": link, "days": tokens.MINE_AGE.days},
        )
    except (SMTPException, OSError) as error:
        if tried < len(QUESTION_WAITS):
            mail_link.using(run_after=now() + QUESTION_WAITS[tried]).enqueue(pk, tried + 1)
        else:
            logger.warning("A link to a reader's choice was given up: %s", type(error).__name__)


@task(priority=LETTERS)
def deliver(pk: int) -> None:
    """Send the next copies of an issue. Run twice, nobody gets two."""
    issue = Issue.objects.filter(pk=pk, state=IssueState.SENDING).first()
    if issue is None:
        return
    try:
        more = sending.deliver_waiting(issue=issue)
    except MailServerAway as error:
        logger.warning("The newsletter waits, the mail server is away: %s", error)
        return
    if more:
        deliver.enqueue(pk)


@every(timedelta(minutes=1), name="outreach.newsletter")
def go_on() -> None:
    """Take up issues that a crash or an absent mail server left unfinished."""
    for issue in Issue.objects.filter(state=IssueState.SENDING):
        subjects.decide(issue=issue)
        if sending.finish(issue=issue):
            continue
        if sending.is_anything_due(issue=issue) and sending.is_idle(issue=issue):
            deliver.enqueue(issue.pk)
    for issue in sending.stopped_lately():  # what was on its way when it was stopped came back
        halting.settle_stopped(issue=issue)


@every(timedelta(minutes=1), name="outreach.digests")
def make_digests() -> None:
    """Make the issues whose turn has come."""
    digests.make_due()


@every(timedelta(days=1), name="outreach.unanswered")
def forget_unanswered() -> None:
    actions.forget_unanswered()


@every(timedelta(minutes=5), name="outreach.bounces")
def empty_mailbox() -> None:
    """Take in what came back, where the paper has a mailbox for it."""
    if not settings.BOUNCE_MAILBOX:
        return
    try:
        while mailbox.take_in_new(mailbox.at(settings.BOUNCE_MAILBOX)) == mailbox.AT_ONCE:
            pass
    except mailbox.MailboxAway as error:
        logger.warning("The mailbox of returned letters cannot be read: %s", error)


@every(timedelta(days=1), name="outreach.returned")
def forget_returned() -> None:
    returns.forget_old()


def _ask_later(pk: int, tried: int, wanted: Sequence[int], error: SMTPException | OSError) -> None:
    if isinstance(error, SMTPRecipientsRefused) and refusal(error).state == DeliveryState.FAILED:
        return  # there is no such reader; asking again would only spoil the paper's name
    if tried < len(QUESTION_WAITS):
        later = mail_question.using(run_after=now() + QUESTION_WAITS[tried])
        later.enqueue(pk, tried + 1, list(wanted))
        return
    logger.warning("A question about the newsletter was given up: %s", type(error).__name__)
    actions.ask_again_any_time(subscriber_id=pk)
