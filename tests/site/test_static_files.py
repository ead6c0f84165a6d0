"""What becomes of a theme's files when they are collected."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from broadsheet.site.storage import StaticStorage

SHEET = """/* For those who write it. */
.note :is(h2, h3) {
    color: light-dark(#000000, #ffffff);
}
"""


@pytest.fixture
def storage(tmp_path: Path) -> StaticStorage:
    return StaticStorage(location=tmp_path)


def test_a_themes_style_sheet_is_kept_without_what_only_its_writer_needs(
    storage: StaticStorage, tmp_path: Path
) -> None:
    storage.save("css/mine.css", ContentFile(SHEET.encode()))
    kept = (tmp_path / "css/mine.css").read_text()
    assert len(kept) < len(SHEET)
    assert "writes" not in kept
    assert ".note :is(h2,h3)" in kept  # not .note:is(h2,h3), which is something else


def test_a_style_sheet_that_cannot_be_read_stays_as_it_is(
    storage: StaticStorage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        storage.save("css/odd.css", ContentFile(b".a { color: {{ colour }} } .b { color: red }"))
    assert (tmp_path / "css/odd.css").read_bytes() == b".a { color: {{ colour }} } .b { color: red }"
    assert "css/odd.css stays as it is" in caplog.text
