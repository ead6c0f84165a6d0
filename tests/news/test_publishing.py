"""What publishing an article promises."""

from __future__ import annotations

from typing import Any

from broadsheet.news import actions, search
from broadsheet.news.models import ArticlePage


def test_a_published_article_is_read_at_its_address(client: Any, article: ArticlePage) -> None:
    page = client.get(article.url)
    assert page.status_code == 200
    assert "The river rose by a metre" in page.content.decode()


def test_a_withdrawn_article_is_gone_from_its_address_and_the_front_page(
    client: Any, article: ArticlePage
) -> None:
    assert article.title in client.get("/").content.decode()
    actions.withdraw(article=article)
    assert client.get(article.url).status_code == 410
    assert article.title not in client.get("/").content.decode()


def test_a_correction_shows_at_once_on_a_page_that_was_kept(client: Any, article: ArticlePage) -> None:
    client.get(article.url)
    actions.correct(article=article, text="The river rose by two metres.")
    article.refresh_from_db()
    assert [c.text for c in article.corrections.all()] == ["The river rose by two metres."]


def test_search_finds_words_in_any_script(file_article: Any) -> None:
    chinese = file_article(
        "新闻：河水上涨", body=[("text", "<p>星期二，阿斯塔纳的河水上涨了一米。</p>")]
    )
    kazakh = file_article("Өзен деңгейі көтерілді")
    accented = file_article("Café Zürich opens")
    assert [r.article for r in search.find(words="河水").found] == [chinese]
    assert [r.article for r in search.find(words="阿斯塔纳").found] == [chinese]
    assert [r.article for r in search.find(words="өзен").found] == [kazakh]
    assert [r.article for r in search.find(words="zurich cafe").found] == [accented]
    assert search.find(words='" OR 1=1 --').found == []


def test_a_draft_is_found_by_nobody(client: Any, file_article: Any) -> None:
    draft = file_article("Secret plans", draft=True)
    assert search.find(words="secret").found == []
    assert client.get(draft.get_url_parts()[2]).status_code == 404
