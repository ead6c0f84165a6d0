"""The languages that a paper's set-up names."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.site.config import Config, ConfigError, load


def paper(home: Path, lines: str) -> Config:
    (home / "broadsheet.toml").write_text(lines)
    (home / "secret.key").write_text("for tests only " * 5)
    return load(home)


@pytest.mark.parametrize(
    ("lines", "own", "all_of_them"),
    [
        ("", "en", ("en",)),
        ('language = "kk"', "kk", ("kk",)),
        ('languages = ["kk", "en"]', "kk", ("kk", "en")),
        ('language = "en"\nlanguages = ["en", "zh-hans", "ar"]', "en", ("en", "zh-hans", "ar")),
    ],
)
def test_the_first_language_is_the_papers_own(
    tmp_path: Path, lines: str, own: str, all_of_them: tuple[str, ...]
) -> None:
    config = paper(tmp_path, lines)
    assert (config.language, config.languages) == (own, all_of_them)


@pytest.mark.parametrize(
    ("lines", "because"),
    [
        ('language = "en"\nlanguages = ["kk", "en"]', "begins with the paper's own language"),
        ('languages = ["en", "kk", "kk"]', "twice"),
        ('languages = ["en", "Kazakh!"]', "small letters"),
        ('languages = "en"', "list"),
    ],
)
def test_languages_that_cannot_be_are_refused_in_words(tmp_path: Path, lines: str, because: str) -> None:
    with pytest.raises(ConfigError, match=because):
        paper(tmp_path, lines)


def test_languages_may_stand_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_LANGUAGES", "en, kk")
    assert paper(tmp_path, "").languages == ("en", "kk")
