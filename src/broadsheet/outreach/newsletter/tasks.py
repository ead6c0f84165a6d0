"""The newsletter's work in the background."""

from __future__ import annotations

import logging
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
from broadsheet.outreach.models import DeliveryState, Issue, IssueState, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import actions, mailbox, returns, sending, tokens

logger = logging.getLogger(__name__)

QUESTION = gettext_noop("Do you want the newsletter of %(paper)s?")
QUESTION_WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 15, 60, 240))


@task(priority=LETTERS)
def mail_question(pk: int, tried: int = 0) -> None:
    """Ask the owner of an address whether they want the newsletter.

    A mail server that is away is tried again: the reader was told to wait for
    a letter, and may ask for another only after a day.
    """
    subscriber = Subscriber.objects.exclude(state=SubscriberState.CONFIRMED).filter(pk=pk).first()
    if subscriber is None:
        return
    link = absolute(reverse("newsletter_confirm", args=[tokens.to_confirm(subscriber)]))
    try:
        letters.send_plain(
            to=subscriber.email,
            subject=QUESTION,
            template="newsletter_question.txt",
            context={"link": link, "days": tokens.CONFIRM_AGE.days},
        )
    except (SMTPException, OSError) as error:
        _ask_later(pk, tried, error)


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
        if sending.finish(issue=issue):
            continue
        if sending.is_anything_due(issue=issue) and sending.is_idle(issue=issue):
            deliver.enqueue(issue.pk)


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


def _ask_later(pk: int, tried: int, error: SMTPException | OSError) -> None:
    if isinstance(error, SMTPRecipientsRefused) and refusal(error).state == DeliveryState.FAILED:
        return  # there is no such reader; asking again would only spoil the paper's name
    if tried < len(QUESTION_WAITS):
        mail_question.using(run_after=now() + QUESTION_WAITS[tried]).enqueue(pk, tried + 1)
        return
    logger.warning("A question about the newsletter was given up: %s", type(error).__name__)
    actions.ask_again_any_time(subscriber_id=pk)
