"""The archive of a paper in several languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from broadsheet.news.models import ArticlePage
from broadsheet.wire.api import export, import_file

pytestmark = pytest.mark.django_db


def test_an_archive_holds_the_articles_of_every_language(
    article: Any, translate: Any, tmp_path: Path
) -> None:
    there = translate(article)
    said = {(one.title, one.language, one.edition) for one in (article, there)}
    assert {edition for *_, edition in said} == {None, "kk"}
    assert export(path=tmp_path / "paper.zip").stories == 2
    for one in ArticlePage.objects.all():
        one.delete()
    back = import_file(path=tmp_path / "paper.zip")
    assert [line for line in back.lines if line.skipped] == []
    found = ArticlePage.objects.all()
    assert {(one.title, one.language, one.edition) for one in found} == said
