"""What was taken back, for those who have it."""

from __future__ import annotations

from typing import Any

from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage
from broadsheet.wire.models import Withdrawal
from broadsheet.wire.service.texts import absolute


def note_withdrawal(*, article: ArticlePage, **_: Any) -> None:
    """An article is no longer public. Those of other editions were told to nobody here."""
    if article.edition:
        return
    address = absolute(article.url or "/")[:500]
    Withdrawal.objects.update_or_create(
        key=article.translation_key, defaults={"address": address, "when": now()}
    )


def forget_withdrawal(*, article: ArticlePage, filed: bool = False, **_: Any) -> None:
    """An article is public again."""
    if not filed and not article.edition:
        Withdrawal.objects.filter(key=article.translation_key).delete()


def forget_withdrawals(*, articles: list[ArticlePage], **_: Any) -> None:
    """The same for many that were filed together: an archive may bring back what was deleted here."""
    keys = [one.translation_key for one in articles if not one.edition]
    Withdrawal.objects.filter(key__in=keys).delete()
