"""Embargo and kill, looked for at every public address of the paper, before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from broadsheet.desk.models import DeskEntry, Stage
from broadsheet.foundation.clock import now
from broadsheet.foundation.schedule import look
from broadsheet.news import actions, kills
from broadsheet.news.models import ArticlePage, Author, KillRecord
from broadsheet.outreach.api import import_issue, import_subscriber
from broadsheet.outreach.models import Delivery, DeliveryState, Issue, IssueState, Subscriber
from broadsheet.talk.actions import counting, posting
from broadsheet.talk.models import Post
from broadsheet.topics.models import Topic
from tests.crawl import about, crawl, showing
from tests.desk.forms import rewrite

HOUR = timedelta(hours=1)
LONG_AGO = datetime.fromtimestamp(0, UTC)
HEADLINE, TEXT, SLUG = "Zinc mill to close", "quillwort ledger", "zinc-mill-to-close"
SECRET = (HEADLINE, TEXT, SLUG)
WORDS = ("zinc", "quillwort")
# Where a public article must be found, so that looking for it elsewhere says something.
PLACES = (
    "/", "/world/", f"/world/{SLUG}/", "/by/dana/", "/topic/mills/", "/feeds/paper.rss",
    "/feeds/paper.atom", "/feeds/paper.json", "/feeds/section/world.rss", "/sitemap-news.xml",
    "/search/?q=zinc", "/search/?q=quillwort",
)  # fmt: skip


@pytest.fixture
def told(file_article: Callable[..., ArticlePage]) -> Callable[..., ArticlePage]:
    """The article that is looked for, beside an older one with the same names."""
    dana = Author.objects.create(name="Dana", slug="dana")
    mills, towns = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Mills", "Towns"))
    names = {"authors": [dana], "topics": [mills, towns]}
    file_article("Old news", published_at=now() - 3 * HOUR, **names)

    def file(**more: Any) -> ArticlePage:
        body = [("text", f"<p>Mills and Towns: the {TEXT} says it closes on 3 March 2031.</p>")]
        return file_article(HEADLINE, body=body, standfirst="Zinc no more", **names, **more)

    return file


def test_nothing_of_an_embargoed_article_is_anywhere_before_its_moment(
    told: Callable[..., ArticlePage], press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_it = now()
    article = told(go_live_at=before_it + HOUR)
    look(since=LONG_AGO, until=now())  # the paper starts again meanwhile
    before = crawl(press.read, also=about(article), words=WORDS)
    assert len(before) > 50
    own = [path for path in before if SLUG in path or any(word in path for word in WORDS)]
    assert set(showing(before, *SECRET)) <= set(own)  # an address may be repeated by who asks for it
    assert showing(before, HEADLINE, TEXT) == []
    moment = before_it + HOUR
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    with press.committed():
        look(since=moment - timedelta(seconds=0.25), until=moment)
    press.bake()
    after = crawl(press.read, also=about(article), words=WORDS)
    assert set(PLACES) <= set(showing(after, HEADLINE, TEXT))


def test_what_fell_due_while_nobody_was_there_comes_out_at_the_start(
    told: Callable[..., ArticlePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    article = told(go_live_at=now() + HOUR)
    later = now() + 5 * HOUR
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert look(since=LONG_AGO, until=later) == []
    article.refresh_from_db()
    assert article.live


def test_scheduled_unpublishing_takes_an_article_from_everywhere(
    told: Callable[..., ArticlePage], press: Any
) -> None:
    article = told()
    assert set(PLACES) <= set(showing(crawl(press.read, words=WORDS), HEADLINE, TEXT))
    ArticlePage.objects.filter(pk=article.pk).update(expire_at=now() + HOUR)
    with press.committed():
        look(since=now(), until=now() + HOUR)
    press.bake()
    assert showing(crawl(press.read, also=about(article), words=WORDS), HEADLINE, TEXT) == []


@pytest.fixture
def everywhere(
    told: Callable[..., ArticlePage], file_article: Callable[..., ArticlePage], paper: Any
) -> ArticlePage:
    """A public article that is shown wherever an article can be."""
    article = told()
    link = f'<p>As <a linktype="page" id="{article.pk}">reported</a>.</p>'
    file_article("It goes on", body=[("text", link), ("related", {"articles": [article]})])
    paper.lead = article
    paper.save_revision().publish()
    actions.announce(text=HEADLINE, article=article)
    import_subscriber(email="reader@example.org", confirmed=now())
    import_issue(
        key="1", subject=HEADLINE, intro=f"The {TEXT}.", stories=[article], when=now(), state="sent"
    )
    thread = posting.thread_of(article=article)
    Post.objects.create(thread=thread, name="Aliya", text="So sad.", state="published")
    counting.recount(thread)
    return article


def test_a_killed_article_is_gone_from_every_address(
    everywhere: ArticlePage, press: Any, editor: Any
) -> None:
    also = about(everywhere)
    before = crawl(press.read, also=also, words=WORDS)
    places = {*PLACES, "/newsletter/issues/", "/world/it-goes-on/"}
    assert places <= set(showing(before, *SECRET))
    client = Client()
    client.force_login(editor)
    with press.committed():
        reason = {"because": "It names a witness."}
        answer = client.post(reverse("desk_kill", args=[everywhere.pk]), reason)
    assert answer.status_code == 302
    # Before anything is made anew, and again after.
    for _round in range(2):
        after = crawl(press.read, also=[*before, *also], words=WORDS)
        own = {path for path in after if SLUG in path or any(word in path for word in WORDS)}
        assert showing(after, HEADLINE, TEXT) == []
        assert set(showing(after, SLUG)) <= own
        assert after[f"/world/{SLUG}/"].startswith("410")
        press.bake()


def test_a_kill_is_a_signed_record_that_cannot_be_changed_or_taken_out(
    told: Callable[..., ArticlePage], file_article: Callable[..., ArticlePage], editor: Any
) -> None:
    article, other = told(), file_article("Other")
    words = kills.hash_of(article)
    assert kills.kill(article=article, because="A witness", by=editor)
    assert not kills.kill(article=article, because="Again", by=editor)
    kills.kill(article=other, because="Its sender took it back")
    kills.lift(article=article, because="The court allowed it", by=editor)
    first, second, third = kills.records()
    assert [one.problem for one in (first, second, third)] == ["", "", ""]
    record = first.record
    assert (record.by, record.because, record.text_hash) == (editor.email, "A witness", words)
    assert second.record.by == ""
    assert third.record.verb == "lifted"
    KillRecord.objects.filter(pk=record.pk).update(because="Nothing much")
    assert [one.problem[:14] for one in kills.records()] == ["it was changed", "", ""]
    KillRecord.objects.filter(pk=second.record.pk).delete()
    assert [bool(one.problem) for one in kills.records()] == [True, True]


def test_a_killed_article_is_not_published_by_any_way(
    told: Callable[..., ArticlePage], section: Any, editor: Any
) -> None:
    article = told(go_live_at=now() + HOUR)
    kills.kill(article=article, because="A witness", by=editor)
    assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()
    version = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    version.go_live_at = None
    with pytest.raises(ValidationError, match="killed"):
        version.save_revision().publish()
    client = Client()
    client.force_login(editor)
    rewrite(client, article, HEADLINE, **{"action-publish": "action-publish"})
    article.refresh_from_db()
    assert not article.live
    assert DeskEntry.objects.get(article=article).stage == Stage.KILLED
    kills.lift(article=article, because="Allowed", by=editor)
    version = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    version.go_live_at = None
    version.save_revision().publish()
    article.refresh_from_db()
    assert article.live


def test_a_letter_that_names_a_killed_article_is_stopped(everywhere: ArticlePage) -> None:
    issue = Issue.objects.get()
    Issue.objects.update(state=IssueState.SENDING)
    Delivery.objects.create(issue=issue, subscriber=Subscriber.objects.get())
    kills.kill(article=everywhere, because="A witness")
    assert Issue.objects.get().state == IssueState.STOPPED
    assert Delivery.objects.get().state == DeliveryState.STOPPED


@pytest.mark.parametrize(("role", "may"), [("Reporter", False), ("Moderator", False), ("Editor", True)])
def test_only_who_publishes_may_kill(
    desk_of: Callable[[str], Client], article: ArticlePage, role: str, may: bool
) -> None:
    client = desk_of(role)
    for name in ("desk_kill", "desk_lift_kill"):
        client.post(reverse(name, args=[article.pk]), {"because": "I say so"})
        article.refresh_from_db()
        assert article.live != may
    assert KillRecord.objects.count() == (2 if may else 0)
