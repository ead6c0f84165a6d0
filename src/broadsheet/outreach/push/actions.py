"""Verbs of the newsroom: tell readers something, or do not."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.foundation.text import clean_line
from broadsheet.news import queries
from broadsheet.news.models import ArticlePage
from broadsheet.outreach import history
from broadsheet.outreach.following import queries as following
from broadsheet.outreach.models import CopyState, NoteState, PushCopy, PushNote, PushReader
from broadsheet.outreach.push import quiet

BATCH = 2000
FRESH = timedelta(hours=6)  # an article of an archive that comes in late is no news
LONGEST = 160


class NotNow(Exception):
    """It cannot be sent; the sentence says why."""


def ask(*, article: ArticlePage, text: str, by: User) -> PushNote:
    """Send a breaking line to all who want it; where the paper has a rule of two, ask for the second.

    Raises:
        NotNow: the article is not public, the line is empty or too long, or it
            was sent or asked for already.
    """
    line = clean_line(text)
    if not queries.is_published(article):
        raise NotNow("The article is not public, so nobody can be led to it.")
    if not line or len(line) > LONGEST:
        raise NotNow(f"The line must have 1 to {LONGEST} letters.")
    with transaction.atomic():
        # Two editors at once: the second one waits here and finds the first one's note.
        ArticlePage.objects.select_for_update().get(pk=article.pk)
        there = PushNote.objects.filter(article=article, kind=PushNote.Kind.BREAKING)
        if there.exclude(state=NoteState.DROPPED).exists():
            raise NotNow("This article has been sent, or is waiting to be.")
        note = PushNote.objects.create(
            kind=PushNote.Kind.BREAKING, article=article, text=line, asked_by=by
        )
        history.note(note, history.PUSH_ASKED, by=by)
        if not settings.PUSH_TWO_PEOPLE:
            _begin(note, PushReader.objects.filter(breaking=True))
    return note


def approve(*, note: PushNote, by: User) -> PushNote:
    """The second person agrees. Idempotent for who agreed.

    Raises:
        NotNow: it is the person who asked, it does not wait any more, or the article is gone.
    """
    with transaction.atomic():
        note = PushNote.objects.select_for_update().select_related("article").get(pk=note.pk)
        if note.asked_by_id == by.pk:
            raise NotNow("Somebody else must agree: this paper sends nothing on one person's word.")
        if note.state != NoteState.ASKED:
            raise NotNow("It does not wait any more.")
        if not queries.is_published(note.article):
            raise NotNow("The article is not public any more.")
        note.approved_by, note.approved_at = by, now()
        history.note(note, history.PUSH_AGREED, by=by)
        _begin(note, PushReader.objects.filter(breaking=True))
    return note


def drop(*, note: PushNote, by: User | None = None) -> None:
    """Do not send a note, or what is left of it. Idempotent."""
    waiting = Q(state=NoteState.ASKED) | Q(state=NoteState.SENDING)
    with transaction.atomic():
        going = PushNote.objects.filter(waiting, pk=note.pk)
        if going.update(state=NoteState.DROPPED, finished_at=now()) and by:
            history.note(note, history.PUSH_DROPPED, by=by)
        PushCopy.objects.filter(note=note, state=CopyState.WAITING).delete()


def tell_followers(*, article: ArticlePage) -> PushNote | None:
    """Tell who follows its section, a topic or an author of it; None when nobody is told.

    What a browser chose on the page “News on your screen” counts, and what its reader follows with
    an account and wants on the screen. Once an article and browser, whatever of it is followed.
    Told again, nothing happens.
    """
    if not is_news(article) or not queries.is_published(article):
        return None
    about = article.article_topics.values_list("topic_id", flat=True)
    topics: list[int] = [] if article.edition else list(about)
    with_account = following.by_push(article=article).values("user")
    followers = PushReader.objects.filter(
        Q(topics__in=topics) | Q(sections__in=[article.section_id]) | Q(user__in=with_account)
    ).distinct()
    with transaction.atomic():
        ArticlePage.objects.select_for_update().get(pk=article.pk)
        if PushNote.objects.filter(article=article).exists() or not followers.exists():
            return None
        note = PushNote.objects.create(
            kind=PushNote.Kind.FOLLOWED, article=article, text=clean_line(article.title)[:LONGEST]
        )
        _begin(note, followers)
    return note


def is_news(article: ArticlePage) -> bool:
    """Whether an article came out just now."""
    return article.published_at is not None and now() - article.published_at < FRESH


def drop_all_of(*, article: ArticlePage) -> None:
    """An article was withdrawn: nobody is told of it any more."""
    with transaction.atomic():
        for note in PushNote.objects.filter(
            article=article, state__in=(NoteState.ASKED, NoteState.SENDING)
        ):
            drop(note=note)


def _begin(note: PushNote, readers: QuerySet[PushReader]) -> None:
    """A copy for everybody, each due when its reader may be disturbed."""
    from broadsheet.outreach.push.tasks import send

    moment = now()
    fields = readers.only("pk", "quiet_from", "quiet_to", "zone")
    batch: list[PushCopy] = []
    for reader in fields.iterator(BATCH):
        batch.append(PushCopy(note=note, reader=reader, due_at=quiet.due(reader, moment)))
        if len(batch) == BATCH:
            PushCopy.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    PushCopy.objects.bulk_create(batch, ignore_conflicts=True)
    note.state = NoteState.SENDING
    note.save()
    transaction.on_commit(partial(send.enqueue, note.pk))
