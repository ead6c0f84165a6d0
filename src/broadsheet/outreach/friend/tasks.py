"""Letters to friends, sent in the background."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.urls import reverse
from django.utils.translation import gettext_noop
from django_tasks import task

from broadsheet.foundation.clock import now
from broadsheet.foundation.schedule import every
from broadsheet.outreach import bodies, letters
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.friend import actions
from broadsheet.outreach.models import FriendLetter

logger = logging.getLogger(__name__)

SUBJECT = gettext_noop("An article from %(paper)s")


@task()
def send_letter(pk: int) -> None:
    """Send one letter, at most once: who takes it up says so first."""
    waiting = FriendLetter.objects.filter(pk=pk, state=FriendLetter.State.WAITING)
    if not waiting.update(state=FriendLetter.State.SENDING):
        return
    letter = FriendLetter.objects.select_related("article").get(pk=pk)
    state = FriendLetter.State.SENT
    try:
        _send(letter)
    except (SMTPException, OSError) as error:
        logger.warning("The letter to a friend %s was not taken: %s", pk, type(error).__name__)
        state = FriendLetter.State.FAILED
    FriendLetter.objects.filter(pk=pk).update(state=state, recipient="", done_at=now())


@every(timedelta(minutes=15), name="outreach.friend")
def tidy() -> None:
    actions.tidy()


def _send(letter: FriendLetter) -> None:
    article = letter.article
    token = actions.never_again_token(recipient=letter.recipient)
    stop = absolute(reverse("friend_never_again", args=[token]))
    letters.send_plain(
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
