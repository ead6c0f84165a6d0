"""Letters about replies: asked for, confirmed, digested, and ended by one click.

An address that nobody has confirmed gets one letter without any reader's
words, so that the form under an article cannot be used to write to strangers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import allow
from broadsheet.news import letters
from broadsheet.talk.models import NoticeAddress, NoticeState, Post, PostState, ReplyNotice

SALT = "broadsheet.talk.notices"
GATHER = timedelta(minutes=10)  # replies to one reader are told of together
APART = timedelta(hours=1)  # between two letters
ANSWER_WITHIN = timedelta(days=7)
LINK_HOLDS = timedelta(days=400)
ASKED_A_DAY = 500  # confirmations of the whole paper, whoever fills in the forms
MOST_IN_A_LETTER = 20
BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One reply as a letter shows it."""

    name: str
    heading: str
    url: str
    text: str


def email_hash(email: str) -> str:
    """A keyed hash under which an address is remembered."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()


def prepare(*, post: Post) -> None:
    """A reply is public: remember who wants to know. In the transaction that showed it."""
    for answered in {one.pk: one for one in (post.parent, post.root) if one is not None}.values():
        if answered.wants_notices and answered.email and answered.writer != post.writer:
            if not answered.user_id and _is_an_account(answered.email):
                continue  # anybody can type it in; its owner signs in to get letters
            ReplyNotice.objects.get_or_create(reply=post, email=answered.email.lower())


def is_due() -> bool:
    return _ready().exists()


def send_due() -> int:
    """Send the letters that are due; how many went out."""
    oldest = _ready().values("email").annotate(oldest=Min("at")).order_by("oldest", "email")
    return sum(_send(row["email"]) for row in oldest[:BATCH])


def state_of(email: str) -> str:
    """What was decided for an address; "" for nothing yet."""
    found = NoticeAddress.objects.filter(email_hash=email_hash(email)).first()
    return found.state if found else ""


def set_state(email: str, state: NoticeState) -> None:
    """The owner of an address wants letters, or none any more."""
    with transaction.atomic():
        NoticeAddress.objects.update_or_create(email_hash=email_hash(email), defaults={"state": state})
        if state == NoticeState.REFUSED:
            ReplyNotice.objects.filter(email__iexact=email).delete()
            Post.objects.filter(email__iexact=email, wants_notices=True).update(wants_notices=False)


def forget(*, email: str) -> None:
    """Let go of an address wherever it was given; a refusal stays, as a hash: no letter ever again."""
    with transaction.atomic():
        ReplyNotice.objects.filter(email__iexact=email).delete()
        Post.objects.filter(email__iexact=email).update(email="", wants_notices=False)
        known = NoticeAddress.objects.filter(email_hash=email_hash(email))
        known.exclude(state=NoticeState.REFUSED).delete()


def token(email: str) -> str:
    """What stands in the links of a letter to this address."""
    return signing.dumps(email.lower(), salt=SALT)


def email_in(token: str) -> str:
    """The address a link was made for.

    Raises:
        signing.BadSignature: the link is not ours, or very old.
    """
    return str(signing.loads(token, salt=SALT, max_age=LINK_HOLDS))


def _ready() -> QuerySet[ReplyNotice]:
    """What was gathered, without the addresses that were looked at just now: others come first."""
    long_ago = now() - GATHER
    untried = Q(tried_at=None) | Q(tried_at__lte=long_ago)
    return ReplyNotice.objects.filter(untried, at__lte=long_ago)


def _send(email: str) -> int:
    waiting = ReplyNotice.objects.filter(email=email)
    waiting.update(tried_at=now())
    state = state_of(email)
    if state == NoticeState.REFUSED:
        waiting.delete()
        return 0
    if state != NoticeState.CONFIRMED and not _is_an_account(email):
        return _ask(email)
    return _tell(email)


def _is_an_account(email: str) -> bool:
    """Whether the owner of an account has proved that the address is theirs."""
    proved = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return proved.filter(user__is_active=True).exists()


def _ask(email: str) -> int:
    """One letter that asks, once a day at most, and never with a reader's words."""
    known = NoticeAddress.objects.filter(email_hash=email_hash(email)).exists()
    if known:  # asked before and not answered: no second letter, and nothing is kept for it
        ReplyNotice.objects.filter(email=email, at__lte=now() - ANSWER_WITHIN).delete()
        return 0
    if not allow(key="talk:notices:asked", limit=ASKED_A_DAY, per=timedelta(days=1)):
        return 0
    NoticeAddress.objects.create(email_hash=email_hash(email), state=NoticeState.ASKED)
    letters.plain(
        to=email,
        subject=gettext_noop("%(paper)s: letters about replies?"),
        template="talk/mail/notices_ask.txt",
        context={"link": _link(email)},
    ).send()
    return 1


def _tell(email: str) -> int:
    found = ReplyNotice.objects.filter(email=email).select_related("reply__thread__article")
    notices = list(found.order_by("reply__created_at"))
    address, _made = NoticeAddress.objects.get_or_create(
        email_hash=email_hash(email), defaults={"state": NoticeState.CONFIRMED}
    )
    told = Q(told_at=None) | Q(told_at__lte=now() - APART)
    if not NoticeAddress.objects.filter(told, pk=address.pk).exists():
        return 0
    shown = [notice.reply for notice in notices if notice.reply.state == PostState.PUBLISHED]
    # First written down, then sent: a letter twice is worse than one not sent.
    with transaction.atomic():
        if not NoticeAddress.objects.filter(told, pk=address.pk).update(told_at=now()):
            return 0  # somebody else is writing it
        ReplyNotice.objects.filter(pk__in=[notice.pk for notice in notices]).delete()
    if not shown:
        return 0
    off = _link(email)
    letters.plain(
        to=email,
        subject=gettext_noop("%(paper)s: replies to your comments"),
        template="talk/mail/notices.txt",
        context={"replies": [_told(post) for post in shown[:MOST_IN_A_LETTER]],
                 "more": max(0, len(shown) - MOST_IN_A_LETTER), "off": off},
        headers={"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    ).send()  # fmt: skip
    return 1


def _told(post: Post) -> Told:
    return Told(
        name=post.name,
        heading=post.thread.heading,
        url=urljoin(settings.PAPER.url, post.permalink),
        text=post.text if len(post.text) < 400 else post.text[:400] + " …",
    )


def _link(email: str) -> str:
    return urljoin(settings.PAPER.url, reverse("talk_notices", args=[token(email)]))
