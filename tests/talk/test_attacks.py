"""What people with bad intentions send."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage, Author
from broadsheet.talk import actions, limits, names
from broadsheet.talk.api import CommentCopy, import_comments
from broadsheet.talk.drafts import MAX_TEXT
from broadsheet.talk.models import Appeal, Post, Reaction, Reason, Report
from broadsheet.talk.work import receipt_url
from tests.talk.conftest import WORDS, filled

Say = Callable[..., Post]


@pytest.fixture
def address(article: ArticlePage) -> str:
    return f"/talk/article/{article.pk}/"


@pytest.fixture
def every_address(open_paper: None, say: Say, article: ArticlePage, editor: User) -> list[str]:
    """Every address that takes something from strangers."""
    client = Client()
    post = say("The first word.", client=client)
    client.post("/forum/world/new/", filled(title="A topic", text="Hello all."))
    topic = Post.objects.get(text="Hello all.").thread
    return [
        f"/talk/article/{article.pk}/",
        f"/talk/topic/{topic.pk}/",
        f"/talk/{post.pk}/reply/",
        f"/talk/{post.pk}/report/",
        "/forum/world/new/",
        f"/talk/{post.pk}/like/",
        receipt_url(actions.take_down(post=say("Worse."), reason=Reason.ABUSIVE, by=editor)),
    ]


def everything() -> tuple[int, ...]:
    """How much of all that readers can send there is."""
    return tuple(kind.objects.count() for kind in (Post, Report, Reaction, Appeal))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_nothing_is_taken_from_another_site(every_address: list[str], headers: dict[str, str]) -> None:
    before = everything()
    for address in every_address:
        answer = Client().post(address, filled(title="T", reason="spam"), headers=headers)
        assert answer.status_code == 403, address
    assert everything() == before


def test_reading_changes_nothing(every_address: list[str]) -> None:
    before = everything()
    for address in every_address:
        assert Client().get(address, filled(title="T", reason="spam")).status_code in {200, 302}
    assert everything() == before


class TestNames:
    @pytest.fixture(autouse=True)
    def newsroom(self, editor: User) -> None:
        User.objects.filter(pk=editor.pk).update(name="Dana Ospan")
        Author.objects.create(name="Аружан Сейтова", slug="aruzhan")

    @pytest.mark.parametrize(
        "name",
        [
            "Dana Ospan", "dana ospan", "DANA  OSPAN", "DanaOspan", "D a n a Ospan",
            "Dana Ospan, editor",
            "Dаnа Ospаn",  # Cyrillic а
            "Dana 0span", "Dana\u200b Os\u200bpan", "Dana Os\u00adpan", "D\u202eana Ospan", "Ðana Ospan",
            "Ｄａｎａ Ｏｓｐａｎ", "𝐃𝐚𝐧𝐚 𝐎𝐬𝐩𝐚𝐧", "Dána Öspan", "Dana\u200d Ospan", "Αружан Сейтова",
            "Аружан Ceйtoвa", "Moderator", "The M0derator", "аdmin", "The Test Post", "Тhe Test Роst",
        ],
    )  # fmt: skip
    def test_none_that_looks_like_the_newsrooms(self, open_paper: None, address: str, name: str) -> None:
        answer = Client().post(address, filled(name=name))
        assert answer.status_code == 422
        assert "looks like one of the newsroom" in answer.content.decode()
        assert WORDS in answer.content.decode()
        assert not Post.objects.exists()

    @pytest.mark.parametrize(
        "name", ["Dana", "Ospan", "Danaé O.", "阿丽亚", "عالية", "Аружан", "Anna Post"]
    )
    def test_others_are_welcome(self, open_paper: None, address: str, name: str) -> None:
        assert Client().post(address, filled(name=name)).status_code == 302

    def test_a_reader_with_an_account_is_not_the_newsroom_either(
        self, open_paper: None, address: str
    ) -> None:
        client = Client()
        client.force_login(User.objects.create_user("x@example.org", name="Dana Ospan"))
        assert client.post(address, filled()).status_code == 422

    def test_an_author_with_an_account_signs_with_their_own_name(
        self, open_paper: None, address: str
    ) -> None:
        user = User.objects.create_user("a@example.org", name="Аружан Сейтова")
        Author.objects.update(user=user)
        client = Client()
        client.force_login(user)
        assert client.post(address, filled()).status_code == 302

    @pytest.mark.parametrize(
        "name", ["", "   ", "\u200b", "\u202e\u2066", "\u200d\u200c", "!!!", "\u0301"]
    )
    def test_none_without_a_letter(self, open_paper: None, address: str, name: str) -> None:
        answer = Client().post(address, filled(name=name))
        assert answer.status_code == 422
        assert not Post.objects.exists()

    def test_skeletons(self) -> None:
        assert names.key("Rnary") == names.key("mary")
        assert names.key("Iliya") == names.key("lliya") == names.key("1liya")
        assert names.key("Анна") != names.key("Алла")


def test_line_breaks_in_a_name_or_an_address_inject_nothing(open_paper: None, address: str) -> None:
    for field, value in (
        ("name", "Aliya\r\nBcc: all@example.org"),
        ("email", "a@example.org\r\nBcc: b@example.org"),
    ):
        answer = Client().post(address, filled(**{field: value}))
        assert "Bcc" not in "".join(f"{name}: {text}" for name, text in answer.headers.items())
    assert not Post.objects.filter(name__contains="\n").exists()
    assert not Post.objects.filter(email__contains="\n").exists()
    assert mail.outbox == []


def test_a_members_name_is_nobody_elses_not_even_another_members(
    open_paper: None, article: ArticlePage
) -> None:
    dina = User.objects.create_user("dina@example.org", name="Dina")
    other = User.objects.create_user("other@example.org")
    address = f"/talk/article/{article.pk}/"
    for user, text, status in ((dina, "The bridge is open.", 302), (other, "It is closed.", 422)):
        reader = Client()
        reader.force_login(user)
        told = reader.post(address, filled(name="Dіna", text=text))
        assert told.status_code == status
    other.refresh_from_db()
    assert other.name == ""


def test_one_thread_is_not_flooded_from_everywhere(
    open_paper: None, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OF_A_THREAD", 3)
    address = f"/talk/article/{article.pk}/"
    told = [
        Client(REMOTE_ADDR=f"198.51.{number}.7").post(address, filled(text=f"Number {number}."))
        for number in range(5)
    ]
    assert [answer.status_code for answer in told] == [302, 302, 302, 429, 429]
    assert "Number 4." in told[-1].content.decode()


def test_bidi_and_invisible_marks_are_taken_out(open_paper: None, say: Say) -> None:
    post = say("A\u202etext\u2066 with\u200b tricks\x00\x07".replace("\x00", ""), name="Ali\u202eya")
    assert post.text == "Atext with tricks"
    assert post.name == "Aliya"


def test_a_zero_byte_is_refused_in_words(open_paper: None, address: str) -> None:
    assert Client().post(address, filled(text="a\x00b")).status_code == 422


class TestLength:
    def test_100_000_characters_are_refused_and_kept_in_the_form(
        self, open_paper: None, address: str
    ) -> None:
        text = "word " * 20_000
        answer = Client().post(address, filled(text=text))
        assert answer.status_code == 422
        html = answer.content.decode()
        assert f"Your comment has 100000 characters; {MAX_TEXT} is the most." in html
        assert html.count("word word") > 5_000
        assert not Post.objects.exists()

    def test_a_megabyte_of_combining_marks(self, open_paper: None, address: str) -> None:
        answer = Client().post(address, filled(text="a" + "\u0301\u0323" * 250_000))
        assert answer.status_code == 422
        assert not Post.objects.exists()

    def test_marks_within_the_limit_are_thinned_out(self, open_paper: None, say: Say) -> None:
        post = say("Z" + "\u0301\u0323\u0335" * 1_500)
        assert len(post.text) < 10

    def test_a_long_name_is_refused(self, open_paper: None, address: str) -> None:
        assert Client().post(address, filled(name="x" * 61)).status_code == 422


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(sorted(name for name, _ in attrs))))
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


def tags(html: str) -> set[tuple[str, tuple[str, ...]]]:
    parser = Tags()
    parser.feed(html)
    links = [link.strip().lower() for link in parser.links]
    assert not [link for link in links if link.startswith(("javascript:", "data:"))]
    return set(parser.seen)


ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
OURS = {"a", "br", "nav", "span"}  # links in a text, line breaks, paging
OUR_ATTRIBUTES = {"href", "rel", "class", "aria-label"}


def test_hostile_markup_stays_text(
    open_paper: None, article: ArticlePage, fixtures: Path, moderator: User
) -> None:
    """No payload, in a name or a text, brings a tag that a harmless comment has not."""
    desk = Client()
    desk.force_login(moderator)
    payloads = [entry["payload"] for entry in json.loads((fixtures / "xss/payloads.json").read_text())]
    assert len(payloads) > 50

    def pages() -> list[str]:
        queue = desk.get("/newsroom/moderation/?show=published")
        public = [article.url, f"/forum/article/{article.pk}/"]
        return [queue.content.decode(), *(Client().get(address).content.decode() for address in public)]

    harmless = "Harmless <words>, see https://example.org/"
    import_comments(article=article, comments=[copy("harmless", "Plain", harmless)])
    before = [tags(html) for html in pages()]
    hostile = [copy(str(place), payload, payload) for place, payload in enumerate(payloads)]
    import_comments(article=article, comments=hostile)
    for known, html in zip(before, pages(), strict=True):
        new = tags(html) - known
        assert {tag for tag, _ in new} <= OURS
        assert {name for _, attributes in new for name in attributes} <= OUR_ATTRIBUTES
    feed = ElementTree.fromstring(Client().get(f"/feeds/comments/{article.pk}.rss").content)
    for item in feed.iter("item"):
        for part in (item.findtext("description", ""), item.findtext(ENCODED, "")):
            assert {tag for tag, _ in tags(part)} <= OURS | {"p"}


def copy(key: str, name: str, text: str) -> CommentCopy:
    return CommentCopy(key=key, name=name[:60], text=text[:MAX_TEXT], when=now())


class TestFloods:
    def test_one_writer(self, open_paper: None, address: str) -> None:
        client = Client()
        answers = [
            client.post(address, filled(text=f"Number {number}."))
            for number in range(limits.OF_A_WRITER + 2)
        ]
        assert [answer.status_code for answer in answers[-2:]] == [429, 429]
        assert f"Number {limits.OF_A_WRITER}." in answers[-2].content.decode()
        assert Post.objects.count() == limits.OF_A_WRITER

    def test_one_network_with_many_faces(self, open_paper: None, address: str) -> None:
        for number in range(limits.OF_A_NETWORK + 5):
            Client(REMOTE_ADDR=f"192.0.2.{number}").post(address, filled(text=f"Number {number}."))
        assert Post.objects.count() == limits.OF_A_NETWORK
        elsewhere = Client(REMOTE_ADDR="198.51.100.7").post(address, filled(text="From elsewhere."))
        assert elsewhere.status_code == 302

    def test_a_stamp_used_again_and_again_does_not_pass_the_limit(
        self, open_paper: None, address: str
    ) -> None:
        form = filled()
        client = Client()
        for number in range(limits.OF_A_WRITER + 3):
            client.post(address, form | {"text": f"Number {number}."})
        assert Post.objects.count() == limits.OF_A_WRITER

    def test_an_invented_forwarding_header_is_no_way_around(
        self, open_paper: None, address: str
    ) -> None:
        for number in range(limits.OF_A_NETWORK + 5):
            headers = {"X-Forwarded-For": f"203.0.{number}.1"}
            Client().post(address, filled(text=f"Number {number}."), headers=headers)
        assert Post.objects.count() == limits.OF_A_NETWORK

    def test_reports(self, open_paper: None, say: Say) -> None:
        posts = [say(f"Number {number}.", client=Client()) for number in range(limits.REPORTS + 2)]
        for post in posts:
            Client().post(f"/talk/{post.pk}/report/", filled(reason="spam"))
        assert Report.objects.count() == limits.REPORTS


class TestReports:
    def test_a_report_leaves_the_comment_and_is_counted_once(
        self, open_paper: None, say: Say, article: ArticlePage
    ) -> None:
        post = say()
        first = Client().post(f"/talk/{post.pk}/report/", filled(reason="racist"))
        again = Client().post(f"/talk/{post.pk}/report/", filled(reason="spam"))
        assert first.status_code == again.status_code == 200
        assert first.content == again.content
        assert Report.objects.get().reason == "racist"
        assert WORDS in Client().get(article.url).content.decode()

    @pytest.mark.parametrize("fields", [{"reason": "nonsense"}, {"reason": ""}, {"stamp": "forged"}])
    def test_a_wrong_one_is_shown_again(
        self, open_paper: None, say: Say, fields: dict[str, str]
    ) -> None:
        post = say()
        form = filled(reason="spam", note="Look at it") | fields
        answer = Client().post(f"/talk/{post.pk}/report/", form)
        assert answer.status_code == 422
        assert "Look at it" in answer.content.decode()
        assert not Report.objects.exists()


def test_numbers_beyond_every_database_are_not_found(paper: Any) -> None:
    huge = 10**30
    for address in (
        f"/talk/{huge}/", f"/talk/{huge}/reply/", f"/talk/{huge}/report/", f"/talk/article/{huge}/",
        f"/talk/topic/{huge}/", f"/talk/thanks/{huge}/", f"/forum/article/{huge}/",
        f"/forum/post/{huge}/",
    ):  # fmt: skip
        assert Client().get(address).status_code == 404, address
