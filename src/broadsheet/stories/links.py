"""Signed links in mails to senders. Each is good for one thing and stops working once done."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse

from broadsheet.stories.models import Contribution


class Purpose(StrEnum):
    """What a link is for; the value is also the name of its page's address."""

    CONFIRM = "stories_confirm"
    WITHDRAW = "stories_withdraw"
    YOURS = "stories_yours"


def link(*, contribution: Contribution, purpose: Purpose) -> str:
    """The full address of the page on which the sender acts."""
    token = _signer(purpose).sign(contribution.key)
    return urljoin(settings.PAPER.url + "/", reverse(purpose.value, args=[token]))


def contribution_of(*, token: str, purpose: Purpose) -> Contribution | None:
    """The contribution a link is about; None when it is forged, or the story is gone."""
    try:
        key = _signer(purpose).unsign(token)
    except signing.BadSignature:
        return None
    return Contribution.objects.filter(key=key).first()


def _signer(purpose: Purpose) -> signing.Signer:
    return signing.Signer(salt=f"broadsheet.stories.{purpose.value}")
