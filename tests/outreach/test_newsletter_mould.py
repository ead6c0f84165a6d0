"""Copies made of bytes are the letters that a mail program expects."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.outreach.newsletter import tokens
from broadsheet.outreach.newsletter.mould import Mould
from broadsheet.outreach.newsletter.writing import GREETING_HERE, LEAVE_HERE, Letter
from broadsheet.outreach.pipeline import Copy

PLAIN = (
    f"Қазақстан\n{GREETING_HERE}\n.a dot\n..two\nlong {'word ' * 60}\nLeave: {LEAVE_HERE}\nend = =3D\n"
)
LINK = f"<a href='{LEAVE_HERE}'>leave</a>"
HTML = f"<p>新闻</p>{GREETING_HERE}\n<p>.dot</p>\n.\n{LINK} {LINK}\n"
LETTER = Letter(subject="Жаңалықтар of the week, and a long line that has to be folded somewhere " * 2,
                html=HTML, plain=PLAIN)  # fmt: skip


def filled(letter: Letter = LETTER, *, email: str = "reader@example.org", name: str = "") -> Copy:
    return Mould(letter).filled(key=7, subscriber_id=3, email=email, name=name)


def read(copy: Copy) -> EmailMessage:
    """As a mail server hands it on: without the closing dot and the doubled ones."""
    assert copy.text.endswith(b"\r\n.\r\n")
    lines = copy.text[: -len(b".\r\n")].split(b"\r\n")
    assert all(len(line) <= 998 for line in lines)  # RFC 5322 §2.1.1
    assert b"." not in lines
    undoubled = b"\r\n".join(line[1:] if line.startswith(b".") else line for line in lines)
    assert b"\n" not in undoubled.replace(b"\r\n", b"")
    return message_from_bytes(undoubled, policy=policy.default)  # type: ignore[return-value]


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_copy_has_its_own_link_mark_name_and_headers(paper: Any, settings: Any) -> None:
    settings.BOUNCE_ADDRESS = "bounces@news.example"
    copy = filled(name="Ann <b>Reader")
    message = read(copy)
    link = f"http://testserver/newsletter/leave/{tokens.to_leave(3)}/"
    assert copy.sender == f"bounces+{tokens.of_copy(7)}@news.example"
    assert (copy.to, message["To"].addresses[0].display_name) == ("reader@example.org", "Ann <b>Reader")
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == f"<{tokens.of_copy(7)}@testserver>"
    assert message["List-Unsubscribe"] == f"<{link}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Date"].datetime is not None
    assert [name for name in message if message.keys().count(name) > 1] == []
    assert body(message, "plain") == PLAIN.replace(LEAVE_HERE, link).replace(
        GREETING_HERE, "Dear Ann <b>Reader,\n\n"
    )
    assert body(message, "html") == HTML.replace(LEAVE_HERE, link).replace(
        GREETING_HERE, "<p>Dear Ann &lt;b&gt;Reader,</p>"
    )
    assert "Dear" not in body(read(filled()), "plain")


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300), st.text(max_size=40)
)
@pytest.mark.django_db
def test_any_text_and_name_come_through(text: str, name: str) -> None:
    name = " ".join(name.split())
    plain = text + LEAVE_HERE + text
    try:
        copy = filled(Letter(subject="x", html="", plain=plain), name=name)
    except ValueError:  # a name that no header can hold is refused, not sent
        assert not name.isprintable()
        return
    link = f"http://testserver/newsletter/leave/{tokens.to_leave(3)}/"
    message = read(copy)
    assert body(message, "plain") == plain.replace(LEAVE_HERE, link)
    assert len(message["To"].addresses) == 1


@pytest.mark.parametrize(
    "email",
    [
        "",
        "x",
        "a@b@c",
        "x@example.org\nBcc: y@example.org",
        "x@example.org>\r\nRCPT TO:<y@z",
        "a b@c",
        "é@x.org",
    ],
)
def test_no_letter_is_made_for_a_hostile_address(paper: Any, email: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        filled(email=email)


def test_addresses_in_other_scripts_are_written_in_ascii(paper: Any) -> None:
    assert filled(email="reader@bücher.example").to == "reader@xn--bcher-kva.example"
