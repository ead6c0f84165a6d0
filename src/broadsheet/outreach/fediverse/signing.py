"""HTTP signatures as the fediverse speaks them: draft-cavage-http-signatures-12, RSA with SHA-256.

The names in a signature's `headers` say what is signed; the words themselves are
made anew from the request, so a request changed on its way does not fit.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils.http import http_date

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now

KEY_BITS = 2048
KEYS_TAKEN = range(2048, 8193)  # bits of others' keys; a longer one costs seconds
SKEW = timedelta(hours=1)  # between two servers' clocks
ALGORITHMS = {"rsa-sha256", "hs2019", ""}
MUST_BE_SIGNED = {"(request-target)", "host", "date", "digest"}
LONGEST = 2500  # characters of the header; a key of 8,192 bits signs in 1,368
_PART = re.compile(r'\s*(\w+)=(?:"([^"]*)"|(\d+))\s*(?:,|$)')


class NotSigned(Exception):
    """A request is not what its signature says; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What the header `Signature` says, and `Signature-Input` where it is one of RFC 9421.

    Attributes:
        headers: the names of what is signed.
        parameters: as they were written (RFC 9421 alone), with the seconds since 1970 in them.
    """

    key_id: str
    headers: tuple[str, ...]
    signature: bytes
    parameters: str = ""
    created: int = 0
    expires: int = 0


def new_key() -> tuple[str, str]:
    """A private key and its public one, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def signed(*, address: str, key_id: str, private_key: str, body: bytes | None = None) -> dict[str, str]:
    """The headers of a signed request: a POST of `body`, a GET without one.

    Args:
        key_id: under which others find the public key.
        private_key: PEM.
    """
    headers = {"Host": outside.host_of(address), "Date": http_date(now().timestamp())}
    if body is not None:
        headers["Digest"] = digest(body)
    method = "get" if body is None else "post"
    known = {name.lower(): value for name, value in headers.items()}
    known["(request-target)"] = f"{method} {outside.target_of(address)}"
    names = ["(request-target)", *(name.lower() for name in headers)]
    signature = base64.b64encode(made(_words(names, known), private_key)).decode()
    headers["Signature"] = (
        f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(names)}",signature="{signature}"'
    )
    return headers


def made(words: bytes, private_key: str) -> bytes:
    """The signature of these words by a key in PEM."""
    key = serialization.load_pem_private_key(private_key.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("An actor's key is one of RSA.")
    return key.sign(words, padding.PKCS1v15(), SHA256())


def digest(body: bytes) -> str:
    """What the header `Digest` says of a body (RFC 3230)."""
    return f"SHA-256={base64.b64encode(hashlib.sha256(body).digest()).decode()}"


def read(headers: Mapping[str, str]) -> Signature:
    """The signature of a request, its names checked, its words not yet.

    Raises:
        NotSigned: there is none, or it leaves out what must be signed.
    """
    given = headers.get("signature", "")
    if not given or len(given) > LONGEST:
        raise NotSigned("The request has no signature.")
    parts = {name: quoted or number for name, quoted, number in _PART.findall(given)}
    names = tuple(parts.get("headers", "").lower().split())
    if missing := MUST_BE_SIGNED - set(names):
        raise NotSigned(f"The signature leaves out {', '.join(sorted(missing))}.")
    if parts.get("algorithm", "").lower() not in ALGORITHMS:
        raise NotSigned("The signature is not of RSA with SHA-256.")
    try:
        signature = base64.b64decode(parts.get("signature", ""), validate=True)
    except binascii.Error:
        raise NotSigned("The signature is not base64.") from None
    if not parts.get("keyId") or not signature:
        raise NotSigned("The signature names no key.")
    return Signature(key_id=parts["keyId"], headers=names, signature=signature)


def check_body(*, found: Signature, headers: Mapping[str, str], body: bytes, host: str) -> None:
    """See that a request was meant for us, is of now, and its body is the one signed for.

    Args:
        found: what `read` gave; all that is checked here was named in it.
        headers: with their names in lower case.
        host: our own.

    Raises:
        NotSigned: one of these is not so.
    """
    if headers.get("host", "").lower() != host.lower():
        raise NotSigned("The request was signed for another host.")
    try:
        when = parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        raise NotSigned("The request has no date.") from None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    if abs(now() - when) > SKEW:
        raise NotSigned("The request is not of this hour.")
    given = [part.strip() for part in headers.get("digest", "").split(",")]
    ours = digest(body)
    if not any(hmac.compare_digest(_upper(part), ours) for part in given):
        raise NotSigned("The body is not the one that was signed.")


def words(*, found: Signature, headers: Mapping[str, str], target: str) -> bytes:
    """What was signed.

    Args:
        target: method and path, such as "post /inbox".

    Raises:
        NotSigned: it covers something the request does not have.
    """
    known = {**headers, "(request-target)": target}
    refuse_without(found.headers, known)
    return _words(found.headers, known)


def refuse_without(names: Sequence[str], known: Mapping[str, str]) -> None:
    """Refuse a signature that covers something the request does not have."""
    if missing := [name for name in names if name not in known]:
        raise NotSigned(f"The signature covers what is not there: {', '.join(missing)}.")


def fits(*, signature: bytes, words: bytes, public_key: str) -> bool:
    """Whether words were signed with the private half of a key.

    Args:
        public_key: PEM; one that is no RSA key, too short or too long fits nothing.
    """
    try:
        key = serialization.load_pem_public_key(public_key.encode())
    except (ValueError, UnsupportedAlgorithm):
        return False
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size not in KEYS_TAKEN:
        return False
    try:
        key.verify(signature, words, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _words(names: tuple[str, ...] | list[str], known: Mapping[str, str]) -> bytes:
    return "\n".join(f"{name}: {known[name]}" for name in names).encode()


def _upper(part: str) -> str:
    """A digest with the name of its kind as we write it."""
    kind, _is, value = part.partition("=")
    return f"{kind.upper()}={value}".encode("ascii", "replace").decode()
