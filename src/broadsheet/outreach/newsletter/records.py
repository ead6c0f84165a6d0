"""What the DNS records lack by which other mail servers know the paper: SPF, DKIM, DMARC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr

import dns.exception
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext as _

from broadsheet.outreach import dkim

SECONDS = 4.0  # for each question
LOOKUPS = 10  # an SPF record may cause, RFC 7208 §4.6.4
ASKING = ("include:", "a", "a:", "a/", "mx", "mx:", "mx/", "ptr", "exists:", "redirect=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found about one record.

    Attributes:
        record: the record it is about, as people call it.
        is_good: nothing has to be done.
        text: a sentence for whoever keeps the domain.
        place, wanted: the name and the text of a record to add; "" for none.
    """

    record: str
    is_good: bool
    text: str
    place: str = ""
    wanted: str = ""


class NotAsked(Exception):
    """The name server gave no answer, not even that there is nothing."""


def check(*, resolver: dns.resolver.Resolver | None = None) -> list[Finding]:
    """Look at the records of the domains that letters come from.

    Args:
        resolver: whom to ask; None is whom this machine asks.
    """
    asked = resolver or dns.resolver.get_default_resolver()
    sender = _domain(settings.DEFAULT_FROM_EMAIL)
    envelope = _domain(settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL)
    found = []
    for record, look, domain in (
        ("SPF", _spf, envelope), ("DKIM", _dkim, sender), ("DMARC", _dmarc, sender),
    ):  # fmt: skip
        try:
            found.append(look(asked, domain))
        except NotAsked as error:
            text = _("The name server did not answer for %(domain)s: %(why)s")
            found.append(
                Finding(record=record, is_good=False, text=text % {"domain": domain, "why": error})
            )
    return [*found, _alignment(sender, envelope)]


def ask(server: str) -> dns.resolver.Resolver:
    """A resolver that asks one server.

    Args:
        server: an address, with `:port` or without.

    Raises:
        ValueError: it is no address.
    """
    host, _colon, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "53")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [host]
    resolver.port = int(port)
    return resolver


def _spf(resolver: dns.resolver.Resolver, domain: str) -> Finding:
    records = _starting(_texts(resolver, domain), "v=spf1")
    if not records:
        return Finding(
            record="SPF", is_good=False, place=domain, wanted="v=spf1 mx -all",
            text=_("%(domain)s does not say which servers may send for it. If yours is the one that "
                   "receives its mail, add this; a provider names its own “include:”.")
            % {"domain": domain},
        )  # fmt: skip
    if len(records) > 1:
        text = _("%(domain)s has %(number)d SPF records; with more than one none counts.")
        return _bad("SPF", text % {"domain": domain, "number": len(records)})
    words = records[0].lower().split()[1:]
    end = next((word for word in words if word.lstrip("+-~?") == "all"), "")
    if sum(word.lstrip("+-~?").startswith(ASKING) for word in words) > LOOKUPS:
        return _bad("SPF", _("The SPF record asks for more than ten others, and so counts as broken."))
    if end in {"all", "+all", "?all"}:
        return _bad("SPF", _("The SPF record ends with “%(end)s”: anybody may send.") % {"end": end})
    if not end and not any(word.startswith("redirect=") for word in words):
        return _bad("SPF", _("The SPF record does not end with “-all” or “~all”: anybody may send."))
    return _good("SPF", _("%(domain)s says which servers may send for it.") % {"domain": domain})


