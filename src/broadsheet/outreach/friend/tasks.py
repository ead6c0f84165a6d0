"""Letters to friends, sent in the background."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_noop
from django_tasks import task

from broadsheet.foundation.clock import now
from broadsheet.foundation.priorities import LETTERS
from broadsheet.foundation.schedule import every
from broadsheet.outreach import bodies, letters
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.friend import actions
from broadsheet.outreach.line import MailServerAway, post
from broadsheet.outreach.models import DeliveryState, FriendLetter

logger = logging.getLogger(__name__)

AGAIN = timedelta(minutes=15)
SUBJECT = gettext_noop("An article from %(paper)s")


@task(priority=LETTERS)
def send_letter(pk: int) -> None:
    """Send one letter, at most once: who takes it up says so first."""
    letter = _take(pk)
    if letter is None:
        return
    outcome = _send(letter)
    if outcome == DeliveryState.SENT:
        actions.close(letter=letter, state=FriendLetter.State.SENT)
    elif outcome == DeliveryState.WAITING:
        logger.warning("The letter to a friend %s waits for the mail server", pk)
        if actions.wait(letter=letter):
            send_letter.using(run_after=now() + AGAIN).enqueue(pk)
    else:  # for good, or perhaps gone: never a second one
        logger.warning("The letter to a friend %s was not taken: %s", pk, outcome)
        actions.close(letter=letter, state=FriendLetter.State.FAILED)


@every(timedelta(minutes=15), name="outreach.friend")
def tidy() -> None:
    actions.tidy()


def _take(pk: int) -> FriendLetter | None:
    """The letter, if it waits and its receiver still takes letters."""
    waiting = FriendLetter.objects.filter(pk=pk, state=FriendLetter.State.WAITING)
    if not waiting.update(state=FriendLetter.State.SENDING):
        return None
    letter = FriendLetter.objects.select_related("article").get(pk=pk)
    if actions.wants_none(recipient=letter.recipient):
        actions.close(letter=letter, state=FriendLetter.State.REFUSED)
        return None
    if not letter.article.live:  # withdrawn since: its headline goes to nobody
        actions.close(letter=letter, state=FriendLetter.State.FAILED)
        return None
    return letter


def _send(letter: FriendLetter) -> DeliveryState:
    article = letter.article
    token = actions.never_again_token(recipient=letter.recipient)
    stop = absolute(reverse("friend_never_again", args=[token]))
    message = letters.plain(
        to=letter.recipient,
        subject=SUBJECT,
        template="friend.txt",
        context={
            "article": article,
            "sender": letter.sender_name,
            "summary": bodies.summary(article=article),
            "url": absolute(article.url or "/"),
            "stop": stop,
        },
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    try:
        return post(message).state
    except MailServerAway:
        return DeliveryState.WAITING
