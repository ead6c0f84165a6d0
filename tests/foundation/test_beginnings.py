"""What a test begins with is the same whether it is made or put back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from tests import beginnings
from tests.conftest import _lay_out

OF_THE_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*|[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}"
)


class Undone(Exception):
    """What a block wrote is not wanted."""


def written(write: Callable[[], Any]) -> dict[str, list[str]]:
    """What is in all tables after `write`, without times and random numbers; it is undone."""
    found: dict[str, list[str]] = {}
    try:
        with transaction.atomic():
            write()
            for table, rows in beginnings._everything().items():
                found[table.name] = sorted(OF_THE_MOMENT.sub("…", " ".join(row)) for row in rows)
            raise Undone
    except Undone:
        beginnings.new_test()
    return found


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was made and not put back, from nothing."""
    names: list[str] = []
    make = beginnings._made
    monkeypatch.setattr(beginnings, "_kept", {})
    monkeypatch.setattr(beginnings, "_made", lambda of: names.append(of.__name__) or make(of))
    return names


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere numbers are not given twice")
def test_what_is_put_back_is_what_was_made(db: None, made: list[str]) -> None:
    by_hand = written(_lay_out)
    first = written(lambda: beginnings.begin("paper", _lay_out))
    again = written(lambda: beginnings.begin("paper", _lay_out))
    assert made == ["_lay_out"]
    assert by_hand == first == again
    assert len(by_hand["news_sectionpage"]) == 2


@pytest.mark.parametrize("time", ["first", "second"])
def test_an_article_put_back_is_read_and_changed_like_any(
    time: str, client: Any, article: ArticlePage, file_article: Callable[..., Any]
) -> None:
    assert beginnings._test.steps == ["paper", "article"]
    assert client.get(article.url).status_code == 200
    article.title = "River falls"
    article.save_revision().publish()
    assert "River falls" in client.get("/world/").content.decode()
    assert file_article("Another river").pk != article.pk


@pytest.mark.parametrize("before", ["written", "setting", "minute"])
def test_it_is_made_anew_where_it_might_be_another(
    db: None, made: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    written(lambda: beginnings.begin("paper", _lay_out))
    laid_out: list[str] = []
    if before == "written":
        User.objects.create_user("somebody@example.org")
    elif before == "setting":
        settings.EDITION_LANGUAGES = ("en",)
    else:
        monkeypatch.setattr(beginnings, "_minute", "a minute ago")
    beginnings.begin("paper", lambda: laid_out.append("anew"))
    assert laid_out == ["anew"]