def _dkim(resolver: dns.resolver.Resolver, domain: str) -> Finding:
    signer = dkim.signer()
    if signer is None:
        return _good(
            "DKIM",
            _("The paper does not sign its letters, so your mail server or provider has to, as "
              "%(domain)s. To sign here: broadsheet newsletter key") % {"domain": domain},
        )  # fmt: skip
    records = [text for text in _texts(resolver, signer.place) if "p=" in text]
    if not records:
        return _missing_key(signer, _("The public key of the paper's signature does not stand in DNS."))
    tags = _tags(records[0])
    key = "".join(tags.get("p", "").split())
    if len(records) > 1:
        return _bad("DKIM", _("There are several keys at %(place)s.") % {"place": signer.place})
    if not key:
        return _missing_key(signer, _("The key in DNS has been called back: its p= is empty."))
    if key != signer.public_key:
        return _missing_key(signer, _("Another key stands in DNS than the one the paper signs with."))
    if "y" in tags.get("t", "").split(":"):
        return _bad("DKIM", _("The key is marked as a test (t=y): signatures count for nothing."))
    return _good("DKIM", _("The key of the paper's signature stands at %(place)s.")
                 % {"place": signer.place})  # fmt: skip


def _dmarc(resolver: dns.resolver.Resolver, domain: str) -> Finding:
    """The record of the domain, or of one above it (RFC 7489 §6.6.3)."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        place = "_dmarc." + ".".join(labels[start:])
        records = _starting(_texts(resolver, place), "v=dmarc1")
        if records:
            return _dmarc_says(place, records)
    return Finding(
        record="DMARC", is_good=False, place=f"_dmarc.{domain}",
        wanted=f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}",
        text=_("%(domain)s does not say what to do with letters that only pretend to come from it. "
               "Large providers want this record from everybody who sends much.") % {"domain": domain},
    )  # fmt: skip


def _dmarc_says(place: str, records: list[str]) -> Finding:
    if len(records) > 1:
        text = _("There are %(number)d DMARC records at %(place)s; with more than one none counts.")
        return _bad("DMARC", text % {"number": len(records), "place": place})
    tags = _tags(records[0])
    policy = tags.get("p", "").lower()
    if policy not in {"none", "quarantine", "reject"}:
        return _bad("DMARC", _("The DMARC record has no p=none, p=quarantine or p=reject."))
    if "rua" not in tags:
        return _bad("DMARC", _("The DMARC record names no address for reports (rua=mailto:…), so nobody "
                               "would see what goes wrong."))  # fmt: skip
    if policy == "none":
        return _good("DMARC", _("It only asks for reports (p=none). Once they show nothing odd, "
                                "p=quarantine protects your readers."))  # fmt: skip
    return _good("DMARC", _("It asks others to keep forged letters away (p=%(policy)s).")
                 % {"policy": policy})  # fmt: skip


def _alignment(sender: str, envelope: str) -> Finding:
    """For DMARC one of both has to be right for the domain readers see (RFC 7489 §3.1)."""
    together = f".{sender}".endswith(f".{envelope}") or f".{envelope}".endswith(f".{sender}")
    if together or dkim.signer():
        return _good("DMARC", _("Letters pass for the domain readers see, %(domain)s.")
                     % {"domain": sender})  # fmt: skip
    return _bad(
        "DMARC",
        _("Letters come back to %(envelope)s but are from %(sender)s: SPF then counts for nothing, and "
          "only a signature of %(sender)s helps.") % {"envelope": envelope, "sender": sender},
    )  # fmt: skip


def _texts(resolver: dns.resolver.Resolver, name: str) -> list[str]:
    """The TXT records of a name.

    Raises:
        NotAsked: nobody answered, or the name server has trouble of its own.
    """
    try:
        answer = resolver.resolve(name, "TXT", lifetime=SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise NotAsked(str(error) or type(error).__name__) from error
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]


def _starting(texts: Iterable[str], word: str) -> list[str]:
    """Those that are of this kind; the word is alone or followed by a space or semicolon."""
    return [text for text in texts if text.lower().replace(";", " ").split()[:1] == [word]]


def _tags(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _sign, value in parts if name.strip()}


def _domain(address: str) -> str:
    return parseaddr(address)[1].rpartition("@")[2].lower()


def _missing_key(signer: dkim.Signer, text: str) -> Finding:
    return Finding(record="DKIM", is_good=False, text=text, place=signer.place, wanted=signer.record)


def _bad(record: str, text: str) -> Finding:
    return Finding(record=record, is_good=False, text=text)


def _good(record: str, text: str) -> Finding:
    return Finding(record=record, is_good=True, text=text)
