"""The paper's signature on its letters (DKIM, RFC 6376), where it sends them itself.

Not by dkimpy: it takes 25 ms for a newsletter of 27 KB, of which one waits for
each reader; with OpenSSL the same signature is made in one. The tests read ours
with dkimpy.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import time
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings
from django.core.mail.backends import smtp

BITS = 2048  # RFC 8301 §3.2
# Both headers for leaving have to be signed (RFC 8058 §4), and whatever a reader goes by.
SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"list-id", b"list-unsubscribe",
    b"list-unsubscribe-post", b"mime-version", b"content-type",
)  # fmt: skip
FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*(?:\r\n[ \t].*)*)")
SPACE = re.compile(rb"(?:\r\n)?[ \t]+")


class KeyExists(Exception):
    """There is a key already; the message says where."""


class Signer:
    """Signs messages for a domain with a key whose public half stands in its DNS."""

    def __init__(self, *, key: rsa.RSAPrivateKey, domain: str, selector: str) -> None:
        self._key = key
        self.domain = domain
        self.selector = selector

    @property
    def place(self) -> str:
        """The name in DNS at which the public key has to stand."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def public_key(self) -> str:
        """The public key as it stands in the record, in base64."""
        public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(public).decode()

    @property
    def record(self) -> str:
        """What has to stand there."""
        return f"v=DKIM1; k=rsa; p={self.public_key}"

    def header(self, message: bytes) -> bytes:
        """The signature of a message, as a header to put before it.

        Args:
            message: with CRLF, as it goes out but for doubled dots.
        """
        head, _, body = message.partition(b"\r\n\r\n")
        fields = {name.lower(): value for name, value in FIELD.findall(head)}
        names = [name for name in SIGNED if name in fields]
        lines = [
            b"v=1; a=rsa-sha256; c=relaxed/simple",
            f"d={self.domain}; s={self.selector}; t={int(time.time())}".encode(),
            b"h=" + b":".join(names),
            b"bh=" + base64.b64encode(hashlib.sha256(_simple(body)).digest()),
            b"b=",
        ]
        said = [name + b":" + _relaxed(fields[name]) + b"\r\n" for name in names]
        own = b"dkim-signature:" + b"; ".join(lines)
        signed = self._key.sign(b"".join(said) + own, padding.PKCS1v15(), hashes.SHA256())
        return b"DKIM-Signature: " + b";\r\n\t".join(lines) + base64.b64encode(signed) + b"\r\n"


class EmailBackend(smtp.EmailBackend):
    """Django's own, with the paper's signature on each letter that has none yet."""

    def _send(self, email_message: Any) -> bool:
        one = signer()
        letter = _Signed(email_message, one) if one else email_message
        return bool(super()._send(letter))  # type: ignore[misc]


class _Signed:
    """A letter that is bytes with a signature once it is sent."""

    def __init__(self, letter: Any, one: Signer) -> None:
        self._letter = letter
        self._signer = one

    def __getattr__(self, name: str) -> Any:
        return getattr(self._letter, name)

    def message(self) -> _Signed:
        return self

    def as_bytes(self, *, linesep: str) -> bytes:
        text = self._letter.message().as_bytes(linesep=linesep)
        return self._signer.header(text) + bytes(text)


def signer() -> Signer | None:
    """The paper's signer; None where its mail server signs."""
    if not settings.DKIM_KEY:
        return None
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    return _signer(Path(settings.DKIM_KEY), sender, settings.DKIM_SELECTOR)


def make_key(path: Path) -> None:
    """Write a new private key that only its owner can read.

    Raises:
        KeyExists: there is one; letters on their way are signed with it.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyExists(f"There is a key at {path} already; move it away to make another.") from None
    with os.fdopen(file, "wb") as out:
        out.write(text)


@lru_cache(maxsize=4)
def _signer(path: Path, domain: str, selector: str) -> Signer:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path} is no RSA key.")
    return Signer(key=key, domain=domain, selector=selector)


def _relaxed(value: bytes) -> bytes:
    """A header's value as RFC 6376 §3.4.2 wants it."""
    return SPACE.sub(b" ", value).strip(b" \t\r\n")


def _simple(body: bytes) -> bytes:
    """A body as RFC 6376 §3.4.3 wants it: one line break at its end."""
    return body.rstrip(b"\r\n") + b"\r\n"
