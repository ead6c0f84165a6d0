"""Dates, quotes and unregistered names in a text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.topics.reading.dates import Precision, find_dates
from broadsheet.topics.reading.proposals import propose
from broadsheet.topics.reading.quotes import find_quotes
from broadsheet.topics.reading.sentences import excerpt
from broadsheet.topics.tagging.choosing import suggest
from broadsheet.topics.tagging.names import Facts, Name, Names

WEDNESDAY = date(2010, 11, 10)


def dates(text: str, language: str = "en") -> list[str]:
    """What is found, as days: "2010-11-09", or "first/last"."""
    found = find_dates(text, language, dateline=WEDNESDAY)
    return [
        one.first.isoformat() if one.first == one.last else f"{one.first}/{one.last}" for one in found
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("It rained on Tuesday.", "2010-11-09"),
        ("It will rain on Tuesday.", "2010-11-16"),
        ("It rained on Wednesday.", "2010-11-10"),
        ("The council meets on Wednesday.", "2010-11-17"),
        ("He left yesterday.", "2010-11-09"),
        ("It begins 10 November 2011.", "2011-11-10"),
        ("It begins on November 30.", "2010-11-30"),
        ("It began on December 3.", "2009-12-03"),
        ("It will begin on 2 January.", "2011-01-02"),
        ("The Games run from 30 January to 6 February 2011.", "2011-02-06"),
        ("It lasts 12-13 January 2011.", "2011-01-12/2011-01-13"),
        ("It opens next month.", "2010-12-01/2010-12-31"),
        ("It closed last week.", "2010-11-01/2010-11-07"),
        ("It closed last year.", "2009-01-01/2009-12-31"),
        ("Prices fell in October.", "2010-10-01/2010-10-31"),
        ("It will open in March.", "2011-03-01/2011-03-31"),
        ("It opened in March.", "2010-03-01/2010-03-31"),
        ("It was built in 1936.", "1936-01-01/1936-12-31"),
    ],
)
def test_english_dates(text: str, meant: str) -> None:
    assert dates(text)[-1:] == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "“Yes,” said March.",
        "They may come.",
        "It has 2010 seats.",
        "On 31 February it snowed.",
        "Every Monday.",
        "It was a Wednesday.",
        "On Sundays.",
    ],
)
def test_what_is_no_date_is_left(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Во вторник шёл дождь.", "2010-11-09"),
        ("Во вторник пойдёт дождь.", "2010-11-16"),
        ("Вчера он уехал.", "2010-11-09"),
        ("Всё начнётся 30 января 2011 года.", "2011-01-30"),
        ("Всё началось 3 декабря.", "2009-12-03"),
        ("Игры пройдут 12–13 января.", "2011-01-12/2011-01-13"),
        ("В следующем месяце откроют мост.", "2010-12-01/2010-12-31"),
        ("На прошлой неделе закрыли мост.", "2010-11-01/2010-11-07"),
        ("В октябре цены упали.", "2010-10-01/2010-10-31"),
        ("Мост построили в 1936 году.", "1936-01-01/1936-12-31"),
        ("Мост построили в марте.", "2010-03-01/2010-03-31"),
        ("В мае откроют мост.", "2011-05-01/2011-05-31"),
    ],
)
def test_russian_dates(text: str, meant: str) -> None:
    assert dates(text, "ru") == [meant]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("他昨天离开。", "2010-11-09"),
        ("会议将于星期三举行。", "2010-11-17"),
        ("会议星期二举行。", "2010-11-09"),
        ("下周一开会。", "2010-11-15"),
        ("2011年1月30日开幕。", "2011-01-30"),
        ("9日签署。", "2010-11-09"),
        ("明年3月离开。", "2011-03-01/2011-03-31"),
        ("1月12日至13日会晤。", "2011-01-12/2011-01-13"),
        ("12月30日至1月2日放假。", "2010-12-30/2011-01-02"),
        ("上个月开工。", "2010-10-01/2010-10-31"),
        ("1936年建成。", "1936-01-01/1936-12-31"),
    ],
)
def test_chinese_dates(text: str, meant: str) -> None:
    assert dates(text, "zh-hans") == [meant]


def test_precision_is_said() -> None:
    said = "On Tuesday, last week, last month and last year; 1-2 May 2010."
    assert [one.precision for one in find_dates(said, "en", dateline=WEDNESDAY)] == [
        Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.YEAR, Precision.DAYS,
    ]  # fmt: skip


def test_a_language_without_rules_has_no_dates_and_no_quotes() -> None:
    assert dates("Am Dienstag, 10. November", "de") == []
    assert find_quotes("„Ja, gern“, sagte Anna Berg.", "de") == []


@given(st.text(max_size=80), st.sampled_from(["en", "ru", "zh"]), st.dates())
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str, language: str, day: date) -> None:
    for one in find_dates(text, language, dateline=day):
        assert 0 <= one.start < one.end <= len(text)
        assert one.first <= one.last
    for quote in find_quotes(text, language):
        assert quote.words in text


def speakers(text: str, language: str = "en", *names: str) -> list[tuple[str, str, int | None]]:
    """(words, speaker, topic) of each quote; the names are persons 1, 2 …"""
    facts = {number: Facts("person") for number in range(1, len(names) + 1)}
    rows = [Name(number, name) for number, name in enumerate(names, 1)]
    mentions = suggest(text, language, names=Names(rows, facts=facts, language=language))
    quotes = find_quotes(text, language, mentions=mentions, people=frozenset(facts))
    return [(quote.words, quote.speaker, quote.topic) for quote in quotes]


@pytest.mark.parametrize(
    ("text", "language", "who"),
    [
        ("“We are ready,” said Ann Berg, the coach.", "en", "Ann Berg"),
        ("“We are ready,” Ann Berg told reporters.", "en", "Ann Berg"),
        ("Ann Berg said: “We are ready.”", "en", "Ann Berg"),
        ("According to Ann Berg, “we are ready.”", "en", "Ann Berg"),
        ("Ann Berg came home. “We are ready,” Berg said.", "en", "Ann Berg"),
        ("“We did not know,” a spokeswoman said.", "en", "a spokeswoman"),
        ("«Мы готовы», — сказала Анна Берг.", "ru", "Анна Берг"),
        ("Анна Берг сказала: «Мы готовы».", "ru", "Анна Берг"),
        ("安娜·贝格说：“我们准备好了。”", "zh", "安娜·贝格"),
        ("“我们准备好了，”安娜·贝格说。", "zh", "安娜·贝格"),
        ("店主李娜告诉记者：“我们准备好了。”", "zh", "李娜"),
    ],
)
def test_who_said_it(text: str, language: str, who: str) -> None:
    assert [speaker for _words, speaker, _topic in speakers(text, language)] == [who]


@pytest.mark.parametrize(
    ("text", "language", "who", "to"),
    [
        ("“We are ready,” Ann Berg told reporters.", "en", "Ann Berg", "reporters"),
        ("Ann Berg told Tom Lake: “We are ready.”", "en", "Ann Berg", "Tom Lake"),
        ("“We are ready,” said Ann Berg to Mayor Tom Lake.", "en", "Ann Berg", "Tom Lake"),
        ("Tom Lake came. “We are ready,” Ann Berg told Lake.", "en", "Ann Berg", "Tom Lake"),
        ("“We are ready,” Ann Berg told the council in June.", "en", "Ann Berg", "the council"),
        ("“We are ready,” said Ann Berg, the coach.", "en", "Ann Berg", ""),
        ("“We are ready,” Ann Berg told him.", "en", "Ann Berg", ""),
        ("Ann Berg asked a question: “Are we ready?”", "en", "Ann Berg", ""),
        ("«Мы готовы», — сказала Анна Берг журналистам.", "ru", "Анна Берг", "журналистам"),
        ("«Мы готовы», — сказала Анна Берг Ивану Лаку.", "ru", "Анна Берг", "Иван Лак"),
        ("«Мы готовы», — сказала Анна Берг об Иване Лаке.", "ru", "Анна Берг", ""),
        ("店主王芳告诉记者：“我们准备好了。”", "zh", "王芳", "记者"),
        ("王芳对李娜说：“我们准备好了。”", "zh", "王芳", "李娜"),
        ("“我们准备好了，”王芳说。", "zh", "王芳", ""),
    ],
)
def test_to_whom_it_was_said(text: str, language: str, who: str, to: str) -> None:
    names = ("Ann Berg", "Tom Lake", "Анна Берг", "Иван Лак", "李娜")
    facts = {number: Facts("person") for number in range(1, len(names) + 1)}
    rows = [Name(number, name) for number, name in enumerate(names, 1)]
    mentions = suggest(text, language, names=Names(rows, facts=facts, language=language))
    quotes = find_quotes(text, language, mentions=mentions, people=frozenset(facts))
    assert [(quote.speaker, quote.to) for quote in quotes] == [(who, to)]


def test_a_registered_speaker_is_known_by_any_form_of_the_name() -> None:
    text = "По словам Елены Соколовой, «река мелеет». «Это плохо», — добавила она."
    assert speakers(text, "ru", "Елена Соколова") == [
        ("река мелеет", "Елена Соколова", 1), ("Это плохо", "Елена Соколова", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The “smart” city said nothing.", "en"),
        ("He called it a “disaster” and left.", "en"),
        ("В «КазМунайГазе» сообщили о ремонте.", "ru"),
    ],
)
def test_marks_around_a_word_are_no_quote(text: str, language: str) -> None:
    assert speakers(text, language) == []


def test_unregistered_names_are_proposed_and_registered_ones_not() -> None:
    text = "Mayor Ann Berg met Minister Tom Lake at the City Water Bank. “Good,” said Li Na."
    compiled = Names([Name(1, "Tom Lake")], facts={1: Facts("person")})
    mentions = suggest(text, "en", names=compiled)
    quotes = find_quotes(text, "en", mentions=mentions)
    found = propose(text, mentions=mentions, quotes=quotes)
    assert [(one.name, one.kind, one.why) for one in found] == [
        ("Ann Berg", "person", "title"),
        ("City Water Bank", "organisation", "body"),
        ("Li Na", "person", "quote"),
    ]


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("One. Two words. Three.", "words", "Two words."),
        ("To St. Petersburg by J. Smith now. Then.", "Smith", "To St. Petersburg by J. Smith now."),
        ("一。二三四。五", "三", "二三四。"),
        ("“Go!” he said. No.", "said", "he said."),
        ("Line one\nLine two", "two", "Line two"),
    ],
)
def test_the_sentence_around_a_place(text: str, word: str, sentence: str) -> None:
    start = text.index(word)
    assert excerpt(text, start, start + len(word)) == sentence
