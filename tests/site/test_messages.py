"""The interface's other languages: what is compiled is what translators wrote."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings

FILES = sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))
PLACE = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parents[1].name)
def test_compiled_words_are_the_written_ones(file: Path) -> None:
    written, compiled = polib.pofile(str(file)), polib.mofile(str(file.with_suffix(".mo")))
    assert len(written) > 100
    assert _words(compiled) == _words(written)
    for one in written:
        assert sorted(PLACE.findall(one.msgid)) == sorted(PLACE.findall(one.msgstr)) or one.msgid_plural


def _words(entries: list[polib.POEntry]) -> dict[tuple[str | None, str], Any]:
    return {(one.msgctxt, one.msgid): (one.msgstr, one.msgstr_plural) for one in entries}
