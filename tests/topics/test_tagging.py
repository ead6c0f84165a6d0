"""Names are found in every script, by their rules, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.topics.tagging.choosing import suggest
from broadsheet.topics.tagging.endings import forms, stem, stems
from broadsheet.topics.tagging.names import Facts, Name, Names
from broadsheet.topics.tagging.words import folded, words

KINDS = {1: Facts("place"), 2: Facts("organisation"), 3: Facts("person"), 4: Facts("subject")}


def found(
    text: str, *names: Name | str, language: str = "en", facts: dict[int, Facts] | None = None
) -> list:
    """(words of the text, topic) of each mention; a name given as text is topic 1's."""
    rows = [Name(1, name) if isinstance(name, str) else name for name in names]
    compiled = Names(rows, facts=facts or KINDS, language=language)
    return [(text[m.start : m.end], m.topic) for m in suggest(text, language, names=compiled)]


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("Rain in China, again.", "China", "en"),
        ("China's rivers", "China", "en"),
        ("the China-Kazakhstan line", "China", "en"),
        ("CHINA SENDS A TRAIN", "China", "en"),
        ("the U.S. said so", "U.S.", "en"),
        ("in St. Petersburg today", "St. Petersburg", "en"),
        ("in St Petersburg today", "St. Petersburg", "en"),
        ("to O’Brien today", "O'Brien", "en"),
        ("les chiffres de l'OMS", "OMS", "fr"),
        ("em São Paulo hoje", "São Paulo", "es"),
        ("在阿拉木图举行", "阿拉木图", "zh-hans"),
        ("访问中国。", "中国", "zh-hans"),
        ("東京タワーで", "東京タワー", "ja"),
        ("한국은행이 밝혔다", "한국은행", "ko"),
        ("เยือนประเทศจีนวันนี้", "จีน", "th"),
        ("زيارة إلى الصين اليوم", "الصين", "ar"),
        ("بين مصر والصين", "الصين", "ar"),
        ("رسالة للصين", "الصين", "ar"),
        ("पर दिल्ली में", "दिल्ली", "hi"),
        ("в Алматы сегодня", "Алматы", "ru"),
    ],
)
def test_a_name_is_found_in_every_script(text: str, name: str, language: str) -> None:
    assert len(found(text, name, language=language)) == 1


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("Chinatown is open", "China", "en"),
        ("Indochina was", "China", "en"),
        ("that is up to us", "US", "en"),
        ("those who wait", "WHO", "en"),
        ("Who waits?", "WHO", "en"),
        ("WHO WILL WIN THE RACE NOW", "WHO", "en"),
        ("an apple a day", "Apple", "en"),
        ("went to New. York was cold", "New York", "en"),
        ("New, York", "New York", "en"),
        ("New\nYork", "New York", "en"),
        ("to O’Brien today", "Brien", "en"),
        ("Московский проспект", "Москва", "ru"),
        ("Астанинский", "Астана", "ru"),
        ("да или нет", "Или", "ru"),
        ("เขาเดินไปเจีน", "จีน", "th"),
        ("ทีมจีน้", "จีน", "th"),
        ("दिल्लीवाला", "दिल्ली", "hi"),
        ("الصينية لغة", "الصين", "ar"),
    ],
)
def test_what_only_looks_like_a_name_is_not_found(text: str, name: str, language: str) -> None:
    assert found(text, name, language=language) == []


def test_the_longest_name_wins() -> None:
    names = (Name(1, "China"), Name(2, "Bank of China"), Name(3, "Bank of China Tower"))
    assert found("The Bank of China Tower in China", *names) == [
        ("Bank of China Tower", 3),
        ("China", 1),
    ]
    assert found(
        "哈萨克斯坦国家银行", Name(1, "哈萨克斯坦"), Name(2, "哈萨克斯坦国家银行"), language="zh"
    ) == [("哈萨克斯坦国家银行", 2)]


def test_a_longer_name_with_the_wrong_capitals_leaves_the_shorter_one() -> None:
    assert found("the china daily of China Daily", Name(1, "China"), Name(2, "China Daily")) == [
        ("China Daily", 2)
    ]
    assert found("China daily grows", Name(1, "China"), Name(2, "China Daily")) == [("China", 1)]


def test_a_subject_is_found_in_any_case() -> None:
    name = Name(4, "oil", as_written=False)
    assert found("Oil and oil and OIL, not oily", name) == [("Oil", 4), ("oil", 4), ("OIL", 4)]


