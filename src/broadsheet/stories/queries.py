"""Reads of contributions."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import Count, Q, QuerySet

from broadsheet.foundation.models import User
from broadsheet.stories.models import Contribution, State


def waiting_count() -> int:
    """How many stories wait for the newsroom."""
    return Contribution.objects.filter(state=State.RECEIVED).count()


def queue() -> QuerySet[Contribution]:
    """Everything the newsroom may see, newest first, with the number of files.

    What nobody has confirmed is not the newsroom's yet.
    """
    return (
        Contribution.objects.exclude(state=State.UNVERIFIED)
        .select_related("decided_by", "article", "call")
        .annotate(file_count=Count("attachments"))
        .order_by("-sent_at", "-pk")
    )


def of_sender(*, user: User) -> QuerySet[Contribution]:
    """What a reader has sent from confirmed addresses of theirs, newest first."""
    theirs = Q(user=user) | Q(email__in=verified_addresses(user=user))
    return Contribution.objects.filter(theirs, verified_at__isnull=False).order_by("-sent_at")


def verified_addresses(*, user: User) -> list[str]:
    """The addresses a reader has shown to be theirs, in small letters."""
    rows = EmailAddress.objects.filter(user=user, verified=True)
    return [email.lower() for email in rows.values_list("email", flat=True)]
