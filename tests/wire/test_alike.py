"""Stories that say nearly the same are told from those that do not, and differences are shown."""

from __future__ import annotations

import random

import pytest

from broadsheet.wire.sources import alike
from broadsheet.wire.sources.differences import Change, between, text_of
from broadsheet.wire.story import FactBox, Picture, PullQuote, Story, Table, Text

WORDS = [f"word{number}" for number in range(3000)]


def text(chance: random.Random, number: int = 300) -> list[str]:
    return chance.choices(WORDS, k=number)


def changed(words: list[str], share: float, chance: random.Random) -> str:
    """A stretch of the text is another: what desks do."""
    fresh = int(len(words) * share)
    return " ".join([*text(chance, fresh), *words[fresh:]])


@pytest.mark.parametrize(("share", "least", "most"), [(0.1, 0.97, 1.0), (0.9, 0.0, 0.02)])
def test_most_of_what_is_alike_meets_in_a_band_and_little_else(
    share: float, least: float, most: float
) -> None:
    chance = random.Random(1)
    met = 0
    for _ in range(300):
        words = text(chance)
        one = alike.signature_of(" ".join(words))
        other = alike.signature_of(changed(words, share, chance))
        met += bool(set(alike.bands_of(one)) & set(alike.bands_of(other)))
    assert least <= met / 300 <= most


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.8, 1.0])
def test_the_likeness_is_the_share_of_runs_in_common(share: float) -> None:
    chance = random.Random(2)
    words = text(chance, 2000)
    other = changed(words, share, chance).split()
    runs, others = ({tuple(one[at : at + 3]) for at in range(len(one) - 2)} for one in (words, other))
    right = len(runs & others) / len(runs | others)
    found = alike.likeness(alike.signature_of(" ".join(words)), alike.signature_of(" ".join(other)))
    assert abs(found - right) < 0.15


def test_short_texts_are_filled_in_and_too_short_ones_are_like_nothing() -> None:
    short = "The barrier closed at noon as the river rose further."
    other = "A comet nobody had seen will be bright enough this month."
    assert alike.likeness(alike.signature_of(short), alike.signature_of(short.upper())) == 1.0
    assert alike.likeness(alike.signature_of(short), alike.signature_of(other)) == 0.0
    assert alike.signature_of("Too short") == b""
    assert alike.bands_of(b"") == []
    assert alike.likeness(b"", b"") == 0.0
    assert len(alike.bands_of(alike.signature_of(short))) == alike.BANDS


def test_differences_are_shown_word_by_word() -> None:
    before = ["River rises", "At noon.", "Gone."]
    lines = between(before, ["River falls", "At noon.", "New one.", "And more."])
    assert [[(piece.change, piece.text) for piece in line.pieces] for line in lines] == [
        [(Change.SAME, "River "), (Change.GONE, "rises"), (Change.NEW, "falls")],
        [(Change.SAME, "At noon.")],
        [(Change.NEW, "New one.")],
        [(Change.NEW, "And more.")],
        [(Change.GONE, "Gone.")],
    ]
    assert all(line.is_same for line in between(["a", "b"], ["a", "b"]))
    assert between([], []) == []


def test_a_paragraph_stands_beside_the_one_it_was_made_of() -> None:
    before = ["High water", "OLD QUAY – The barrier closed at noon.", "Nobody was hurt."]
    lines = between(before, ["Ferries stand still", "The barrier closed at one.", "A man was hurt."])
    assert [[(piece.change, piece.text) for piece in line.pieces] for line in lines] == [
        [(Change.NEW, "Ferries stand still")],
        [(Change.GONE, "High water")],
        [
            (Change.GONE, "OLD QUAY – "), (Change.SAME, "The barrier closed at "),
            (Change.GONE, "noon."), (Change.NEW, "one."),
        ],
        [(Change.GONE, "Nobody "), (Change.NEW, "A man "), (Change.SAME, "was hurt.")],
    ]  # fmt: skip


def test_all_words_of_a_story_are_compared() -> None:
    story = Story(
        id="1", headline="Headline", standfirst="Standfirst",
        body=(
            Text(html="<p>One <b>two</b>.</p><ul><li>Three</li></ul>"), Picture(src="x", caption="Four"),
            PullQuote(text="Five"), FactBox(title="Six", html="<p>Seven</p>"), Table(rows=(("8", "9"),)),
        ),
    )  # fmt: skip
    assert text_of(story) == [
        "Headline", "Standfirst", "One two.", "Three", "Four", "Five", "Six", "Seven", "8 · 9",
    ]  # fmt: skip
