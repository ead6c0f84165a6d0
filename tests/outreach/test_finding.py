"""What search engines, other sites and telephones are told."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

from django.template import Context, Template

from broadsheet.foundation.clock import now
from broadsheet.news import actions
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.finding import queries

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def addresses(client: Any, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"].startswith("application/xml")
    return [loc.text or "" for loc in ElementTree.fromstring(answer.content).iter(f"{MAP}loc")]


def head_of(article: Any) -> str:
    template = Template('{% include "components/article_meta.html" %}')
    return template.render(Context({"article": ArticlePage.objects.get(pk=article.pk)}))


def test_the_index_leads_to_every_public_article(client: Any, article: Any, file_article: Any) -> None:
    file_article("Secret", draft=True)
    maps = addresses(client, "/sitemap.xml")
    found = [url for one in maps for url in addresses(client, one.removeprefix("http://testserver"))]
    assert found.count(f"http://testserver{article.url}") == 2  # its block, and the news
    assert "http://testserver/world/" in found
    assert not [url for url in found if "secret" in url]


def test_a_long_archive_is_cut_into_maps(client: Any, file_article: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "BLOCK", 2)
    articles = [file_article(f"Story {number}") for number in range(5)]
    maps = [url for url in addresses(client, "/sitemap.xml") if "articles" in url]
    assert len(maps) == len({article.pk // 2 for article in articles})
    listed = [url for one in maps for url in addresses(client, one.removeprefix("http://testserver"))]
    assert sorted(listed) == sorted(f"http://testserver{article.url}" for article in articles)


def test_a_map_of_many_articles_is_one_query_over_them(
    file_article: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        file_article(f"Story {number}")
    ArticlePage.objects.first().url  # noqa: B018 - the site's root is looked up once
    with django_assert_max_num_queries(2):
        block = queries.block_of(ArticlePage.objects.values_list("pk", flat=True)[0])
        assert len(list(queries.articles_in(block=block))) == 12


def test_a_withdrawn_article_leaves_its_map_at_once(
    client: Any, article: Any, file_article: Any
) -> None:
    file_article("Stays")
    path = f"/sitemap-articles-{queries.block_of(article.pk)}.xml"
    assert len(addresses(client, path)) == 2
    actions.withdraw(article=article)
    assert len(addresses(client, path)) == 1


def test_the_news_map_holds_two_days_and_a_thousand(
    client: Any, file_article: Any, monkeypatch: Any
) -> None:
    fresh = file_article("Fresh & <new>", language="zh-hans")
    file_article("Old", published_at=now() - timedelta(days=3))
    answer = client.get("/sitemap-news.xml").content
    root = ElementTree.fromstring(answer)
    assert [node.text for node in root.iter(f"{NEWS}title")] == ["Fresh & <new>"]
    assert [node.text for node in root.iter(f"{NEWS}language")] == ["zh-cn"]
    assert addresses(client, "/sitemap-news.xml") == [f"http://testserver{fresh.url}"]
    assert queries.NEWS_LIMIT == 1000
    monkeypatch.setattr(queries, "NEWS_LIMIT", 1)
    file_article("Fresher")
    assert len(addresses(client, "/sitemap-news.xml")) == 1


def test_robots_are_sent_to_the_maps_and_away_from_the_newsroom(client: Any, paper: Any) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /newsroom/" in text


def test_the_manifest_makes_the_paper_installable(client: Any, paper: Any) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"].startswith("application/manifest+json")
    facts = json.loads(answer.content)
    assert facts["name"] == "The Test Post"
    assert {icon["sizes"] for icon in facts["icons"]} >= {"192x192", "512x512"}
    assert facts["start_url"] == "/"


def test_no_headline_can_leave_the_data_in_the_head(file_article: Any) -> None:
    hostile = '</script><script>alert("x")</script><!-- & \u2028'
    html = head_of(file_article(hostile, standfirst=hostile))
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(data) == 1
    assert html.count("<script") == 1
    assert json.loads(data[0])["headline"].startswith("</script><script>")


def test_the_head_says_what_the_article_is(file_article: Any, picture: Any) -> None:
    article = file_article("River rises", picture=picture, standfirst="By a metre.")
    html = head_of(article)
    url = f"http://testserver{article.url}"
    assert f'<link rel="canonical" href="{url}">' in html
    assert f'<meta property="og:url" content="{url}">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    data = json.loads(re.findall(r"ld\+json\">(.*?)</script>", html, re.DOTALL)[0])
    assert data["@type"] == "NewsArticle"
    assert data["publisher"]["name"] == "The Test Post"
    assert data["image"][0]["url"].startswith("http://testserver/pictures/")
    assert data["datePublished"]
