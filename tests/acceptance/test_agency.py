"""Folders of real agency copy come into the paper as drafts, and change nothing when they come again."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.news.models import ArticlePage
from broadsheet.wire.api import Options, Outcome, import_file

pytestmark = pytest.mark.django_db

# How many drafts each folder gives, and what is told of the rest.
FOLDERS = {
    "newsml-1": (1, []),
    "nitf": (3, ["taken it back before it came in"]),  # nitf-fishing is cancelled
    "ninjs": (4, ["on other sites were not fetched"]),
    "newsml-g2": (
        7,
        ["neither a headline nor a text", "packages are lists", "letters that were escaped twice"],
    ),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_becomes_drafts(name: str, fixtures: Path) -> None:
    number, told = FOLDERS[name]
    result = import_file(path=fixtures / name, options=Options(pictures=False))
    assert result.of("story", Outcome.NEW) == ArticlePage.objects.count() == number
    assert not ArticlePage.objects.filter(live=True).exists()
    lines = "\n".join(map(str, result.lines))
    for words in told:
        assert words in lines
    again = import_file(path=fixtures / name, options=Options(pictures=False))
    assert again.of("story", Outcome.NEW) == again.of("story", Outcome.CHANGED) == 0
    assert ArticlePage.objects.count() == number
