"""Letters the paper signs itself: another program finds the signature right."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path
from typing import Any

import dkim as dkimpy
import pytest
from django.core.mail import EmailMessage
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from broadsheet.foundation.text import clean_line
from broadsheet.outreach import dkim
from broadsheet.outreach.models import Issue
from broadsheet.outreach.newsletter import sending
from broadsheet.outreach.newsletter.mould import Mould
from broadsheet.outreach.newsletter.writing import GREETING_HERE, LEAVE_HERE, Letter
from tests.outreach.conftest import Sink
from tests.outreach.name_server import serving
from tests.outreach.test_newsletter_lists import reader_on


class RawSink(Sink):
    """Keeps letters as the bytes they came in."""

    def __init__(self) -> None:
        super().__init__()
        self.raw: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.raw.append(envelope.original_content)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "dkim.pem"
    dkim.make_key(path)
    return path


@pytest.fixture
def signer(settings: Any, key_file: Path) -> dkim.Signer:
    settings.DKIM_KEY, settings.DKIM_SELECTOR = str(key_file), "paper"
    settings.DEFAULT_FROM_EMAIL = "The Post <news@post.example>"
    found = dkim.signer()
    assert found
    return found


def is_right(raw: bytes, signer: dkim.Signer) -> bool:
    records = {f"{signer.place}.".encode(): signer.record.encode()}
    return bool(dkimpy.verify(raw, dnsfunc=lambda name, timeout=5: records.get(name)))


def test_newsletters_and_single_letters_are_signed_for_the_domain_in_from(
    paper: Any, signer: dkim.Signer, serve_mail: Any, settings: Any, daily: Any
) -> None:
    sink = serve_mail(RawSink())
    settings.EMAIL_BACKEND = "broadsheet.outreach.dkim.EmailBackend"
    reader_on(daily)
    issue = Issue.objects.create(subject="Жаңалықтар", intro=".dot\n\nIt rained.", list=daily)
    sending.start(issue=issue, by=None)
    sending.deliver_waiting(issue=Issue.objects.get(pk=issue.pk))
    EmailMessage("A question", ".dot\nIt rained.  \n\n\n", to=["reader@example.org"]).send()
    assert len(sink.raw) == 2
    for raw in sink.raw:
        assert is_right(raw, signer)
        message = message_from_bytes(raw)
        assert "d=post.example; s=paper" in message["DKIM-Signature"].replace("\r\n\t", " ")
        assert not is_right(raw.replace(b"rained", b"snowed"), signer)
        assert not is_right(raw.replace(b"reader@", b"other@"), signer)
    head = sink.raw[0].partition(b"\r\n\r\n")[0]
    assert b"list-unsubscribe:list-unsubscribe-post" in head  # RFC 8058 wants both signed


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=200),
       st.text("abc .é-'", max_size=30))  # fmt: skip
@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_any_letter_is_signed_right(signer: dkim.Signer, text: str, name: str) -> None:
    letter = Letter(subject=clean_line(text)[:50] or "x", html=f"{GREETING_HERE}{text}",
                    plain=f"{text}{LEAVE_HERE}\n.\n..{text}")  # fmt: skip
    copy = Mould(letter).filled(
        key=7, subscriber_id=3, email="a@example.org", name=" ".join(name.split())
    )
    assert is_right(copy.text.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."), signer)


def test_without_a_key_nothing_is_signed(paper: Any) -> None:
    assert dkim.signer() is None
    copy = Mould(Letter(subject="x", html="", plain="")).filled(
        key=1, subscriber_id=1, email="a@example.org", name=""
    )
    assert b"DKIM" not in copy.text


def test_a_key_is_its_owners_alone_and_never_written_over(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600
    before = key_file.read_bytes()
    with pytest.raises(dkim.KeyExists, match="already"):
        dkim.make_key(key_file)
    assert key_file.read_bytes() == before


def test_the_command_makes_a_key_once_and_says_what_to_put_into_dns(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("for tests only " * 5)
    # The key is named before it is made: the other way round letters would go out unsigned.
    (tmp_path / "broadsheet.toml").write_text(
        'url = "https://post.example"\nfrom_address = "news@post.example"\nemail = "smtp://localhost"\n'
        'dkim_key = "dkim.pem"\ndkim_selector = "autumn"\n'
    )

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "broadsheet", "newsletter", *words, "--home", str(tmp_path)]
        environment = {name: value for name, value in os.environ.items() if name[:7] != "DJANGO_"}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    missing = run("check")
    assert missing.returncode == 2
    assert "broadsheet newsletter key" in missing.stderr
    made = run("key")
    assert made.returncode == 0, made.stderr
    place, record = re.search(r'(\S+) TXT "(.+)"', made.stdout).groups()  # type: ignore[union-attr]
    assert place == "autumn._domainkey.post.example"
    assert (tmp_path / "dkim.pem").stat().st_mode & 0o777 == 0o600
    again = run("key")
    assert again.returncode == 1
    assert "already" in again.stderr
    with serving({place: [record], "post.example": ["v=spf1 mx -all"]}) as server:
        checked = run("check", "--dns", server)
    assert checked.returncode == 1  # DMARC is missing
    assert "ok    DKIM" in checked.stdout
    assert "ok    SPF" in checked.stdout
    assert '_dmarc.post.example TXT "v=DMARC1; p=none' in checked.stdout
