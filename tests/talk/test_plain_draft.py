"""A comment read without its form is the one that the form would have given."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.foundation import stamps
from broadsheet.foundation.models import User
from broadsheet.talk.drafts import MAX_NAME, MAX_TEXT, Draft, Writer
from broadsheet.talk.forms import HINT, CommentForm, plain_draft
from tests.talk.conftest import AGAIN, filled

GUEST = Writer(key="guest:1", address_hash="here")
letters = st.characters(exclude_categories=["Cs"])
odd = st.sampled_from(
    ["\0", "\u200b", "\u202e", "e\u0301", "\r\n", "\t", " ", "ﬁ", "аdmin", "漢字", "👍🏽"]
)
texts = st.lists(letters | odd, max_size=30).map("".join)
stamp_kinds = st.sampled_from([AGAIN, "comment", "letter", ""])


def sent(**fields: str) -> QueryDict:
    return QueryDict(urlencode(filled(**fields)))


def by_the_form(data: QueryDict) -> Draft | None:
    form = CommentForm(data)
    return form.draft(writer=GUEST) if form.is_valid() else None


@given(name=texts, text=texts, place=st.sampled_from(["", "article", "forum", "x"]), kind=stamp_kinds)
def test_it_says_what_the_form_says_or_leaves_it_to_it(
    name: str, text: str, place: str, kind: str
) -> None:
    stamp = stamps.stamp(purpose=kind) if kind else "forged"
    data = sent(name=name, text=text, place=place, stamp=stamp)
    found, expected = plain_draft(data, writer=GUEST), by_the_form(data)
    assert found == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"website": "x"},
        {"email": "a@example.org"},
        {"notices": "on"},
        {"hinted": stamps.stamp(purpose=HINT)},
        {"title": "T"},
        {"page_title": "T"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_is_more_than_name_and_words_is_the_forms(fields: dict[str, str]) -> None:
    assert plain_draft(sent(), writer=GUEST) is not None
    assert plain_draft(sent(**fields), writer=GUEST) is None


@pytest.mark.parametrize(
    "fields",
    [{"name": "n" * (MAX_NAME + 1)}, {"text": "t" * (MAX_TEXT + 1)}, {"name": "…"}, {"text": "\u200b"}],
)
def test_what_the_form_refuses_is_left_to_it(fields: dict[str, str]) -> None:
    data = sent(**fields)
    assert by_the_form(data) is None
    assert plain_draft(data, writer=GUEST) is None


def test_an_account_has_its_form() -> None:
    assert plain_draft(sent(), writer=Writer(key="user:1", user=User(pk=1, name="Aru"))) is None
