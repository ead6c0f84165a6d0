"""Editions in other languages: their pages, lists and feeds, and translations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from lxml import etree, html

from broadsheet.foundation.clock import now
from broadsheet.news import actions, kills, languages, queries, translating
from broadsheet.news.layout import lay_out_paper, open_section
from broadsheet.news.models import ArticlePage, Author, AuthorTranslation, FrontPage, KillRecord
from broadsheet.topics.models import Topic, TopicDescription, TopicName

pytestmark = pytest.mark.django_db


def read(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.fromstring(answer.content)


def alternates(page: Any) -> dict[str, str]:
    return {one.get("hreflang"): one.get("href") for one in page.iterfind(".//link[@hreflang]")}


def switch(page: Any) -> dict[str, str]:
    found = page.iterfind(".//nav[@class='languages']//a")
    return {one.get("hreflang"): one.get("href") for one in found}


def headlines(page: Any) -> str:
    return " ".join(page.find(".//main").itertext())


def test_a_paper_in_one_language_shows_no_other(client: Client, article: Any) -> None:
    assert not languages.several()
    page = read(client, article.url)
    assert not alternates(page)
    assert not switch(page)
    assert client.get("/kk/").status_code == 404
    assert b"/kk/" not in client.get("/robots.txt").content


def test_each_edition_has_its_own_pages_lists_and_feeds(
    client: Client, article: Any, file_article: Any, translate: Any, kazakh_world: Any
) -> None:
    own = file_article("Only in English")
    there = translate(article)
    assert there.url == "/kk/world/river-rises/"
    assert (there.edition, there.language, there.section_id) == ("kk", "kk", kazakh_world.pk)
    assert there.published_at > article.published_at
    day = f"{there.published_at:%Y/%m/%d}"
    for path in ("/kk/", "/kk/world/", f"/kk/archive/{day}/", "/kk/search/?q=өзен"):
        page = read(client, path)
        assert "Өзен көтерілді" in headlines(page), path
        assert "Only in English" not in headlines(page), path
        assert (page.get("lang"), page.get("dir")) == ("kk", "ltr")
    for path in ("/", "/world/", f"/archive/{own.published_at:%Y/%m/%d}/"):
        page = read(client, path)
        assert "Only in English" in headlines(page), path
        assert "Өзен көтерілді" not in headlines(page), path
    assert "Өзен" not in headlines(read(client, "/search/?q=өзен"))
    for feed in ("paper", "section/world"):
        for kind in ("rss", "atom", "json"):
            text = client.get(f"/kk/feeds/{feed}.{kind}").content.decode()
            assert "http://testserver/kk/world/river-rises/" in text
            assert "Only in English" not in text
            assert "Өзен көтерілді" not in client.get(f"/feeds/{feed}.{kind}").content.decode()
    rss = etree.fromstring(client.get("/kk/feeds/paper.rss").content)
    assert rss.findtext("channel/language") == "kk"
    assert rss.findtext("channel/link") == "http://testserver/kk/"
    assert read(client, "/ar/").get("dir") == "rtl"
    assert "http://testserver/kk/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_sitemaps_and_feeds_name_each_article_once(client: Client, article: Any, translate: Any) -> None:
    there = translate(article)
    names = set()
    for at in ("", "/kk"):
        index = etree.fromstring(client.get(f"{at}/sitemap.xml").content)
        maps = [one.text.removeprefix("http://testserver") for one in index.iterfind(".//{*}loc")]
        assert all(one.startswith(f"{at}/sitemap-") for one in maps)
        urls = [
            one.text
            for path in maps
            for one in etree.fromstring(client.get(path).content).iterfind(".//{*}loc")
        ]
        mine, other = (there, article) if at else (article, there)
        assert f"http://testserver{mine.url}" in urls
        assert f"http://testserver{other.url}" not in urls
        names.add(etree.fromstring(client.get(f"{at}/feeds/paper.rss").content).findtext(".//guid"))
    assert len(names) == 2


def test_pages_say_in_which_languages_they_are(client: Client, article: Any, translate: Any) -> None:
    assert not alternates(read(client, article.url))
    assert switch(read(client, article.url)) == {"en": article.url, "kk": "/kk/", "ar": "/ar/"}
    there = translate(article)
    links = {
        "en": f"http://testserver{article.url}",
        "kk": f"http://testserver{there.url}",
        "x-default": f"http://testserver{article.url}",
    }
    for one in (article, there):
        page = read(client, one.url)
        assert alternates(page) == links
        assert switch(page)["ar"] == "/ar/"
        assert switch(page)["kk"] == there.url
    assert alternates(read(client, "/kk/world/")) == {
        "en": "http://testserver/world/",
        "kk": "http://testserver/kk/world/",
        "x-default": "http://testserver/world/",
    }
    assert set(alternates(read(client, "/"))) == {"en", "kk", "ar", "x-default"}
    text = client.get(there.url).content.decode()
    assert '"translationOfWork"' in text
    assert '<meta property="og:locale:alternate" content="en">' in text
    assert '"workTranslation"' in client.get(article.url).content.decode()


def test_a_draft_translation_is_nowhere(client: Client, article: Any, translate: Any) -> None:
    there = translate(article, draft=True)
    assert client.get(there.url).status_code == 404
    assert not alternates(read(client, article.url))
    assert "Өзен" not in client.get("/kk/").content.decode()


def test_what_is_not_there_is_said_in_the_edition(client: Client, kazakh: Any) -> None:
    page = read(client, "/kk/nothing/", 404)
    assert page.get("lang") == "kk"
    assert page.find(".//form[@role='search']").get("action") == "/kk/search/"
    assert read(client, "/nothing/", 404).get("lang") == "en"


def test_a_kill_takes_it_away_in_every_language(client: Client, article: Any, translate: Any) -> None:
    there = translate(article)
    assert kills.kill(article=article, because="A court order.")
    for one in (article, there):
        assert client.get(one.url).status_code == 410
        one.refresh_from_db()
        assert one.killed
    assert KillRecord.objects.count() == 2
    assert all(not checked.problem for checked in kills.records())


def test_a_bad_translation_is_killed_alone(client: Client, article: Any, translate: Any) -> None:
    there = translate(article)
    assert kills.kill_here(article=there, because="It says the opposite.")
    assert client.get(there.url).status_code == 410
    assert not alternates(read(client, article.url))


def test_an_embargo_holds_in_every_language(file_article: Any, translate: Any, client: Client) -> None:
    article = file_article("Not before tomorrow", published_at=now() + timedelta(days=1))
    there = translate(article)
    assert not there.live
    assert client.get("/kk/world/not-before-tomorrow/").status_code == 404


def test_a_translation_is_told_what_its_original_says_since(article: Any, translate: Any) -> None:
    there = translate(article)
    assert translating.behind(there) is None
    actions.correct(article=article, text="Two metres.", before="a metre", after="two metres")
    late = translating.behind(ArticlePage.objects.get(pk=there.pk))
    assert late is not None
    assert late.corrected
    assert late.original == article
    assert None not in (late.before, late.after)
    assert late.before != late.after


def test_the_newsroom_translates_side_by_side(
    client: Client, editor: Any, file_article: Any, kazakh_world: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    table = {"data": [["Metres", "Day"], ["3.3", "Tuesday"]], "table_caption": "Levels"}
    article = file_article(
        body=[("text", "<p>The river rose by a metre on Tuesday.</p>"), ("table", table)],
        authors=[Author.objects.create(name="Dana Ospan", slug="dana-ospan")],
    )
    client.force_login(editor)
    ask = f"/newsroom/localize/submit/page/{article.pk}/"
    answer = client.post(ask, {"locales": [kazakh_world.locale_id]})
    there = ArticlePage.objects.get(edition="kk")
    assert answer.url == f"/newsroom/pages/{there.pk}/edit/"
    assert (there.live, there.language, there.get_parent().pk) == (False, "kk", kazakh_world.pk)
    screen = client.get(answer.url).content.decode()
    assert "River rises" in screen
    assert "The river rose by a metre on Tuesday." in screen
    record = translating.managed(there)
    for text, said in (("River rises", "Өзен"), ("Tuesday", "Сейсенбі"), ("Levels", "Деңгейлер")):
        segment = record.source.stringsegment_set.get(string__data=text)
        edit = f"/newsroom/localize/translate/{record.pk}/strings/{segment.pk}/edit/"
        form = "application/x-www-form-urlencoded"
        assert client.put(edit, urlencode({"value": said}), content_type=form).status_code == 201
    with django_capture_on_commit_callbacks(execute=True):
        client.post(answer.url, {"action": "publish"})
    there.refresh_from_db()
    assert (there.live, there.title) == (True, "Өзен")
    assert [author.name for author in there.authors] == ["Dana Ospan"]
    page = read(client, "/kk/world/river-rises/")
    assert "Сейсенбі" in headlines(page)
    assert "Деңгейлер" in headlines(page)
    assert "The river rose by a metre on Tuesday." in headlines(page)  # not translated yet


def test_somebody_who_works_in_kazakh_does_not_move_the_papers_addresses(
    article: Any, kazakh: Any
) -> None:
    with translation.override("kk"):
        assert article.url == "/world/river-rises/"
        assert queries.the_front_page() == FrontPage.objects.get(locale__language_code="en")


def test_an_edition_that_is_given_up_is_withdrawn_and_comes_back(
    settings: Any, client: Client, article: Any, translate: Any
) -> None:
    there = translate(article)
    settings.EDITION_LANGUAGES = ("en", "ar")
    lay_out_paper(name="The Test Post", url="http://testserver")
    there.refresh_from_db()
    assert not there.live
    assert "Өзен" not in client.get("/").content.decode()
    settings.EDITION_LANGUAGES = ("en", "kk", "ar")
    lay_out_paper(name="The Test Post", url="http://testserver")
    assert client.get("/kk/").status_code == 200


def test_sections_are_opened_in_an_edition(kazakh: FrontPage, client: Client) -> None:
    open_section(name="Қала", slug="city", parent=kazakh)
    page = read(client, "/kk/")
    assert [one.get("href") for one in page.iterfind(".//nav[@class='sections']//a")] == ["/kk/city/"]


def test_readers_talk_about_every_language_on_the_same_boards(
    client: Client, article: Any, translate: Any
) -> None:
    from broadsheet.talk.api import CommentCopy, import_comments

    there = translate(article)
    said = CommentCopy(key="1", name="Aru", text="Су көп.", when=there.published_at)
    import_comments(article=there, comments=[said])
    assert "Су көп." in headlines(read(client, there.url))
    assert "Су көп." not in headlines(read(client, article.url))
    assert "Өзен көтерілді" in headlines(read(client, "/forum/world/"))


def test_what_holds_the_original_holds_its_translation(
    article: Any, translate: Any, file_article: Any
) -> None:
    there = translate(article, draft=True)
    assert translating.findings(there) == []
    actions.hold(article=article, because="A letter from a lawyer.")
    assert [one.blocks for one in translating.findings(there)] == [True]
    later = file_article("Tomorrow", published_at=now() + timedelta(days=1))
    waiting = translate(later, draft=True)
    assert translating.findings(waiting) == []  # it waits as long
    waiting.published_at = waiting.go_live_at = None
    assert [one.blocks for one in translating.findings(waiting)] == [True]


def test_the_newsroom_is_told_of_what_its_original_says_since(
    client: Client, editor: Any, article: Any, translate: Any
) -> None:
    there = translate(article)
    ArticlePage.objects.update(published_at=now() - timedelta(hours=1))
    actions.correct(article=article, text="Two metres.", before="a metre", after="two metres")
    client.force_login(editor)
    start = client.get("/newsroom/").content.decode()
    assert "Needs attention" in start
    assert there.title in start
    screen = client.get(f"/newsroom/pages/{there.pk}/edit/").content.decode()
    assert "The original was corrected on" in screen
    compare = screen.partition("The original was corrected on")[2].partition('href="')[2]
    told = client.get(compare.partition('"')[0]).content.decode()
    assert "two metres" in told
    assert "a metre" in told


def test_the_kill_screen_offers_this_language_alone(
    client: Client, editor: Any, article: Any, translate: Any
) -> None:
    there = translate(article)
    client.force_login(editor)
    screen = f"/newsroom/articles/{there.pk}/kill/"
    asked = client.get(screen).content.decode()
    assert "here_only" in asked
    assert f"/newsroom/articles/{article.pk}/kill/" in asked
    client.post(screen, {"because": "It says the opposite.", "here_only": "on"})
    assert client.get(there.url).status_code == 410
    assert client.get(article.url).status_code == 200
    alone = f"/newsroom/articles/{article.pk}/kill/"
    client.post(alone, {"because": "A court order."})
    assert client.get(article.url).status_code == 410


@pytest.fixture
def told(file_article: Any, translate: Any) -> Any:
    """A Kazakh article whose topic and author have names of their own there."""
    almaty = Topic.objects.create(name="Almaty", slug="almaty", kind="place", description="A city.",
                                  latitude=43.24, longitude=76.89)  # fmt: skip
    TopicName.objects.create(topic=almaty, text="Алма-Ата", language="ru", sort_order=0)
    TopicName.objects.create(topic=almaty, text="Алматы", language="kk", sort_order=1)
    TopicName.objects.create(topic=almaty, text="Верный", language="kk", sort_order=2)
    TopicDescription.objects.create(topic=almaty, language="kk", text="Қала.")
    china = Topic.objects.create(name="China", slug="china", kind="place")
    dana = Author.objects.create(name="Dana Ospan", slug="dana", role="Reporter", bio="She writes.")
    AuthorTranslation.objects.create(author=dana, language="kk", name="Дана Оспан", bio="Ол жазады.")
    return translate(file_article("Told", topics=[almaty, china], authors=[dana]))


def test_topics_and_authors_are_called_what_their_edition_calls_them(client: Client, told: Any) -> None:
    article = read(client, told.url)
    assert article.xpath("//ul[@class='topics']/li/a/text()") == ["Алматы", "China"]
    assert "Дана Оспан" in article.xpath("string(//p[@class='byline'])")
    assert '"Дана Оспан"' in client.get(told.url).content.decode()  # for machines too
    topic = read(client, "/kk/topic/almaty/")
    assert (topic.findtext(".//h1"), topic.findtext(".//p[@class='standfirst']")) == ("Алматы", "Қала.")
    assert topic.xpath("string(//figure//text[last()])").strip() == "Алматы"
    author = read(client, "/kk/by/dana/")
    assert (author.findtext(".//h1"), author.findtext(".//p[@class='standfirst']")) == (
        "Дана Оспан", "Ол жазады.",
    )  # fmt: skip
    assert "Reporter" in headlines(author)  # what nobody has translated stays
    assert read(client, "/kk/topic/almaty/and/china/").findtext(".//h1") == "Алматы\xa0– China"
    feed = etree.fromstring(client.get("/kk/feeds/topic/almaty.rss").content)
    assert feed.findtext("channel/title") == "Алматы – The Test Post"
    assert feed.findtext("channel/description") == "Қала."
    assert "Алматы" in [one.text for one in feed.iterfind("channel/item/category")]
    assert "Алматы" in headlines(read(client, "/kk/feeds/"))
    for path in ("/world/told/", "/topic/almaty/", "/by/dana/", "/topic/almaty/and/china/"):
        own = headlines(read(client, path))
        assert not {"Алматы", "Дана", "Қала"} & set(own.replace(".", " ").split()), path


def test_a_name_in_another_language_changes_on_its_pages(press: Any, told: Any) -> None:
    assert "Қала." in press.read("/kk/topic/almaty/").text
    assert "Дана Оспан" in press.read(told.url).text
    with press.committed():
        TopicDescription.objects.get().delete()
        TopicName.objects.filter(text="Алматы").delete()
        AuthorTranslation.objects.update(name="Дана О.")
        AuthorTranslation.objects.get().save()
    press.bake()
    assert "A city." in press.read("/kk/topic/almaty/").text
    assert "Верный" in press.read(told.url).text
    assert "Дана О." in press.read(told.url).text


def test_other_languages_cost_an_article_few_queries(
    client: Client, article: Any, request: pytest.FixtureRequest
) -> None:
    def asked(path: str) -> int:
        client.get(path)  # what is kept in memory is kept
        with CaptureQueriesContext(connection) as queries_of:
            assert client.get(path).status_code == 200
        return len(queries_of)

    alone = asked(article.url)
    there = request.getfixturevalue("translate")(article)
    assert asked(article.url) <= alone + 2
    assert asked(there.url) <= alone + 3
