"""HTTP Message Signatures (RFC 9421), the fediverse's newer way: RSA with SHA-256 (PKCS #1 v1.5).

`Signature-Input` lists what is signed and when; the body by its digest (RFC 9530).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.outreach.fediverse import signing
from broadsheet.outreach.fediverse.signing import NotSigned, Signature

ALGORITHM = "rsa-v1_5-sha256"  # RFC 9421 §3.3.2
LABEL = "sig1"
MOST_LABELS = 4
TARGETS = ({"@target-uri"}, {"@path", "@authority"}, {"@request-target", "@authority"},
           {"@path", "host"}, {"@request-target", "host"})  # fmt: skip
_NAME = r"[a-z*][a-z0-9_.*-]*"
_PARAMETER = rf';{_NAME}=(?:"[^"\\]*"|[0-9]+)'
_INPUT = re.compile(rf'\s*({_NAME})=(\(((?:\s*"[a-z0-9@-]+")*)\s*\)((?:{_PARAMETER})*))\s*(?:,|$)')
_PARAMETERS = re.compile(rf';({_NAME})=(?:"([^"\\]*)"|([0-9]+))')
_MADE = re.compile(rf"\s*({_NAME})=:([A-Za-z0-9+/=]*):\s*(?:,|$)")
_DIGEST = re.compile(r"sha-(256|512)=:([A-Za-z0-9+/=]*):")


def signed(*, address: str, key_id: str, private_key: str, body: bytes | None = None) -> dict[str, str]:
    """The headers of a signed request, as `signing.signed`."""
    headers = {"Host": outside.host_of(address)}
    parts = ["@method", "@target-uri"]
    if body is not None:
        made = base64.b64encode(hashlib.sha256(body).digest()).decode()
        headers["Content-Digest"] = f"sha-256=:{made}:"
        parts.append("content-digest")
    created = int(now().timestamp())
    covered = " ".join(f'"{name}"' for name in parts)
    parameters = f'({covered});created={created};keyid="{key_id}";alg="{ALGORITHM}"'
    known = {
        "@method": "GET" if body is None else "POST",
        "@target-uri": _uri(address),
        "content-digest": headers.get("Content-Digest", ""),
    }
    words = _base(parts, known, parameters)
    headers["Signature-Input"] = f"{LABEL}={parameters}"
    headers["Signature"] = f"{LABEL}=:{base64.b64encode(signing.made(words, private_key)).decode()}:"
    return headers


def read(headers: Mapping[str, str]) -> Signature:
    """The first signature of a request that covers what it must, its names checked, its words not yet.

    Raises:
        NotSigned: there is none.
    """
    inputs, given = headers.get("signature-input", ""), headers.get("signature", "")
    if len(inputs) > signing.LONGEST or len(given) > signing.LONGEST:
        raise NotSigned("The signature is too long.")
    made = dict(_MADE.findall(given))
    why = NotSigned("The signature cannot be read.")
    for label, parameters, covered, more in _INPUT.findall(inputs)[:MOST_LABELS]:
        try:
            return _read(parameters, tuple(re.findall(r'"([^"]+)"', covered)), more, made.get(label, ""))
        except NotSigned as error:
            why = error
    raise why


def _read(parameters: str, names: tuple[str, ...], more: str, made: str) -> Signature:
    said = {name: text or number for name, text, number in _PARAMETERS.findall(more)}
    covered = set(names)
    if not {"@method", "content-digest"} <= covered or not any(one <= covered for one in TARGETS):
        raise NotSigned("The signature leaves out the method, the address or the body.")
    if said.get("alg", ALGORITHM) != ALGORITHM:
        raise NotSigned("The signature is not of RSA with SHA-256.")
    if not said.get("created", "").isdecimal():
        raise NotSigned("The signature does not say when it was made.")
    try:
        signature = base64.b64decode(made, validate=True)
    except binascii.Error:
        raise NotSigned("The signature is not base64.") from None
    if not said.get("keyid") or not signature:
        raise NotSigned("The signature names no key.")
    return Signature(
        key_id=said["keyid"], headers=names, signature=signature, parameters=parameters,
        created=int(said["created"][:15]), expires=int(said.get("expires", "")[:15] or 0),
    )  # fmt: skip


def check_body(*, found: Signature, headers: Mapping[str, str], body: bytes, host: str) -> None:
    """See that a request was meant for us, is of now, and its body is the one signed for.

    Args:
        headers: with their names in lower case.
        host: our own.

    Raises:
        NotSigned: one of these is not so.
    """
    if headers.get("host", "").lower() != host.lower():
        raise NotSigned("The request was signed for another host.")
    moment = now().timestamp()
    if abs(moment - found.created) > signing.SKEW.total_seconds():
        raise NotSigned("The request is not of this hour.")
    if found.expires and found.expires < moment:
        raise NotSigned("The signature has expired.")
    given = _DIGEST.findall(headers.get("content-digest", ""))
    ours = {kind: base64.b64encode(hashlib.new(f"sha{kind}", body).digest()).decode()
            for kind in ("256", "512")}  # fmt: skip
    if not given or not all(hmac.compare_digest(ours[kind], value) for kind, value in given):
        raise NotSigned("The body is not the one that was signed.")


def words(*, found: Signature, headers: Mapping[str, str], target: str) -> bytes:
    """What was signed: RFC 9421 §2.5.

    Args:
        target: method and path, such as "post /inbox".

    Raises:
        NotSigned: it covers something the request does not have.
    """
    method, _space, path = target.partition(" ")
    parts = urlsplit(settings.PAPER.url)
    known = {
        **{name: value.strip() for name, value in headers.items()},
        "@method": method.upper(),
        "@target-uri": f"{parts.scheme}://{parts.netloc.lower()}{path}",
        "@authority": headers.get("host", "").lower(),
        "@scheme": parts.scheme,
        "@request-target": path,
        "@path": path.partition("?")[0],
        "@query": f"?{path.partition('?')[2]}",
    }
    signing.refuse_without(found.headers, known)
    return _base(found.headers, known, found.parameters)


def _uri(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{outside.host_of(address)}{outside.target_of(address)}"


def _base(names: tuple[str, ...] | list[str], known: Mapping[str, str], parameters: str) -> bytes:
    lines = [f'"{name}": {known[name]}' for name in names]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()
