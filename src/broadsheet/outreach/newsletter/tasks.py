"""The newsletter's work in the background."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_noop
from django_tasks import task

from broadsheet.foundation.schedule import every
from broadsheet.outreach import letters
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.models import Issue, IssueState, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import actions, sending, tokens
from broadsheet.outreach.newsletter.line import MailServerAway

logger = logging.getLogger(__name__)

QUESTION = gettext_noop("Do you want the newsletter of %(paper)s?")


@task()
def mail_question(pk: int) -> None:
    """Ask the owner of an address whether they want the newsletter."""
    subscriber = Subscriber.objects.exclude(state=SubscriberState.CONFIRMED).filter(pk=pk).first()
    if subscriber is None:
        return
    link = absolute(reverse("newsletter_confirm", args=[tokens.to_confirm(subscriber)]))
    letters.send_plain(
        to=subscriber.email,
        subject=QUESTION,
        template="newsletter_question.txt",
        context={"link": link, "days": tokens.CONFIRM_AGE.days},
    )


@task()
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
