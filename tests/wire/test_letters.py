"""Letters bring copy: from those who may, whatever their mail programs make of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from broadsheet.news.models import ArticlePage, Picture, SectionPage
from broadsheet.site.config import ConfigError, load
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.formats import copy_formats
from broadsheet.wire.letters import enclosures, parts, reading
from broadsheet.wire.models import Item, Source
from broadsheet.wire.sources import drafting, folder, looking
from broadsheet.wire.sources.taking import take_all
from broadsheet.wire.story import Picture as Named
from broadsheet.wire.story import Story, Text
from tests.outreach import imap
from tests.wire.conftest import picture

pytestmark = pytest.mark.django_db
DESK = "Desk <desk@coast.example>"
RAW = b"""From: =?utf-8?q?M=C3=A4ra?= <Mara@Coast.example>\r
To: wire@post.example\r
Subject: =?iso-8859-1?Q?Hochwasser_in_K=F6ln?=\r
Message-ID: <1@coast.example>\r
Date: Mon, 04 Mar 2024 12:30:00 +0100\r
MIME-Version: 1.0\r
Content-Language: de\r
"""


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def letter(
    subject: str = "River rises", text: str = "The river rose.\n\nIt fell.", **fields: str
) -> EmailMessage:
    made = EmailMessage()
    said = {"From": DESK, "Subject": subject, "Message-ID": f"<{subject or 0}@x>"}
    for name, value in (
        said | {name.replace("_", "-"): value for name, value in fields.items()}
    ).items():
        made[name] = value
    if text:
        made.set_content(text)
    return made


def read(data: bytes | EmailMessage, *senders: str) -> reading.Read:
    given = data if isinstance(data, bytes) else data.as_bytes()
    return reading.read(given, senders=senders, keep=enclosures.keep)


def only(data: bytes | EmailMessage) -> Story:
    (story,) = read(data).stories
    return story


def html(story: Story) -> str:
    return "".join(block.html for block in story.body if isinstance(block, Text))


# What a letter says ----------------------------------------------------------


def test_a_plain_letter_is_a_story() -> None:
    body = "KÖLN, 4 March - Der Rhein steigt.\r\n\r\n> Wie hoch?\r\n\r\n-- \r\nMara".encode("latin-1")
    story = only(
        RAW
        + b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + body
    )
    assert (story.id, story.headline, story.language) == ("1@coast.example", "Hochwasser in Köln", "de")
    assert story.published
    assert story.published.isoformat() == "2024-03-04T12:30:00+01:00"
    assert story.ednote == "Mära <mara@coast.example>"
    assert "Der Rhein steigt." in html(story)
    assert "&gt; Wie hoch?" in html(story)  # quotes and signatures stay as they are
    assert "Mara" in html(story)


def test_html_is_taken_before_plain_text_and_cleaned() -> None:
    made = letter(text="plain")
    made.add_alternative(
        "<html><head><style>p{}</style></head><body><p>The <b>river</b> rose.</p>"
        "<script>alert(1)</script><p onclick='x()'>So <a href='javascript:x()'>it</a> did.</p>"
        "</body></html>",
        subtype="html",
    )
    assert html(only(made)) == "<p>The <b>river</b> rose.</p><p>So it did.</p>"
    empty = letter(text="Only plain.")
    empty.add_alternative("<html><body> </body></html>", subtype="html")
    assert html(only(empty)) == "<p>Only plain.</p>"


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        (b"text/plain; charset=no-such-charset", "Fluß".encode(), "Fluß"),
        (b"text/plain; charset=utf-8", "Fluß".encode("cp1252"), "Fluß"),
        (b"text/plain; charset=us-ascii", "Fluß".encode(), "Fluß"),
        (b"text/plain; charset=koi8-r", "Река".encode("koi8-r"), "Река"),
        (b"text/plain; charset=gb18030", "河水上涨".encode("gb18030"), "河水上涨"),
        (b"text/html; charset=utf-16", "<p>Fluß</p>".encode("utf-16"), "Fluß"),
        (b"nonsense", b"Words.", "Words."),
        (b"multipart/mixed; boundary=never", b"--other\r\n\r\nLost.", None),
    ],
)  # fmt: skip
def test_broken_and_rare_encodings_are_read(kind: bytes, body: bytes, words: str | None) -> None:
    data = RAW + b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body
    if words is None:
        assert only(data).body == ()
    else:
        assert words in html(only(data))


def test_broken_header_fields_cost_only_themselves() -> None:
    story = only(
        b"From: =?x-unknown?B?////?= <a@x.example>\r\nSubject: \xc3\xbcber =?utf-8?B?not base64?=\r\n"
        b"Date: the day before\r\nMessage-ID: <a b>\r\n\r\nWords."
    )
    assert story.headline.startswith("über")
    assert story.published is None
    assert html(story) == "<p>Words.</p>"


# What is attached ------------------------------------------------------------


@pytest.mark.parametrize("name", ["NITF", "ninjs", "NewsML-G2"])
def test_copy_that_is_attached_is_what_is_taken(name: str) -> None:
    write = copy_formats()[name].write
    assert write
    sent = Story(
        id="urn:x:flood", headline="Flood", body=(Text(html="<p>It rose.</p>"), Named(src="quay.png")),
        picture=Named(src="quay.png", alt="The quay"),
    )  # fmt: skip
    made = letter(text="Please find our copy attached.")
    made.add_attachment(
        write([sent]), maintype="application", subtype="octet-stream", filename="copy.xml"
    )
    made.add_attachment(picture("navy"), maintype="image", subtype="png", filename="quay.png")
    story = only(made)
    assert (story.id, story.headline) == ("urn:x:flood", "Flood")
    assert story.picture
    assert enclosures.read(story.picture.src) == picture("navy")


def test_copy_may_be_the_text_itself() -> None:
    text = "abc0123 3 pl 0123\n\nriver\n\nRiver rises\n\nOld Quay, March 4 (abc) - It rose.\n"
    story = only(letter(text=text))
    assert story.urgency == 3
    assert story.headline != "abc0123"


def test_pictures_stand_where_the_letter_shows_them(section: SectionPage) -> None:
    made = letter(text="plain")
    made.add_alternative(
        "<p>See</p><img src='cid:one@x' alt='The quay'><p>this.</p><img src='cid:no'>", subtype="html"
    )
    made.get_payload()[1].add_related(picture("navy"), "image", "png", cid="<one@x>", filename="in.png")
    made.add_attachment(picture("teal"), maintype="image", subtype="png", filename="more.png")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="terms.pdf")
    made.add_attachment(b"no picture", maintype="image", subtype="png", filename="broken.png")
    found = read(made)
    (story,) = found.stories
    kinds = [type(block).__name__ for block in story.body]
    assert kinds == ["Text", "Picture", "Text", "Picture"]
    assert found.remarks == [
        "terms.pdf is left out: nothing here reads such a file",
        "broken.png is left out: it is not a picture",
    ]
    source = Source.objects.create(name="Desk", kind="mail", address="desk", section=section)
    (item,) = take_all(source=source, stories=[story]).new
    article = drafting.draft(item=item)
    assert Picture.objects.count() == 2
    assert [block.block_type for block in article.body] == ["text", "picture", "text", "picture"]
    assert not article.live


def test_a_forwarded_letter_is_a_story_of_its_own() -> None:
    made = letter("Fwd", "See below.")
    made.add_attachment(letter("Comet seen", "Look west."))
    assert [one.headline for one in read(made).stories] == ["Fwd", "Comet seen"]


# What is not taken -----------------------------------------------------------


def test_only_those_on_the_list_are_heard() -> None:
    assert read(letter(), "desk@coast.example").stories
    assert read(letter(), "@coast.example").stories
    for sender in ("desk@coast.example.evil.example", "x@evilcoast.example", "", "desk"):
        with pytest.raises(reading.NotAllowed):
            read(letter(From=sender or "nobody"), "@coast.example", "desk@coast.example")
    spoofed = letter(From='"desk@coast.example" <thief@evil.example>')
    with pytest.raises(reading.NotAllowed, match="thief@evil"):
        read(spoofed, "desk@coast.example")


def test_what_is_too_large_deep_or_empty_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = RAW
    for number in range(500):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)
    with pytest.raises(ImportRefused, match="parts that hold parts"):
        read(deep)
    with pytest.raises(ImportRefused, match="nothing in the letter"):
        read(letter("", ""))
    many = letter()
    for number in range(parts.MOST_PARTS + 5):
        many.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"{number}.pdf")
    assert f"only its first {parts.MOST_PARTS} parts were read" in read(many).remarks
    monkeypatch.setattr(parts, "LIMIT", 1000)
    with pytest.raises(ImportRefused, match="larger than"):
        read(letter(text="x" * 2000))


def test_letters_are_known_by_their_heads() -> None:
    assert parts.recognises(letter().as_bytes())
    assert parts.recognises(b"From a@b Mon Mar  4 12:00:00 2024\n" + RAW)
    for other in (b"<nitf/>", b'{"uri": "x"}', b"Dear all: hello\n\n", b"<?xml version='1.0'?>", b""):
        assert not parts.recognises(other)


# A mailbox -------------------------------------------------------------------


@pytest.fixture
def serve(settings: Any) -> Iterator[Callable[[imap.Folder], None]]:
    servers: list[imap.Server] = []

    def start(kept: imap.Folder) -> None:
        servers.append(imap.Server(kept))
        address = f"imap://reader:a%20secret@127.0.0.1:{servers[-1].port}/Returned"
        settings.WIRE_MAILBOXES = {"desk": address}

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def source(section: SectionPage) -> Source:
    return Source.objects.create(name="Desk", kind="mail", address="desk", senders="@coast.example")


def test_a_mailbox_is_read_once_and_what_is_bad_stops_nothing(
    serve: Callable[[imap.Folder], None], source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(99)
    )
    bad = letter("Breaks the reader").as_bytes()
    kept = imap.Folder([
        letter("One").as_bytes(), letter("Spam", From="x@evil.example").as_bytes(), RAW + deep, bad,
        b"", letter("Two").as_bytes(),
    ])  # fmt: skip
    serve(kept)
    honest = reading.read

    def breaks(data: bytes, **more: Any) -> reading.Read:
        if data == bad:
            raise KeyError("a fault of ours")
        return honest(data, **more)

    monkeypatch.setattr(reading, "read", breaks)
    taken = looking.look(source=source)
    assert [item.headline for item in taken.new] == ["One", "Two"]
    assert kept.seen == set(kept.messages)
    assert kept.flagged == {12, 13, 14, 15}
    source.refresh_from_db()
    assert source.failures == 0
    assert "x@evil.example" in source.trouble
    assert len(source.trouble.splitlines()) == 4
    assert not ArticlePage.objects.exists()
    assert looking.look(source=source).new == []
    kept.seen.clear()  # as after a crash between the two
    again = looking.look(source=source)
    assert (again.new, again.changed) == ([], [])


def test_a_mailbox_that_is_away_is_told_and_asked_later(
    serve: Callable[[imap.Folder], None], source: Source, settings: Any
) -> None:
    kept = imap.Folder([letter("One").as_bytes(), letter("Two").as_bytes()])
    kept.breaks_at = 12
    serve(kept)
    looking.look(source=source)
    source.refresh_from_db()
    assert source.failures == 1
    assert "its mailbox cannot be read" in source.trouble
    assert [item.headline for item in Item.objects.all()] == ["One"]
    kept.breaks_at = 0
    assert [item.headline for item in looking.look(source=source).new] == ["Two"]
    settings.WIRE_MAILBOXES = {}
    looking.look(source=source)
    assert "not in broadsheet.toml" in source.trouble


def test_what_would_be_taken_is_shown_and_nothing_is_kept(
    serve: Callable[[imap.Folder], None], source: Source, client: Any, editor: Any, home: Path
) -> None:
    made = letter("River rises")
    made.add_attachment(picture("navy"), maintype="image", subtype="png", filename="a.png")
    kept = imap.Folder([made.as_bytes(), letter("Spam", From="x@evil.example").as_bytes()])
    serve(kept)
    client.force_login(editor)
    page = client.get(reverse("wire_source_try", args=[source.pk])).content.decode()
    assert "River rises" in page
    assert "x@evil.example are not taken" in page
    assert not kept.seen
    assert not Item.objects.exists()
    assert not (home / "enclosed").exists()


def test_a_source_of_letters_needs_a_known_mailbox_and_senders(settings: Any, home: Path) -> None:
    settings.WIRE_MAILBOXES = {"desk": "imaps://a:b@mail.example"}
    for address, senders, field in (("other", "a@b.example", "address"), ("desk", "", "senders"),
                                    ("desk", "two words", "senders")):  # fmt: skip
        with pytest.raises(ValidationError) as told:
            Source(name="Desk", kind="mail", address=address, senders=senders).full_clean()
        assert field in told.value.message_dict
    Source(name="Desk", kind="mail", address="desk", senders="a@b.example\n@c.example").full_clean()
    (home / "secret.key").write_text("for tests only " * 5)
    for line, good in (
        ("desk=imaps://a:b%3D@mail.example/In", True),
        ("desk", False),
        ("=imaps://a:b@m", False),
    ):
        (home / "broadsheet.toml").write_text(f'wire_mailboxes = ["{line}"]\n')
        if good:
            assert load(home).mailboxes_of_the_wire == {"desk": "imaps://a:b%3D@mail.example/In"}
        else:
            with pytest.raises(ConfigError):
                load(home)


# A folder --------------------------------------------------------------------


def test_letters_in_a_folder_are_taken_too(section: SectionPage, home: Path) -> None:
    source = Source.objects.create(name="Drop", kind="folder", address="in", senders="@coast.example")
    place = folder.place_of(source)
    for below in ("new", "cur", "tmp"):
        (place / below).mkdir(parents=True)
    files = {
        place / "a.eml": letter("One").as_bytes(),
        place / "b.eml": letter("Spam", From="x@evil.example").as_bytes(),
        place / "new" / "1709550000.M1P1.host": letter("Two").as_bytes(),
        place / "tmp" / "1709550001.M1P1.host": letter("Being written").as_bytes(),
    }
    for number, (file, data) in enumerate(files.items()):
        file.write_bytes(data)
        os.utime(file, (time.time() - 60 + number,) * 2)
    assert {one.headline for one in looking.preview_of(source=source).stories} == {"One", "Two"}
    taken = looking.look(source=source)
    assert [item.headline for item in taken.new] == ["One", "Two"]
    assert sorted(one.name for one in (place / "done").iterdir()) == ["1709550000.M1P1.host", "a.eml"]
    assert "not taken" in (place / "refused" / "b.eml.why.txt").read_text()
    assert (place / "tmp" / "1709550001.M1P1.host").exists()
