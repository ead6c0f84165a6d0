"""Verbs: what followers are told, and how it gets to them."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage
from broadsheet.outreach import due
from broadsheet.outreach.fediverse import actors, knocking, notes, peers
from broadsheet.outreach.models import (
    BlockedDomain,
    FediActivity,
    FediActor,
    FediFollower,
    FediNote,
    FediPeer,
    FediSending,
)

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/activity+json"
KEPT = timedelta(days=3)  # longer than the last try of a sending
CHUNK = 500


def tell_published(*, article_id: int) -> None:
    """Tell an article to those who follow the paper, and to those who follow its section.

    Idempotent: an article that stands is told once.
    """
    with transaction.atomic():
        article = news.whole().select_for_update(of=("self", "page_ptr")).filter(pk=article_id).first()
        if article is None or article.published_at is None:
            return
        told_at = article.updated_at or article.published_at
        note, is_new = FediNote.objects.get_or_create(
            article=article, gone_at=None, defaults={"told_at": told_at}
        )
        if not is_new:
            return
        paper = actors.the_paper()
        _say(paper, notes.create(note, article), _inboxes(paper))
        if article.section:
            section = actors.of_section(article.section)
            _say(section, notes.announce(note, section), _inboxes(section))


def tell_changed(*, article_id: int) -> None:
    """Tell that a told article has changed. Idempotent by the article's own time."""
    with transaction.atomic():
        note = FediNote.objects.select_for_update().filter(article=article_id, gone_at=None).first()
        article = news.whole().filter(pk=article_id).first()
        if note is None or article is None or not article.updated_at:
            return
        if article.updated_at <= note.told_at:
            return
        note.told_at = article.updated_at
        note.save(update_fields=["told_at"])
        paper = actors.the_paper()
        everybody = {paper, *([actors.of_section(article.section)] if article.section else [])}
        _say(paper, notes.update(note, article), _inboxes(*everybody))


def tell_gone(*, note_id: int) -> None:
    """Tell that an article was taken back: to everybody, since it may have stood elsewhere before.

    What has not gone out yet of it does not go any more.
    """
    with transaction.atomic():
        note = FediNote.objects.select_for_update().get(pk=note_id)
        said = f'"{notes.uri(note)}'
        FediActivity.objects.filter(body__contains=said).exclude(body__contains="#delete").delete()
        paper = actors.the_paper()
        _say(paper, notes.delete(note), _inboxes(*FediActor.objects.all()))


def take_back(*, article: ArticlePage) -> list[int]:
    """Note, in the transaction of a withdrawal, that an article's notes are gone; their numbers."""
    standing = FediNote.objects.filter(article=article, gone_at=None)
    numbers = list(standing.values_list("pk", flat=True))
    standing.update(gone_at=now())
    return numbers


def answer_follow(
    *, actor: FediActor, follower: FediFollower, peer: FediPeer, follow: Mapping[str, Any]
) -> None:
    """Tell somebody that they may follow."""
    _say(actor, notes.accept(actor, dict(follow), follower.pk), [peer.inbox])


def send_due(*, seconds: float) -> bool:
    """Send what is due, for about `seconds`; whether more is waiting then."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        one = due.take(FediSending.objects.select_related("activity__actor"))
        if one is None:
            return False
        _send(one)
    return True


def forget_old() -> None:
    """What everybody has got, or will not get any more."""
    FediActivity.objects.filter(made_at__lt=now() - KEPT).filter(sendings=None).delete()
    FediPeer.objects.filter(fetched_at__lt=now() - peers.KEPT).delete()


def _inboxes(*whose: FediActor) -> list[str]:
    """Every inbox of those who follow one of these, each server's shared one once."""
    found = FediFollower.objects.filter(actor__in=whose)
    return list(_unblocked(found).values_list("inbox", flat=True).distinct())


def _unblocked(found: QuerySet[FediFollower]) -> QuerySet[FediFollower]:
    for domain in BlockedDomain.objects.values_list("domain", flat=True):
        found = found.exclude(Q(host=domain) | Q(host__endswith=f".{domain}"))
    return found


def _say(actor: FediActor, said: dict[str, Any], inboxes: Iterable[str]) -> None:
    rows = [(inbox, peers.host_of(inbox)) for inbox in inboxes]
    if not rows:
        return
    activity = FediActivity.objects.create(actor=actor, body=json.dumps(said, ensure_ascii=False))
    FediSending.objects.bulk_create(
        (FediSending(activity=activity, inbox=inbox, host=host) for inbox, host in rows),
        batch_size=CHUNK,
    )


def _send(one: FediSending) -> None:
    actor, body = one.activity.actor, one.activity.body.encode()
    rows = FediSending.objects.filter(pk=one.pk)
    if peers.is_blocked(one.host):
        rows.delete()
        return
    try:
        headers = {"Content-Type": CONTENT_TYPE}
        answer = knocking.post(one.inbox, by=actor, body=body, headers=headers, seconds=due.SECONDS)
        status = answer.status
        words = f"it answers {status}"
    except outside.Unreachable as error:
        status, words = 0, str(error)
    if status in outside.SUCCESS:
        rows.delete()
    elif status == HTTPStatus.GONE:  # the server or its people are no more
        FediFollower.objects.filter(inbox=one.inbox).delete()
        rows.delete()
    elif not due.put_off(FediSending.objects.all(), row=one):
        logger.warning("A follower’s site, %s, was not told: %s", one.host, words)
        rows.delete()
