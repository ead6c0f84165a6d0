"""The edition's promise: what is served is what a fresh rendering would say."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from broadsheet.edition import baking, follow
from broadsheet.edition.addresses import OWN_COOKIE
from broadsheet.edition.models import StaleTag
from broadsheet.edition.tags import collecting, depends_on, gone, stale
from broadsheet.foundation.models import User
from broadsheet.news import actions
from broadsheet.news.layout import open_section
from broadsheet.news.models import ArticlePage, Author, FrontPick, PaperSettings, Picture, Source
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk.actions import approve, close, hold, open_topic, remove
from broadsheet.talk.api import CommentCopy, import_comments
from broadsheet.talk.drafts import Draft, Writer
from broadsheet.talk.models import Post, PostState, Reason, Thread
from broadsheet.topics.models import Topic
from tests.press import HOST, Press, open_connection

Make = Callable[..., ArticlePage]
YESTERDAY = timedelta(days=1)


@pytest.fixture
def author(db: None) -> Author:
    return Author.objects.create(name="Dana Ospan", slug="dana-ospan")


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(name="Rivers", slug="rivers")


@pytest.fixture
def source(db: None) -> Source:
    return Source.objects.create(name="Steppe News", slug="steppe-news")


def picture(title: str) -> Picture:
    """A small one: its renditions are made while pages are rendered."""
    return Picture.objects.create(
        title=title, file=get_test_image_file(f"{title}.png", size=(320, 200)), description=title
    )


@pytest.fixture
def story(file_article: Make, author: Author, topic: Topic, source: Source, paper: Any) -> ArticlePage:
    """An article with everything, between an older and a newer one, picked for the front page."""
    moment = timezone.now() - timedelta(hours=3)
    older = file_article("Older news", published_at=moment - YESTERDAY)
    article = file_article(
        "River rises",
        published_at=moment,
        authors=[author],
        topics=[topic],
        source=source,
        picture=picture("Quay"),
    )
    file_article("Newer news", published_at=moment + timedelta(hours=1), authors=[author])
    paper.refresh_from_db()
    paper.picks = [FrontPick(article=article), FrontPick(article=older)]
    paper.save_revision().publish()
    said = CommentCopy(key="1", name="Aru", text="My cellar is wet.", when=moment)
    import_comments(article=article, comments=[said])
    return article


def pages_that_show(article: ArticlePage) -> list[str]:
    """One page of every kind, each showing something of the article."""
    newer = ArticlePage.objects.get(title="Newer news")
    day = timezone.localtime(article.published_at)
    feeds = [f"{base}.{kind}" for kind in ("rss", "atom", "json") for base in (
        "/feeds/paper", "/feeds/section/world", "/feeds/author/dana-ospan", "/feeds/topic/rivers",
        f"/feeds/comments/{article.pk}",
    )]  # fmt: skip
    return [
        "/", article.url, newer.url, "/world/", "/world/?page=1", "/by/dana-ospan/", "/topic/rivers/",
        "/archive/", f"/archive/{day:%Y/%-m}/", f"/archive/{day:%Y/%-m/%-d}/", "/search/", "/feeds/",
        "/forum/", "/forum/world/", "/sitemap.xml", "/sitemap-news.xml", "/sitemap-pages.xml",
        f"/sitemap-articles-{article.pk // 10_000}.xml", "/robots.txt", "/manifest.webmanifest",
        "/mobile/", *feeds,
    ]  # fmt: skip


def without_stamps(page: str) -> str:
    """A page without the signed times in its forms, which differ from second to second."""
    return re.sub(r'(name="stamp" value=)"[^"]*"', r"\1", page)


def change_title(article: ArticlePage) -> None:
    article.title = "River falls"
    article.save_revision().publish()


def change_text(article: ArticlePage) -> None:
    article.body = [("text", "<p>It fell again.</p>")]
    article.save_revision().publish()


def rename_author(article: ArticlePage) -> None:
    author = article.authors[0]
    author.name = "Dana O."
    author.save()


def rename_topic(article: ArticlePage) -> None:
    topic = article.topics[0]
    topic.name = "Waters"
    topic.save()


def rename_source(article: ArticlePage) -> None:
    assert article.source
    article.source.credit_line = "Steppe News Agency"
    article.source.save()


def rename_section(article: ArticlePage) -> None:
    assert article.section
    article.section.title = "Planet"
    article.section.save_revision().publish()


def rename_paper(article: ArticlePage) -> None:
    paper = PaperSettings.load()
    paper.name = "The Other Post"
    paper.save()


def another_author(article: ArticlePage) -> None:
    from broadsheet.news.models import ArticleByline

    other = Author.objects.create(name="B. Other", slug="b-other")
    article.bylines = [ArticleByline(author=other)]
    article.save_revision().publish()


def move(article: ArticlePage) -> None:
    article.move(open_section(name="City"), pos="last-child")


def open_one_more_section(article: ArticlePage) -> None:
    open_section(name="Weather")


def publish_another(article: ArticlePage) -> None:
    from broadsheet.news.filing import Copy, file_and_publish

    file_and_publish(
        copy=Copy(headline="Ice on the river", section=article.section, topics=article.topics)
    )


def publish_one_of_the_past(article: ArticlePage) -> None:
    from broadsheet.news.filing import Copy, file_and_publish

    past = article.published_at - timedelta(minutes=5)  # type: ignore[operator]
    file_and_publish(copy=Copy(headline="Between", section=article.section, published_at=past))


def correct(article: ArticlePage) -> None:
    actions.correct(article=article, text="It was the other river.")


def break_news(article: ArticlePage) -> None:
    actions.announce(text="Dam holds", article=article)


def approve_a_comment(article: ArticlePage) -> None:
    said = CommentCopy(key="2", name="Bek", text="Ours is dry.", when=timezone.now())
    import_comments(article=article, comments=[said])


def withdraw(article: ArticlePage) -> None:
    actions.withdraw(article=article)


def delete(article: ArticlePage) -> None:
    article.delete()


def the_comment(article: ArticlePage) -> tuple[Post, User]:
    return Post.objects.get(thread__article=article), User.objects.create(email="mod@example.org")


def remove_a_comment(article: ArticlePage) -> None:
    post, moderator = the_comment(article)
    remove(post=post, reason=Reason.OFF_TOPIC, by=moderator)


def hold_a_comment(article: ArticlePage) -> None:
    post, moderator = the_comment(article)
    hold(post=post, by=moderator)


def close_the_thread(article: ArticlePage) -> None:
    close(thread=Thread.objects.get(article=article))


def open_a_topic(article: ArticlePage) -> None:
    assert article.section
    writer = Writer(key="guest:bek", browser_key="bek")
    draft = Draft(writer=writer, name="Bek", text="Where was the water?", title="Water marks")
    post = open_topic(board=article.section, draft=draft)
    if post.state == PostState.HELD:
        approve(post=post, by=User.objects.create(email="mod@example.org"))


def no_comments_anywhere(article: ArticlePage) -> None:
    paper = PaperSettings.load()
    paper.comment_mode = CommentMode.CLOSED
    paper.save()


def describe_the_picture(article: ArticlePage) -> None:
    assert article.picture
    article.picture.caption, article.picture.credit = "The quay at night", "Dana Ospan"
    article.picture.save()


def take_another_picture(article: ArticlePage) -> None:
    article.picture = picture("Bridge")
    article.save_revision().publish()


def an_embargo_ends(article: ArticlePage) -> None:
    from broadsheet.news.filing import Copy, file_and_publish

    moment = timezone.now() + timedelta(seconds=1)
    file_and_publish(copy=Copy(headline="Held", section=article.section, published_at=moment))
    time.sleep((moment - timezone.now()).total_seconds())
    assert actions.publish_due(moment=timezone.now())


def its_time_is_over(article: ArticlePage) -> None:
    ArticlePage.objects.filter(pk=article.pk).update(expire_at=timezone.now())
    assert actions.withdraw_due(moment=timezone.now())


def another_theme(article: ArticlePage) -> None:
    gone("paper")  # what `broadsheet prepare` says when the theme's files changed


CHANGES = [
    change_title, change_text, rename_author, rename_topic, rename_source, rename_section, rename_paper,
    another_author, move, open_one_more_section, publish_another, publish_one_of_the_past, correct,
    break_news, approve_a_comment, remove_a_comment, hold_a_comment, close_the_thread, open_a_topic,
    no_comments_anywhere, describe_the_picture, take_another_picture, an_embargo_ends, its_time_is_over,
    another_theme, withdraw, delete,
]  # fmt: skip


NOT_ON_THE_FRONT = {
    change_text, rename_topic, rename_source, correct, close_the_thread, open_a_topic,
    no_comments_anywhere, describe_the_picture, another_theme,
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_after_any_change_every_page_is_as_if_rendered_anew(
    press: Press, story: ArticlePage, change: Callable[[ArticlePage], None]
) -> None:
    addresses = pages_that_show(story)
    press.bake()
    before = {address: press.read(address) for address in addresses}
    assert {address for address, got in before.items() if got.status != 200} == set()
    with press.committed():
        change(story)
    press.bake()
    for address in addresses:
        served = press.read(address)
        rendered = Client().get(address)
        assert served.status == rendered.status_code, address
        if served.status == 200:
            assert without_stamps(served.text) == without_stamps(rendered.content.decode()), address
    assert before["/"].text != press.read("/").text or change in NOT_ON_THE_FRONT


@pytest.mark.parametrize("take_away", [withdraw, delete])
def test_withdrawn_means_gone_before_anything_is_baked(
    press: Press, story: ArticlePage, take_away: Callable[[ArticlePage], None]
) -> None:
    title = story.title
    addresses = pages_that_show(story)
    shown = [address for address in addresses if title in press.read(address).text]
    assert len(shown) > 15
    with press.committed():
        take_away(story)
    assert press.shelf.find(f"testserver{shown[1]}", 0) is None
    assert [address for address in addresses if title in press.read(address).text] == []


def test_a_change_bakes_few_pages_when_few_show_it(press: Press, story: ArticlePage) -> None:
    for address in pages_that_show(story):
        press.read(address)
    with press.committed():
        change_text(story)
    follow.catch_up(press.shelf)
    waiting = {address.removeprefix("testserver") for address, _ in press.shelf.waiting(100)}
    assert story.url in waiting
    assert not waiting & {"/archive/", "/search/", "/mobile/", "/feeds/", "/manifest.webmanifest"}


def test_an_old_page_serves_while_the_new_one_is_made(press: Press, story: ArticlePage) -> None:
    old = press.read("/").text
    with press.committed():
        change_title(story)
    press.rendered.clear()
    assert press.read("/").text == old
    assert press.rendered == []
    press.bake()
    assert "River falls" in press.read("/").text
    assert press.rendered == []


def test_a_scheduled_article_shows_everywhere_in_its_minute(
    press: Press, file_article: Make, story: ArticlePage
) -> None:
    from django.core.management import call_command

    soon = file_article("The dam opens", go_live_at=timezone.now() + timedelta(seconds=4))
    addresses = [*pages_that_show(story), "/world/the-dam-opens/"]
    press.bake()
    assert [a for a in addresses if "The dam opens" in press.read(a).text] == []
    time.sleep(max(0, (soon.go_live_at - timezone.now()).total_seconds()) + 0.1)
    with press.committed():
        call_command("publish_scheduled")
    press.bake()
    showing = [a for a in addresses if "The dam opens" in press.read(a).text]
    assert {"/", "/world/", "/world/the-dam-opens/", "/feeds/paper.rss"} <= set(showing)


def test_a_page_that_says_today_ends_with_the_day(
    press: Press, story: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = press.read("/")
    assert f"{timezone.localdate():%-d %B %Y}" in front.text
    place = dict(press.shelf.places())["testserver/"]
    midnight = timezone.make_aware(
        datetime.combine(timezone.localdate() + YESTERDAY, datetime.min.time())
    )
    assert place.until == midnight.timestamp()
    assert dict(press.shelf.places()).get(f"testserver{story.url}") is None
    press.read(story.url)
    article = dict(press.shelf.places())[f"testserver{story.url}"]
    assert article.until > midnight.timestamp()  # it says only the year


def test_a_page_that_changed_while_it_was_made_is_not_kept(press: Press, story: ArticlePage) -> None:
    with open_connection():
        made = baking.render(f"testserver{story.url}")
    assert made
    with press.committed():
        change_title(story)
    assert baking.keep_all(press.shelf, [made]) == 0
    assert press.shelf.count() == 0


def test_nothing_that_belongs_to_one_reader_is_kept(
    press: Press, story: ArticlePage, editor: Any
) -> None:
    signed_in = Client(HTTP_HOST=HOST)
    signed_in.force_login(editor)
    assert signed_in.get(story.url).status_code == 200
    own = Client(HTTP_HOST=HOST)
    own.cookies[OWN_COOKIE] = "1"
    own.get(story.url)
    stranger = Client(HTTP_HOST=HOST)
    stranger.post(story.url)
    stranger.head(story.url)
    assert press.shelf.count() == 0
    signed_in.get(f"/newsroom/pages/{story.pk}/view_draft/")
    assert press.shelf.count() == 0
    with open_connection():
        stranger.get(story.url)
    assert press.shelf.count() == 1


@pytest.mark.parametrize(
    "query", ["?x=1", "?page=0", "?page=-1", "?page=99999999", "?page=²", "?page=1&reply_to=3"]
)
def test_invented_addresses_do_not_fill_the_house(press: Press, story: ArticlePage, query: str) -> None:
    assert press.read("/world/" + query).status in {200, 404}
    assert press.shelf.count() == 0


@pytest.mark.parametrize(
    "host", ["testserver:1", "TESTSERVER", "testserver.", "localhost", "localhost:81", "127.0.0.1"]
)
def test_a_page_has_one_host(press: Press, story: ArticlePage, host: str) -> None:
    assert press.read("/world/", HTTP_HOST=host).status in {200, 400}
    assert press.shelf.count() == 0


def test_somebody_on_the_machine_itself_reads_plates_too(press: Press, story: ArticlePage) -> None:
    for _ in range(2):
        assert press.read("/", HTTP_HOST="localhost:8123", SERVER_PORT="8123").status == 200
    assert press.rendered == ["/"]


@pytest.mark.parametrize("query", ["?page=01", "?page=00001234", "?page=501", "?page=2", "?page=500"])
def test_a_page_number_that_is_none_is_never_kept(press: Press, story: ArticlePage, query: str) -> None:
    for path in ("/", story.url, "/world/", "/by/dana-ospan/", "/topic/rivers/", "/forum/world/",
                 f"/forum/article/{story.pk}/", "/newsletter/issues/", "/archive/"):  # fmt: skip
        press.read(path + query)
    assert [address for address, _place in press.shelf.places()] == []


def test_a_list_is_kept_up_to_its_last_page(press: Press, story: ArticlePage, monkeypatch: Any) -> None:
    monkeypatch.setattr("broadsheet.news.queries.PER_PAGE", 2)
    assert [press.read(f"/world/?page={n}").status for n in (1, 2, 3)] == [200, 200, 404]
    kept = [address for address, _place in press.shelf.places()]
    assert kept == ["testserver/world/", "testserver/world/?page=2"]
    with press.committed():
        withdraw(story)
    press.bake()
    assert press.read("/world/?page=2").status == 404
    assert press.shelf.place_of("testserver/world/?page=2") is None


def test_a_number_in_an_address_is_written_in_one_way(press: Press, story: ArticlePage) -> None:
    day = timezone.localtime(story.published_at)
    for path in (
        f"/forum/article/000{story.pk}/", f"/talk/article/0{story.pk}/latest.json",
        f"/archive/0{day:%Y/%-m}/", f"/archive/{day:%Y}/0{day:%-m/%-d}/", "/archive/9999/12/",
        "/archive/1066/10/", f"/talk/openness/0{day:%Y/%-m}/", f"/talk/openness/{day:%Y}/0{day:%-m}/",
        "/talk/openness/999999999999999999999999999999/1/", "/talk/openness/9999/12/",
        "/sitemap-articles-00.xml",
    ):  # fmt: skip
        assert press.read(path).status == 404, path
    assert press.shelf.count() == 0


def test_a_withdrawn_page_says_gone_from_its_plate_and_may_come_back(
    press: Press, story: ArticlePage
) -> None:
    press.read(story.url)
    with press.committed():
        withdraw(story)
    assert press.read(story.url).status == 410
    press.rendered.clear()
    assert press.read(story.url).status == 410
    assert press.rendered == []
    with press.committed():
        actions.publish(article=ArticlePage.objects.get(pk=story.pk))
    press.bake()
    assert press.read(story.url).status == 200


def test_a_crash_between_change_and_plates_loses_nothing(press: Press, story: ArticlePage) -> None:
    old = press.read("/").text
    change_title(story)  # its transaction is through, but the process never got to the plates
    assert press.read("/").text == old
    press.bake()
    assert "River falls" in press.read("/").text


def test_a_number_that_becomes_visible_late_is_not_missed(press: Press, story: ArticlePage) -> None:
    press.read(story.url)
    press.bake()
    last = follow.generation()
    StaleTag.objects.create(pk=last + 2, tag="other")
    follow.catch_up(press.shelf)
    StaleTag.objects.create(pk=last + 1, tag=f"article:{story.pk}")
    follow.catch_up_if_needed(press.shelf)
    assert f"testserver{story.url}" in dict(press.shelf.waiting(10))


def test_a_shelf_that_was_away_too_long_starts_anew(press: Press, story: ArticlePage) -> None:
    press.read(story.url)
    StaleTag.objects.all().delete()
    stale("later")
    with press.shelf.writing() as work:
        work.set_number("applied", 1)
    follow.catch_up(press.shelf)
    assert press.shelf.count() == 0


def test_without_the_database_the_paper_reads_on_and_writing_waits(
    press: Press, story: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert press.read(story.url).status == 200

    def broken(*_: Any, **__: Any) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", broken)
        kept, other = press.read(story.url), press.read("/world/?page=1")
        sent = press.read(f"/talk/article/{story.pk}/", method="POST")
    assert kept.status == 200
    assert other.status == sent.status == 503
    assert "A short pause" in other.text
    assert other.headers["Retry-After"] == "30"


def test_a_folder_that_cannot_be_used_is_said_and_the_paper_is_served(
    story: ArticlePage, settings: Any, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.EDITION_FOLDER = tmp_path / "file"
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert Client(HTTP_HOST=HOST).get(story.url).status_code == 200
        change_title(story)
    assert len([r for r in caplog.records if "Plates cannot be kept" in r.message]) == 1


def test_tags_outside_a_page_are_nobodys(db: None) -> None:
    depends_on("article:1")
    with collecting() as shown:
        depends_on("article:2")
    assert shown.tags == {"article:2"}


def test_what_was_not_there_is_there_once_it_is_published(
    press: Press, article: ArticlePage, file_article: Callable[..., ArticlePage]
) -> None:
    expected = article.url.replace(article.slug, "nobody-wrote-this-yet")
    assert [press.read(expected).status for _ in range(3)] == [404, 404, 404]
    with press.committed():
        published = file_article("Nobody wrote this yet")
    assert published.url == expected
    assert press.read(expected).status == 200


def test_polishing_waits_while_others_work(monkeypatch: pytest.MonkeyPatch) -> None:
    from broadsheet.edition import polisher

    looks = iter([(0.0, 0.0, 0.0), (1.0, 2.0, 0.1), (1.3, 4.0, 0.2), (2.3, 6.0, 1.1)])
    monkeypatch.setattr(polisher, "_processor", lambda: next(looks))
    monkeypatch.setattr(polisher, "LOOK_SECONDS", 0.0)
    others = polisher.Others()
    # First look; 45 % by others; 10 %; 5 %, the rest is its own.
    assert [others.are_busy() for _ in range(4)] == [False, True, False, False]


def test_the_processors_time_can_be_read() -> None:
    from broadsheet.edition.polisher import _processor

    used, whole, own = _processor() or (0, 0, 0)
    assert 0 < used < whole
    assert own > 0


def test_what_is_read_most_never_waits_behind_an_old_batch(
    press: Press, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("/", article.url, "/world/"):
        press.read(path)
    with press.committed():
        stale("paper")
    follow.catch_up(press.shelf)
    baked: list[str] = []

    def bake(shelf: Any, address: str, generation: int) -> None:
        baked.append(address)
        if len(baked) == 1:  # the paper changes once more
            with press.committed():
                stale("front")
            follow.catch_up(press.shelf)

    monkeypatch.setattr(baking, "_bake", bake)
    assert press.shelf.waiting_count() >= 3
    assert baking.bake_waiting(press.shelf) == 1
