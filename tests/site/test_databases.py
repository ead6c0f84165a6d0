"""From one address to Django's settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.site import databases
from broadsheet.site.config import ConfigError, load

HOME = Path("paper")


@pytest.mark.parametrize(
    ("query", "threshold"),
    [("", databases.PREPARE_THRESHOLD), ("?prepare_threshold=none", None), ("?prepare_threshold=7", 7)],
)
def test_how_often_postgresql_hears_a_statement_before_it_keeps_its_plan(
    query: str, threshold: int | None
) -> None:
    found = databases.settings(address=f"postgres://desk@db.example.org/paper{query}", home=HOME)
    assert found["OPTIONS"] == {"prepare_threshold": threshold}


def test_what_else_an_address_says_is_passed_on() -> None:
    found = databases.settings(address="postgres://desk@db.example.org/paper?sslmode=require", home=HOME)
    assert found["OPTIONS"]["sslmode"] == "require"
    assert (found["HOST"], found["USER"], found["NAME"]) == ("db.example.org", "desk", "paper")


def test_what_is_no_number_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="prepare_threshold must be a number or none, not “often”"):
        databases.settings(address="postgres://db/paper?prepare_threshold=often", home=HOME)


@pytest.mark.parametrize(
    ("line", "because"),
    [
        ('database = "mysql://db/paper"', "database cannot be read: it must begin with postgres:// or"),
        ('database = "postgres://[db/paper"', "database cannot be read: Invalid IPv6 URL"),
        ('database = "postgres://db:99999/paper"', "database cannot be read: Port out of range"),
        (
            'database = "postgres://db/paper?prepare_threshold=often"',
            "must be a number or none, not “often”",
        ),
        (
            'redis = "http://cache"',
            "redis must begin with redis://, rediss:// or unix://, not “http://cache”",
        ),
    ],
)
def test_an_address_that_cannot_be_read_is_said_before_anything_starts(
    line: str, because: str, tmp_path: Path
) -> None:
    (tmp_path / "broadsheet.toml").write_text(f"{line}\n")
    (tmp_path / "secret.key").write_text("for tests only " * 5)
    with pytest.raises(ConfigError, match=because):
        load(tmp_path)
