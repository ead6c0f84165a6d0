"""Stories that come from, or go to, another system."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from broadsheet.stories.api import (
    ContributionCopy,
    FilesRefused,
    contributions,
    import_contribution,
)
from broadsheet.stories.models import Contribution, State
from tests.stories.conftest import picture

WHEN = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def copy(**fields: Any) -> ContributionCopy:
    values: dict[str, Any] = {
        "key": "ferry", "name": "Jo Reader", "email": "Jo@Example.org", "headline": "The ferry is late",
        "text": "Again.", "when": WHEN, "place": "Quay",
    }  # fmt: skip
    return ContributionCopy(**values | fields)


def test_an_imported_story_waits_and_nobody_is_written_to(paper: Any, letters: Any) -> None:
    import_contribution(copy=copy(files=(("quay.jpg", picture()),)))
    story = Contribution.objects.get()
    assert (story.state, story.sent_at, story.email) == (State.RECEIVED, WHEN, "jo@example.org")
    assert story.attachments.get().clean_copy
    assert not letters()


def test_importing_twice_changes_nothing(paper: Any, kept_files: Any) -> None:
    for _ in range(2):
        import_contribution(copy=copy(files=(("quay.jpg", picture()),)))
    assert Contribution.objects.count() == 1
    assert len(kept_files()) == 2
    import_contribution(copy=copy(key="another"))
    assert Contribution.objects.count() == 2


def test_an_import_is_checked_like_a_readers_file(paper: Any, kept_files: Any) -> None:
    with pytest.raises(FilesRefused, match="is no JPEG picture"):
        import_contribution(copy=copy(files=(("ok.jpg", picture()), ("quay.jpg", b"<html>"))))
    with pytest.raises(FilesRefused, match="More than 10 files"):
        import_contribution(copy=copy(files=tuple((f"{n}.txt", b"text") for n in range(11))))
    assert not Contribution.objects.exists()
    assert not kept_files()


def test_what_goes_out_comes_in_the_same(paper: Any) -> None:
    original = copy(email="jo@example.org", files=(("quay.jpg", picture()), ("note.txt", b"A note.")))
    import_contribution(copy=original)
    assert list(contributions()) == [original]


def test_a_tip_stays_a_tip_and_answers_go_along(paper: Any) -> None:
    import_contribution(copy=copy(email="jo@example.org", name="", is_tip=True))
    tip = Contribution.objects.get()
    assert (tip.is_tip, tip.licence) == (True, "")
    Contribution.objects.update(state=State.VERIFYING, answers=[["Which street?", "Quay Street"]])
    [out] = contributions()
    assert out.is_tip
    assert (out.text, out.answers) == ("Again.", (("Which street?", "Quay Street"),))