def test_a_name_of_one_language_is_not_looked_for_in_another() -> None:
    assert found("the Gift shop", Name(1, "Gift", language="de"), language="en") == []
    assert found("das Gift", Name(1, "Gift", language="de"), language="de-at") == [("Gift", 1)]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Казахстан", "Казахстана Казахстану Казахстаном Казахстане"),
        ("Россия", "России Россию Россией"),
        ("Москва", "Москвы Москве Москву Москвой"),
        ("Китай", "Китая Китаю Китаем Китае"),
        ("нефть", "нефти нефтью"),
        ("Алматы", "Алматы"),
        ("Назарбаев", "Назарбаева Назарбаеву Назарбаевым Назарбаеве"),
        ("Соколова", "Соколовой Соколову"),
        ("Толстой", "Толстого Толстому Толстым Толстом"),
        ("Чайковский", "Чайковского Чайковскому Чайковским"),
        ("Георгий", "Георгия Георгию Георгием Георгии"),
        ("Виктор Грачёв", "Виктора Грачёва|Виктору Грачеву|Виктором Грачёвым"),
        ("Каспийское море", "Каспийского моря|Каспийскому морю|Каспийским морем|Каспийском море"),
        (
            "Объединённые Арабские Эмираты",
            "Объединенных Арабских Эмиратов|Объединённым Арабским Эмиратам",
        ),
        ("железная дорога", "железной дороги|железной дорогой|железную дорогу"),
        ("Череповец", "Череповца Череповцу Череповце"),
        ("Павел", "Павла Павлу Павлом"),
    ],
)
def test_russian_endings(name: str, written: str) -> None:
    for form in written.split("|" if "|" in written else " "):
        assert found(f"и {form}, и", name, language="ru") == [(form, 1)], form


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Қазақстан", "Қазақстанның Қазақстанға Қазақстанды Қазақстанда Қазақстаннан Қазақстанмен"),
        ("Алматы", "Алматының Алматыға Алматыны Алматыда Алматыдан Алматымен"),
        ("Түркістан", "Түркістанға"),
        ("Қытай", "Қытайдың Қытайға Қытайды Қытайда Қытайдан Қытаймен"),
        ("Бейжің", "Бейжіңнің Бейжіңге Бейжіңде Бейжіңнен"),
        ("Атырау", "Атыраудың Атырауға Атырауда"),
        ("Ақтөбе", "Ақтөбенің Ақтөбеге Ақтөбеде"),
        ("Семей", "Семейдің Семейге Семейде"),
    ],
)
def test_kazakh_endings(name: str, written: str) -> None:
    for form in written.split():
        assert found(f"бұл {form} болды", name, language="kk") == [(form, 1)], form


def test_endings_are_those_of_the_name_and_no_others() -> None:
    assert found("Казахстанец приехал", "Казахстан", language="ru") == []
    assert found("Россиянин", "Россия", language="ru") == []
    assert found("Китайский", "Китай", language="ru") == []
    assert found("Казахстана", Name(1, "Казахстан", inflected=False), language="ru") == []
    assert found("Казахстана", "Казахстан", language="en") == []


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяёіңғүұқөһ", min_size=3, max_size=12))
@settings(max_examples=100, deadline=None)
def test_every_form_of_a_word_has_a_stem_the_word_is_kept_under(word: str) -> None:
    for language in ("ru", "kk"):
        known = stems(word, language)
        assert all(stem(form, language) in known for form in forms(word, language))


@given(
    st.text(max_size=60),
    st.text(max_size=12),
    st.sampled_from(["en", "ru", "kk", "zh-hans", "ar", "th"]),
)
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_and_places_are_true(text: str, name: str, language: str) -> None:
    compiled = Names([Name(1, name, as_written=False)], facts=KINDS, language=language)
    last = 0
    for mention in suggest(text, language, names=compiled):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        last = mention.end


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=10))
@settings(max_examples=100, deadline=None)
def test_a_name_alone_is_found(name: str) -> None:
    assert found(f"({name})", Name(1, name, as_written=False)) == [(name, 1)]


# Which one is meant ---------------------------------------------------------------

GEORGIAS = (
    Name(10, "Georgia", needs_context=True), Name(11, "Georgia", needs_context=True),
    Name(12, "Tbilisi"), Name(13, "Atlanta"),
)  # fmt: skip
PLACES = {
    10: Facts("place", None, frozenset({"caucasus"})), 11: Facts("place", None, frozenset()),
    12: Facts("place", 10), 13: Facts("place", 11),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The road from Georgia to Tbilisi", 10),
        ("The road from Georgia to Atlanta", 11),
        ("Snow closed Georgia; all the Caucasus is cold", 10),
    ],
)
def test_what_stands_beside_it_says_which_one_is_meant(text: str, meant: int) -> None:
    assert ("Georgia", meant) in found(text, *GEORGIAS, facts=PLACES)


def test_a_name_with_other_meanings_and_nothing_beside_it_is_left() -> None:
    assert found("Georgia on my mind", *GEORGIAS, facts=PLACES) == []
    assert found("He lives in Georgia.", *GEORGIAS, facts=PLACES) == []


def test_a_surname_is_a_person_only_after_the_whole_name() -> None:
    march = (Name(3, "Robert March"), Name(3, "March", needs_context=True))
    assert found("In March it rained.", *march) == []
    assert found("Robert March came. “Good,” said March, who leaves in March.", *march) == [
        ("Robert March", 3), ("March", 3),
    ]  # fmt: skip


def test_the_rest_of_a_name_after_the_whole_one_is_the_same_person() -> None:
    text = "Виктор Грачёв приехал. Грачёва ждали."
    assert found(text, Name(3, "Виктор Грачёв"), language="ru") == [("Виктор Грачёв", 3), ("Грачёва", 3)]


def test_a_part_of_somebody_elses_name_is_left() -> None:
    jordan = Name(1, "Jordan", needs_context=True)
    facts = {1: Facts("place", None, frozenset({"water"}))}
    assert found("The water engineer Kate Jordan came", jordan, facts=facts) == []
    assert found("Water for Jordan is dear", jordan, facts=facts) == [("Jordan", 1)]


def test_spellings_are_folded_alike() -> None:
    assert folded("  Виктор   ГРАЧЁВ ") == folded("виктор грачев")
    assert [word.text for word in words("l'OMS, 5.1%")] == ["l", "OMS", "5", "1"]
