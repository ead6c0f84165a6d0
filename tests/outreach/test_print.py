"""An article on paper."""

from __future__ import annotations

from typing import Any

from django.test import Client

from broadsheet.news import actions
from broadsheet.news.models import Source


def test_the_print_view_is_the_story_its_source_and_its_address(file_article: Any) -> None:
    source = Source.objects.create(name="Steppe News", slug="steppe-news")
    article = file_article("River rises", source=source, standfirst="By a metre.")
    page = Client().get(f"/print/{article.pk}/").content.decode()
    for part in ("River rises", "By a metre.", "The river rose by a metre", "Steppe News",
                 f"http://testserver{article.url}"):  # fmt: skip
        assert part in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="http://testserver{article.url}">' in page
    for chrome in ('class="sections"', "Add your comment", 'class="foot"', "bar__item"):
        assert chrome not in page


def test_without_script_print_leads_there(client: Any, article: Any) -> None:
    assert f'href="/print/{article.pk}/"' in client.get(article.url).content.decode()


def test_a_withdrawn_article_cannot_be_printed(press: Any, article: Any) -> None:
    assert press.read(f"/print/{article.pk}/").status == 200
    with press.committed():
        actions.withdraw(article=article)
    assert press.read(f"/print/{article.pk}/").status == 404


def test_a_printed_article_names_the_paper_in_the_papers_own_direction(
    client: Any, file_article: Any
) -> None:
    article = file_article("عنوان", language="ar")
    page = client.get(article.url).content.decode()
    foot = page.partition('class="print-only"')[2].partition("</div>")[0]
    assert foot.startswith(' lang="en" dir="ltr">')  # or a date in Latin letters turns round
    assert "The Test Post" in foot
    assert f"http://testserver{article.url}" in foot
