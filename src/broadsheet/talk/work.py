"""Around a decision: who is at it, what its writer says to it, what comes of a comment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.foundation.text import clean_text
from broadsheet.talk.actions.moderating import restore
from broadsheet.talk.errors import AlreadyDecided, TalkError
from broadsheet.talk.models import (
    Appeal,
    AppealOutcome,
    Claim,
    Decision,
    Lead,
    LeadKind,
    Post,
    PostState,
    Verb,
)

CLAIMED = timedelta(minutes=5)
APPEAL_WITHIN = timedelta(days=20)  # Mastodon's number
SALT = "broadsheet.talk.receipt"
TAKEN_DOWN = {Verb.REJECT, Verb.REMOVE}


class NoAppeal(TalkError):
    sentence = gettext_lazy("This decision can no longer be appealed.")


class OwnDecision(TalkError):
    sentence = gettext_lazy("Somebody else should hear this appeal: you made the decision.")


# Claims --------------------------------------------------------------------------------


def claim(*, posts: Iterable[Post], who: User) -> set[int]:
    """Take posts on for some minutes; the keys of those that somebody else is at."""
    keys = [post.pk for post in posts]
    with transaction.atomic():
        Claim.objects.filter(until__lte=now()).delete()
        until = now() + CLAIMED
        Claim.objects.bulk_create(
            [Claim(post_id=key, who=who, until=until) for key in keys], ignore_conflicts=True
        )
        there = Claim.objects.filter(post__in=keys)
        there.filter(who=who).update(until=until)
    return set(there.exclude(who=who).values_list("post_id", flat=True))


def let_go(*, posts: Iterable[int], who: User) -> None:
    """Leave posts to others."""
    Claim.objects.filter(post__in=list(posts), who=who).delete()


# Receipts and appeals --------------------------------------------------------------------


def receipt_token(decision: Decision) -> str:
    """What stands in the address of a decision's page, which only its writer is told."""
    return signing.Signer(salt=SALT).sign(str(decision.pk))


def receipt_url(decision: Decision) -> str:
    return reverse("talk_receipt", args=[receipt_token(decision)])


def decision_in(token: str) -> Decision | None:
    """The decision of a receipt's address; None when the address is not ours."""
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Decision.objects.select_related("post__thread__article", "who").filter(pk=key).first()


def last_removal(post: Post) -> Decision | None:
    """The decision by which a post is not shown; None for one that is."""
    if post.state != PostState.REMOVED:
        return None
    return post.decisions.filter(verb__in=TAKEN_DOWN, undone_by=None).first()


def may_appeal(decision: Decision) -> bool:
    """Once for each decision, within twenty days, while it stands."""
    return (
        decision.verb in TAKEN_DOWN
        and last_removal(decision.post) == decision
        and decision.when > now() - APPEAL_WITHIN
        and not Appeal.objects.filter(decision=decision).exists()
    )


def appeal(*, decision: Decision, text: str) -> Appeal:
    """Ask that a decision be looked at again.

    Raises:
        NoAppeal: it was appealed before, is too old, or does not stand any more.
    """
    text = clean_text(text)[:1000]
    if not text or not may_appeal(decision):
        raise NoAppeal
    try:
        with transaction.atomic():
            return Appeal.objects.create(decision=decision, text=text)
    except IntegrityError:
        raise NoAppeal from None


def open_appeals() -> QuerySet[Appeal]:
    """Those nobody has heard yet, the oldest first."""
    found = Appeal.objects.filter(outcome="")
    return (
        found.select_related("decision__post__thread__article", "decision__who")
        .defer("decision__post__thread__article__body")
        .order_by("at")
    )


def hear(*, appeal: Appeal, granted: bool, answer: str, by: User) -> Appeal:
    """Decide an appeal; somebody else than who decided first, where there is somebody else.

    Raises:
        OwnDecision: another moderator could hear it.
        AlreadyDecided: it was heard before.
    """
    if appeal.decision.who_id == by.pk and _others_than(by):
        raise OwnDecision
    with transaction.atomic():
        appeal = Appeal.objects.select_for_update().select_related("decision__post").get(pk=appeal.pk)
        if appeal.outcome:
            raise AlreadyDecided(_("This appeal was heard already."))
        if granted and appeal.decision.post.state == PostState.REMOVED:
            restore(post=appeal.decision.post, by=by)
        appeal.outcome = AppealOutcome.GRANTED if granted else AppealOutcome.UPHELD
        appeal.answer, appeal.decided_at, appeal.decided_by = answer[:500], now(), by
        appeal.save()
    return appeal


def _others_than(user: User) -> bool:
    """Whether anybody else moderates."""
    return any(other.has_perm("talk.moderate") for other in _staff().exclude(pk=user.pk))


def _staff() -> QuerySet[User]:
    return User.objects.filter(is_active=True).exclude(groups=None, is_superuser=False)


# Leads -----------------------------------------------------------------------------------


def make_lead(*, post: Post, kind: LeadKind, by: User, note: str = "") -> Lead:
    """A comment becomes work for the newsroom; a second time it is the same."""
    return Lead.objects.get_or_create(post=post, kind=kind, defaults={"by": by, "note": note[:300]})[0]


def open_leads() -> QuerySet[Lead]:
    found = Lead.objects.filter(done_at=None)
    found = found.select_related("post__thread__article", "post__thread__site", "by")
    return found.defer("post__thread__article__body").order_by("at")


def finish_lead(*, lead: Lead, by: User) -> bool:
    """The work is done; whether it was still open."""
    return bool(Lead.objects.filter(pk=lead.pk, done_at=None).update(done_at=now(), done_by=by))


def take_lead_back(*, lead: Lead) -> bool:
    """Undo `make_lead`; not once the work is done. Whether it was still open."""
    return bool(Lead.objects.filter(pk=lead.pk, done_at=None).delete()[0])


def reopen_lead(*, lead: Lead) -> bool:
    """Undo `finish_lead`; whether it was done."""
    return bool(Lead.objects.filter(pk=lead.pk).exclude(done_at=None).update(done_at=None, done_by=None))
