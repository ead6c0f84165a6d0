"""The set-up check says in words what a domain's records lack; it asks a real name server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from broadsheet.outreach import dkim
from broadsheet.outreach.newsletter import records
from broadsheet.outreach.newsletter.records import Finding
from tests.outreach.name_server import Zone, serving
from tests.outreach.test_newsletter_newsroom import Role, signed_in

REFUSED, SERVFAIL = 5, 2
SPF = "v=spf1 mx -all"
DMARC = "v=DMARC1; p=quarantine; rua=mailto:dmarc@post.example"


@pytest.fixture(autouse=True)
def domain(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "The Post <news@post.example>"
    settings.BOUNCE_ADDRESS = settings.DKIM_KEY = ""


@pytest.fixture
def signer(settings: Any, tmp_path: Path) -> dkim.Signer:
    dkim.make_key(tmp_path / "dkim.pem")
    settings.DKIM_KEY, settings.DKIM_SELECTOR = str(tmp_path / "dkim.pem"), "paper"
    found = dkim.signer()
    assert found
    return found


def checked(zone: Zone) -> list[Finding]:
    with serving(zone) as server:
        return records.check(resolver=records.ask(server))


def told(zone: Zone, record: str) -> Finding:
    return next(one for one in checked(zone) if one.record == record)


def test_a_domain_that_has_everything_is_good(signer: dkim.Signer) -> None:
    found = checked(
        {
            "post.example": ["something else", SPF],
            signer.place: [signer.record],
            "_dmarc.post.example": [DMARC],
        }
    )
    assert [one.text for one in found if not one.is_good] == []
    assert [one.record for one in found] == ["SPF", "DKIM", "DMARC", "DMARC"]


def test_a_domain_that_has_nothing_is_told_what_to_add(signer: dkim.Signer) -> None:
    spf, key, dmarc, _aligned = checked({})
    assert [one.is_good for one in (spf, key, dmarc)] == [False, False, False]
    assert (spf.place, spf.wanted) == ("post.example", "v=spf1 mx -all")
    assert (key.place, key.wanted) == ("paper._domainkey.post.example", signer.record)
    assert dmarc.place == "_dmarc.post.example"
    assert dmarc.wanted.startswith("v=DMARC1; p=none; rua=mailto:")


@pytest.mark.parametrize(
    ("texts", "words"),
    [([SPF, "v=spf1 a ~all"], "2 SPF records"), (["v=spf1 mx +all"], "anybody may send"),
     (["v=spf1 mx ?all"], "anybody may send"), (["v=spf1 mx"], "does not end"),
     (["v=spf10 mx -all"], "does not say which servers"),
     (["v=spf1 " + "include:a.example " * 11 + "-all"], "more than ten")],
)  # fmt: skip
def test_an_spf_record_with_a_fault_is_told_in_words(texts: list[str], words: str) -> None:
    found = told({"post.example": texts}, "SPF")
    assert not found.is_good
    assert words in found.text


@pytest.mark.parametrize("text", ["V=SPF1 ip4:192.0.2.1 ~ALL", "v=spf1 redirect=_spf.provider.example"])
def test_other_ways_to_write_an_spf_record_are_good(text: str) -> None:
    assert told({"post.example": [text]}, "SPF").is_good


def test_spf_is_looked_for_where_letters_come_back_to(settings: Any) -> None:
    settings.BOUNCE_ADDRESS = "back@mail.post.example"
    assert told({"mail.post.example": [SPF]}, "SPF").is_good
    settings.BOUNCE_ADDRESS = "back@provider.example"
    last = checked({"provider.example": [SPF]})[-1]
    assert not last.is_good
    assert "provider.example but are from post.example" in last.text


@pytest.mark.parametrize(
    ("text", "words"),
    [("v=DKIM1; k=rsa; p=", "called back"), ("v=DKIM1; k=rsa; p=AAAA", "Another key"),
     ("v=DKIM1; t=y; p={key}", "test (t=y)"), ("something", "does not stand")],
)  # fmt: skip
def test_a_key_record_with_a_fault_is_told_in_words(signer: dkim.Signer, text: str, words: str) -> None:
    found = told({signer.place: [text.replace("{key}", signer.public_key)]}, "DKIM")
    assert not found.is_good
    assert words in found.text


@pytest.mark.parametrize(
    ("zone", "is_good", "words"),
    [({"_dmarc.post.example": [DMARC, f"{DMARC};"]}, False, "2 DMARC records"),
     ({"_dmarc.post.example": ["v=DMARC1; rua=mailto:a@b.c"]}, False, "no p="),
     ({"_dmarc.post.example": ["v=DMARC1; p=reject"]}, False, "no address for reports"),
     ({"_dmarc.post.example": ["v=DMARC1; p=none; rua=mailto:a@b.c"]}, True, "only asks for reports")],
)  # fmt: skip
def test_a_dmarc_record_is_read(zone: Zone, is_good: bool, words: str) -> None:
    found = told(zone, "DMARC")
    assert found.is_good == is_good
    assert words in found.text


def test_the_dmarc_record_of_the_domain_above_counts(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "news@letters.post.example"
    assert told({"_dmarc.post.example": [DMARC]}, "DMARC").is_good


@pytest.mark.parametrize("code", [REFUSED, SERVFAIL])
def test_a_name_server_in_trouble_is_not_a_missing_record(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "SECONDS", 0.5)
    found = told({"post.example": code, "_dmarc.post.example": [DMARC]}, "SPF")
    assert not found.is_good
    assert "did not answer" in found.text
    assert found.wanted == ""


def test_the_newsroom_shows_it_to_who_sends(paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"post.example": [SPF]}) as server:
        monkeypatch.setattr("dns.resolver.get_default_resolver", lambda: records.ask(server))
        page = signed_in(Role.EDITOR).get("/newsroom/newsletter/set-up/").content.decode()
        assert "says which servers may send" in page
        assert "v=DMARC1; p=none" in page
        assert signed_in(Role.REPORTER).get("/newsroom/newsletter/set-up/").status_code != 200


@pytest.mark.parametrize("server", ["nowhere", "127.0.0.1:x", "127.0.0.1:53:53:99999"])
def test_a_name_server_that_is_no_address_is_a_sentence(server: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - dnspython's own words
        records.ask(server)
