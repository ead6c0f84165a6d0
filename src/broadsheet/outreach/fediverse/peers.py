"""Those elsewhere who speak to the paper: are they who they say they are?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urldefrag, urlsplit

from django.db import transaction

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import allow
from broadsheet.outreach.fediverse import actors, knocking, messages, signing
from broadsheet.outreach.fediverse.signing import NotSigned
from broadsheet.outreach.models import BlockedDomain, FediPeer
from broadsheet.outreach.models.fediverse import LONGEST

ACCEPT = (
    'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
)
KINDS = ("application/activity+json", "application/ld+json")
MOST = 256 * 1024  # bytes of a description
FRESH = timedelta(minutes=5)  # a key this young is not asked for again
KEPT = timedelta(days=7)
FETCHES = 120  # of one host in an hour
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class NoPeer(Exception):
    """There is nobody at an address, or nobody we can speak to; the sentence says why."""


class Gone(NoPeer):
    """Their own server says that they are no more."""


def host_of(address: str) -> str:
    """The host of an address, "" when it is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_blocked(host: str) -> bool:
    """Whether the newsroom has blocked a host, or a domain above it."""
    return bool(_above(host) & set(BlockedDomain.objects.values_list("domain", flat=True)))


def _above(host: str) -> set[str]:
    labels = host.lower().split(".")
    return {".".join(labels[place:]) for place in range(len(labels))}


def signer(*, headers: Mapping[str, str], body: bytes, target: str) -> FediPeer:
    """Who signed a request.

    A key that is known is tried first; one that does not fit may have been
    changed, and is asked for once more.

    Args:
        headers: with their names in lower case.
        target: method and path, such as "post /inbox".

    Raises:
        NotSigned: nobody, or not this request.
        NoPeer: their key cannot be had.
    """
    form = messages if "signature-input" in headers else signing
    found = form.read(headers)
    form.check_body(found=found, headers=headers, body=body, host=actors.host())
    words = form.words(found=found, headers=headers, target=target)
    known = FediPeer.objects.filter(key_id=found.key_id[:LONGEST]).first()

    def fits(peer: FediPeer) -> bool:
        return signing.fits(signature=found.signature, words=words, public_key=peer.key)

    if known and now() - known.fetched_at < KEPT and fits(known):
        return known
    if known and now() - known.fetched_at < FRESH:
        raise NotSigned("The signature does not fit the key.")
    peer = learn(urldefrag(found.key_id).url)
    if peer.key_id != found.key_id or not fits(peer):
        raise NotSigned("The signature does not fit the key.")
    return peer


def learn(address: str) -> FediPeer:
    """Ask somebody's server who they are, and keep it.

    Raises:
        Gone: they are no more.
        NoPeer: it does not say, or says what cannot be.
    """
    host = host_of(address)
    if len(address) > LONGEST or not host or is_blocked(host):
        raise NoPeer("Their address is none we speak to.")
    if not allow(key=f"fediverse:key:{host}"[:200], limit=FETCHES, per=timedelta(hours=1)):
        raise NoPeer("Their site was asked too often.")
    facts = _facts(_own(_ask(address), address), host)
    with transaction.atomic():
        FediPeer.objects.filter(key_id=facts["key_id"]).exclude(uri=facts["uri"]).delete()
        peer, _created = FediPeer.objects.update_or_create(
            uri=facts.pop("uri"), defaults={**facts, "fetched_at": now()}
        )
    return peer


def _own(said: Mapping[str, Any], address: str) -> Mapping[str, Any]:
    """The description at the speaker's own address: a key's may lead there, and nothing else counts."""
    own = said.get("owner") if "publicKeyPem" in said else said.get("id")
    if own == address:
        return said
    if not isinstance(own, str) or host_of(own) != host_of(address):
        raise NoPeer("Their address leads to another site.")
    said = _ask(own)
    if said.get("id") != own:
        raise NoPeer("Their address is another than they say.")
    return said


def _ask(address: str) -> Mapping[str, Any]:
    try:
        answer = knocking.get(address, by=actors.the_paper(), headers={"Accept": ACCEPT}, most=MOST)
    except (outside.Unreachable, ValueError) as error:
        raise NoPeer(f"Their site cannot be asked: {error}.") from error
    if answer.status in GONE:
        raise Gone("Their site says that they are no more.")
    if answer.status not in outside.SUCCESS:
        raise NoPeer(f"Their site answers {answer.status}.")
    if host_of(answer.address) != host_of(address):
        raise NoPeer("Their address leads to another site.")
    # Else a file that somebody put on their site could speak for it.
    if not answer.headers.get("content-type", "").lower().startswith(KINDS):
        raise NoPeer("Their site gives no description of them.")
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise NoPeer("Their site’s description cannot be read.") from error
    if not isinstance(said, Mapping):
        raise NoPeer("Their site’s description cannot be read.")
    return said


def _facts(said: Mapping[str, Any], host: str) -> dict[str, str]:
    """What we need of a description; every address in it must be on the site that gave it."""
    key, ends = said.get("publicKey"), said.get("endpoints")
    if not isinstance(key, Mapping):
        raise NoPeer("Their site’s description has no key.")
    shared = ends.get("sharedInbox", "") if isinstance(ends, Mapping) else ""
    facts = {
        "uri": said.get("id"), "inbox": said.get("inbox"),
        "key_id": key.get("id"), "shared_inbox": shared,
    }  # fmt: skip
    for name, address in facts.items():
        if name == "shared_inbox" and not address:
            facts[name] = ""
        elif not isinstance(address, str) or len(address) > LONGEST or host_of(address) != host:
            raise NoPeer(f"Their {name} is not on their own site.")
    if key.get("owner") != facts["uri"] or not isinstance(key.get("publicKeyPem"), str):
        raise NoPeer("Their key belongs to somebody else.")
    return {**{name: str(value) for name, value in facts.items()}, "key": key["publicKeyPem"][:10_000]}


def see_gone(address: str) -> None:
    """See at their own server that somebody is no more: anybody could say so.

    Raises:
        NotSigned: they still are.
        NoPeer: it cannot be seen.
    """
    try:
        learn(address)
    except Gone:
        return
    raise NotSigned("They are still there.")
