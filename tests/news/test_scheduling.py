"""Nothing is public before its time, and everything is right after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.timezone import localtime

from broadsheet.foundation import schedule
from broadsheet.foundation.clock import now
from broadsheet.news import actions, search, tasks
from broadsheet.news.models import ArticlePage, Author, Correction
from broadsheet.news.signals import article_published
from broadsheet.topics.models import Topic

HOUR = timedelta(hours=1)
LISTS = (
    "/", "/world/", "/by/dana/", "/topic/floods/", "/feeds/paper.rss", "/feeds/section/world.json",
    "/sitemap-news.xml", "/archive/{day}/",
)  # fmt: skip


def seen(words: str) -> list[str]:
    """The lists that show `words`."""
    day = localtime().strftime("%Y/%-m/%-d")
    pages = {path: Client().get(path.format(day=day)) for path in LISTS}
    assert {page.status_code for page in pages.values()} == {200}
    return [path for path, page in pages.items() if words in page.content.decode()]


@pytest.fixture
def embargoed(file_article: Callable[..., ArticlePage]) -> ArticlePage:
    dana = Author.objects.create(name="Dana", slug="dana")
    topic = Topic.objects.create(name="Floods", slug="floods")
    file_article("Old news", authors=[dana], topics=[topic], published_at=now() - HOUR)
    return file_article("The secret report", authors=[dana], topics=[topic], go_live_at=now() + HOUR)


def test_an_embargoed_article_is_nowhere_before_its_time(embargoed: ArticlePage) -> None:
    assert seen("secret report") == []
    assert search.find(words="secret").found == []
    assert Client().get("/world/the-secret-report/").status_code == 404
    tasks.publish_scheduled()
    assert Client().get("/world/the-secret-report/").status_code == 404


def test_it_comes_out_everywhere_at_its_time(
    embargoed: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    seen("secret report")  # pages are kept
    article_published.connect(listener := lambda article, **_: told.append(article.title))
    later = now() + 2 * HOUR
    monkeypatch.setattr("broadsheet.news.tasks.now", lambda: later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert tasks.publish_scheduled() == [embargoed.pk]
    article_published.disconnect(listener)
    assert told == ["The secret report"]
    assert seen("secret report") == list(LISTS)
    assert [r.article.pk for r in search.find(words="secret").found] == [embargoed.pk]
    assert Client().get("/world/the-secret-report/").status_code == 200
    assert tasks.publish_scheduled() == []


def test_a_publication_time_to_come_is_an_embargo(file_article: Callable[..., ArticlePage]) -> None:
    article = file_article("Comes later", published_at=now() + HOUR)
    assert not article.live
    assert search.find(words="later").found == []


def test_a_new_version_can_be_scheduled_while_the_old_one_is_read(
    article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = article.get_latest_revision_as_object()
    version.title, version.go_live_at = "River falls", now() + HOUR
    version.save_revision().publish()
    assert "River rises" in Client().get(article.url).content.decode()
    later = now() + 2 * HOUR
    monkeypatch.setattr("broadsheet.news.tasks.now", lambda: later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    tasks.publish_scheduled()
    assert "River falls" in Client().get(article.url).content.decode()


def test_one_that_cannot_be_published_holds_up_no_other(
    file_article: Callable[..., ArticlePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = file_article("Broken", go_live_at=now() + HOUR)
    fine = file_article("Fine", go_live_at=now() + 2 * HOUR)
    clean = ArticlePage.clean

    def refuse(self: ArticlePage) -> None:
        if self.pk == broken.pk:
            raise ValidationError("No.")
        clean(self)

    monkeypatch.setattr(ArticlePage, "clean", refuse)
    later = now() + 3 * HOUR
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert actions.publish_due(moment=later) == [fine.pk]
    assert actions.publish_due(moment=later) == []


def test_what_is_over_is_withdrawn_in_time(article: ArticlePage) -> None:
    ArticlePage.objects.filter(pk=article.pk).update(expire_at=now() - HOUR)
    assert tasks.withdraw_expired() == [article.pk]
    assert Client().get(article.url).status_code == 410
    assert search.find(words="river").found == []


def test_the_scheduler_does_it() -> None:
    names = {job.name for job in schedule.jobs()}
    assert {"news.publish_scheduled", "news.withdraw_expired"} <= names


def test_the_publication_time_is_the_papers(
    file_article: Callable[..., ArticlePage], settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Almaty"
    article = file_article(published_at=now().replace(2010, 11, 10, 20, 30))
    page = Client().get(article.url).content.decode()
    assert "11 November 2010, 01:30" in page or "11 November 2010, 02:30" in page
    assert 'datetime="2010-11-1' in page


def change(article: ArticlePage, **fields: Any) -> ArticlePage:
    version = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


def test_a_change_soon_after_publishing_is_not_an_update(article: ArticlePage) -> None:
    assert change(article, standfirst="By a metre.").updated_at is None


def test_a_change_of_the_text_later_is_an_update_and_other_changes_are_not(
    file_article: Callable[..., ArticlePage],
) -> None:
    article = file_article(published_at=now() - HOUR)
    assert change(article, live_coverage=True).updated_at is None
    updated = change(article, standfirst="By a metre.").updated_at
    assert updated
    assert change(article, live_coverage=False).updated_at == updated
    assert change(article, title="River rises again").updated_at > updated


def test_publishing_again_keeps_the_first_publication_time(
    file_article: Callable[..., ArticlePage],
) -> None:
    article = file_article(published_at=now() - HOUR)
    assert change(article, standfirst="By a metre.").published_at == article.published_at


def test_a_correction_publishes_itself_and_nothing_else(
    file_article: Callable[..., ArticlePage],
) -> None:
    article = file_article(published_at=now() - HOUR)
    draft = article.get_latest_revision_as_object()
    draft.title = "Not for readers yet"
    draft.save_revision()
    actions.correct(article=article, text="It was two metres.")
    page = Client().get(article.url).content.decode()
    assert "It was two metres." in page
    assert "Not for readers yet" not in page
    newest = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert newest.title == "Not for readers yet"
    newest.save_revision().publish()
    assert [note.text for note in Correction.objects.filter(page=article)] == ["It was two metres."]


def test_only_what_was_read_can_be_corrected(file_article: Callable[..., ArticlePage]) -> None:
    with pytest.raises(actions.NotPublic, match="not public"):
        actions.correct(article=file_article(draft=True), text="It was two metres.")
    with pytest.raises(actions.EmptyCorrection):
        actions.correct(article=file_article("Other"), text="  ")
    assert not Correction.objects.exists()
