"""Who may not write for a while, and is told so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import remembered
from broadsheet.talk.drafts import Writer
from broadsheet.talk.errors import Banned
from broadsheet.talk.models import Ban, BanKind, Post

NOBODY = "nobody is banned"


def check(*, writer: Writer) -> None:
    """Let a banned writer know. What anybody can type in, an address, tells nobody anything.

    Raises:
        Banned: with the reason and the day on which it ends.
    """
    if writer.is_staff or writer.is_fresh or _is_nobody_banned():
        return
    ban = Ban.objects.in_force().filter(writer=writer.key, kind=BanKind.BAN).first()
    if ban is not None:
        raise Banned(reason=ban.reason, until=in_words(ban.until))


def suspension_of(*, writer: Writer, email: str = "") -> str:
    """Until when a writer's comments wait, in words; "" when they don't.

    A guest who gives the e-mail address of somebody banned waits as well: it may
    be the same person in another browser, or somebody who typed it in.
    """
    if writer.is_staff or _is_nobody_banned():
        return ""
    theirs = Q(writer=writer.key, kind=BanKind.SUSPENSION)
    if email and writer.user is None:
        theirs |= Q(email__iexact=email)
    elif writer.is_fresh:
        return ""
    ban = Ban.objects.in_force().filter(theirs).first()
    return in_words(ban.until) if ban else ""


def in_force(*, moment: Any) -> QuerySet[Ban]:
    """The bans and suspensions that hold at `moment`."""
    return Ban.objects.in_force(moment=moment)


def _is_nobody_banned() -> bool:
    """Whether it is known already that no ban is in force."""
    return remembered.known(NOBODY, default=False)


def impose(*, post: Post, kind: BanKind, reason: str, by: User, until: datetime | None = None) -> Ban:
    """Ban or suspend the writer of a post; what held before gives way.

    Raises:
        ValueError: nobody knows who wrote it (it was imported, or its writer left).
    """
    if not post.writer:
        raise ValueError(_("Nobody knows who wrote this."))
    with transaction.atomic():
        Ban.objects.in_force().filter(writer=post.writer).update(lifted_at=now(), lifted_by=by)
        return Ban.objects.create(
            writer=post.writer, name=post.name, email=post.email, kind=kind, reason=reason, by=by,
            until=until,
        )  # fmt: skip


def lift(*, ban: Ban, by: User) -> bool:
    """Let somebody write again; whether the ban still held."""
    held = Ban.objects.in_force().filter(pk=ban.pk)
    return bool(held.update(lifted_at=now(), lifted_by=by))


def forget(*, writer: str, email: str) -> None:
    """Take the person out of their bans; one that holds keeps the e-mail address until it ends."""
    theirs = Ban.objects.filter(Q(writer=writer) | Q(email__iexact=email))
    in_force = set(theirs.in_force().values_list("pk", flat=True))
    for ban in theirs:
        kept = ban.email if ban.pk in in_force else ""
        Ban.objects.filter(pk=ban.pk).update(
            name=_("A reader who left"), writer=f"gone:{ban.pk}", email=kept
        )


def in_words(until: datetime | None) -> str:
    """The end of a ban as a reader reads it."""
    if until is None:
        return str(_("for good"))
    return _("until %(day)s") % {"day": date_format(timezone.localtime(until), "j F Y, H:i")}
