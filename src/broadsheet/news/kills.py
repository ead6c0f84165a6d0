"""Take an article back for good: out of everything at once, with a signed record.

A withdrawn article can be published again; a killed one cannot until its kill
is lifted, which is a record of its own. Each record signs the one before it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db import transaction
from django.utils.crypto import salted_hmac
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log

from broadsheet.edition.api import stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import languages, search
from broadsheet.news.models import ArticlePage, KillRecord, PaperSettings
from broadsheet.news.signals import article_killed

KILLED, LIFTED = "news.kill", "news.lift_kill"  # in an article's history
SIGNED = (
    "verb", "article_key", "address", "headline", "text_hash", "was_public", "at", "by", "because",
    "previous",
)  # fmt: skip


class NoReason(Exception):
    """A kill or its lifting without a word why."""


class OtherChain(ValueError):
    """A record that does not follow the last one."""


class NotKilled(Exception):
    """There is no kill to lift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A record, and what is wrong with it ("" when it is as it was written)."""

    record: KillRecord
    problem: str


def kill(*, article: ArticlePage, because: str, by: User | None = None) -> bool:
    """Withdraw an article from everything at once and for good; its words stay in the newsroom.

    What waits of it (a schedule, a review) waits no more, old addresses no longer
    lead to it, the breaking line about it goes. So for each of its translations:
    law does not stop at a language. Sends `article_withdrawn` (when readers could
    see it) and `article_killed`, and leaves a record, for each. Idempotent.

    Args:
        by: None when its sender takes it back.

    Returns:
        Whether readers could see it, in any language.

    Raises:
        NoReason: `because` is empty.
    """
    reason = _reason(because)
    with transaction.atomic():
        seen = [_kill(one, reason, by) for one in in_every_language(article)]
        return any(seen)


def kill_here(*, article: ArticlePage, because: str, by: User | None = None) -> bool:
    """As `kill`, but in this language alone: what is wrong is the translation."""
    reason = _reason(because)
    with transaction.atomic():
        return _kill(article, reason, by)


def in_every_language(article: ArticlePage) -> list[ArticlePage]:
    """An article and what it is translated into or from, public or not."""
    if not languages.several():
        return [article]
    return list(ArticlePage.objects.filter(translation_key=article.translation_key).order_by("pk"))


def _kill(article: ArticlePage, reason: str, by: User | None) -> bool:
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().get(pk=article.pk)
        if article.killed:
            return False
        record = _record(article, KillRecord.Verb.KILLED, reason, by)
        article.killed = True
        if article.live:
            article.unpublish(user=by)
        else:
            article.save(update_fields=["killed"], clean=False)
        article.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
        if review := article.current_workflow_state:
            review.cancel(user=by)
        Redirect.objects.filter(redirect_page_id=article.pk).delete()
        _silence(article)
        log(article, KILLED, user=by, data={"because": reason})
        article_killed.send(ArticlePage, article=article, record=record)
    return record.was_public


def lift(*, article: ArticlePage, because: str, by: User | None = None) -> None:
    """Let a killed article be published again; it stays withdrawn until somebody does.

    Raises:
        NoReason: `because` is empty.
        NotKilled: it is not killed.
    """
    reason = _reason(because)
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().get(pk=article.pk)
        if not article.killed:
            raise NotKilled(f"“{article.title}” is not killed.")
        _record(article, KillRecord.Verb.LIFTED, reason, by)
        article.killed = False
        article.save(update_fields=["killed"], clean=False)
        log(article, LIFTED, user=by, data={"because": reason})


def records() -> Iterator[Checked]:
    """Every record, oldest first, each checked against the paper's key and the one before."""
    before = ""
    for record in KillRecord.objects.order_by("pk"):
        yield Checked(record=record, problem=_problem(record, before))
        before = record.signature


def take_over(*, record: KillRecord) -> bool:
    """Keep a record that another paper wrote, as it wrote it; whether it is new.

    Only that paper's key can say that its signature is right (see `records`).
    Idempotent by the signature.

    Raises:
        OtherChain: it does not follow the last record here.
        ValidationError: a field says what no record can say.
    """
    with transaction.atomic():
        if KillRecord.objects.filter(signature=record.signature).exists():
            return False
        if record.previous != _last_signature():
            raise OtherChain(
                f"The record of “{record.headline}” belongs to another chain than the paper's own."
            )
        record.clean_fields(exclude={"article"})
        record.save(force_insert=True)
    return True


def hash_of(article: ArticlePage) -> str:
    """The SHA-256 of an article's headline and words, a line break between them."""
    return hashlib.sha256("\n".join(search.words_of(article)).encode()).hexdigest()


def _reason(because: str) -> str:
    if not because.strip():
        raise NoReason("Say why.")
    return because.strip()


def _record(article: ArticlePage, verb: KillRecord.Verb, because: str, by: User | None) -> KillRecord:
    record = KillRecord(
        verb=verb,
        article=article,
        article_key=article.translation_key,
        address=article.url or "",
        headline=article.title,
        text_hash=hash_of(article),
        was_public=article.live,
        at=now(),
        by=by.email if by else "",
        because=because,
        previous=_last_signature(),
    )
    record.signature = _signature(record)
    record.save(force_insert=True)
    return record


def _last_signature() -> str:
    PaperSettings.load()
    PaperSettings.objects.select_for_update().first()  # one record after the other
    last = KillRecord.objects.order_by("-pk").first()
    return last.signature if last else ""


def _signature(record: KillRecord) -> str:
    told = {name: getattr(record, name) for name in SIGNED}
    told |= {"at": record.at.astimezone(UTC).isoformat(), "article_key": str(record.article_key)}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return salted_hmac("broadsheet.kill", text, algorithm="sha256").hexdigest()


def _problem(record: KillRecord, before: str) -> str:
    if record.previous != before:
        return "the record before it is missing or another one"
    if not hmac.compare_digest(record.signature, _signature(record)):
        return "it was changed, or signed with another key"
    return ""


def _silence(article: ArticlePage) -> None:
    """The breaking line about it goes."""
    for paper in PaperSettings.objects.filter(breaking_article=article):
        paper.breaking_text, paper.breaking_article = "", None
        paper.save()
        stale("paper")
