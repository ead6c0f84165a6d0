"""Seal a message for one browser, and sign who sends it.

RFC 8291 (message encryption for web push), RFC 8188 (aes128gcm) and RFC 8292
(VAPID). The paper's own key comes from its secret key: the same on every
machine, and nothing more to back up.
"""

from __future__ import annotations

import base64
import json
import os
import time
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4)
RECORD = 4096  # bytes, RFC 8188; push services take no more
LONGEST = RECORD - 86 - 17  # less the header, the tag and the mark of the end
SIGNED_SECONDS = 12 * 3600  # RFC 8292 §2: at most 24 hours
POINT = 65  # bytes of an uncompressed point
SECRET = 16


class NoKey(ValueError):
    """What a browser gave is no key to seal for."""


def seal(message: bytes, *, key: str, secret: str, own: ec.EllipticCurvePrivateKey | None = None,
         salt: bytes = b"") -> bytes:  # fmt: skip
    """The body that only the browser with this key can read.

    Args:
        key, secret: the browser's "p256dh" and "auth", in base64url.
        own, salt: drawn anew for every message; given only to check against known answers.

    Raises:
        NoKey: they are no point of the curve, or not of the right length.
        ValueError: the message is longer than `LONGEST`.
    """
    if len(message) > LONGEST:
        raise ValueError(f"A message may have {LONGEST} bytes.")
    theirs = public_key(key)
    shared_secret = _secret(secret)
    own = own or ec.generate_private_key(CURVE)
    salt = salt or os.urandom(16)
    ours, other = _point(own.public_key()), _point(theirs)
    shared = own.exchange(ec.ECDH(), theirs)
    mixed = _derive(shared, shared_secret, b"WebPush: info\0" + other + ours, 32)
    content_key = _derive(mixed, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(mixed, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, message + b"\x02", None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours + sealed


def authorization(endpoint: str, *, contact: str) -> str:
    """The header that tells a push service who sends (VAPID).

    Args:
        contact: where its people may complain, a URL such as mailto:newsroom@example.org.
    """
    parts = urlsplit(endpoint)
    head = {"typ": "JWT", "alg": "ES256"}
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + SIGNED_SECONDS,
        "sub": contact,
    }
    words = b".".join(_encoded(json.dumps(part).encode()) for part in (head, claims))
    r, s = decode_dss_signature(_own_key().sign(words, ec.ECDSA(hashes.SHA256())))
    token = words + b"." + _encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={token.decode()}, k={own_public_key()}"


def own_public_key() -> str:
    """The key that browsers subscribe with, in base64url."""
    return _encoded(_point(_own_key().public_key())).decode()


def public_key(key: str) -> ec.EllipticCurvePublicKey:
    """A browser's public key.

    Raises:
        NoKey: it is no point of the curve.
    """
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(key))
    except ValueError as error:
        raise NoKey("This is no key of a browser.") from error


def decoded(text: str) -> bytes:
    """Base64url with or without its padding.

    Raises:
        NoKey: it is none.
    """
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise NoKey("This is no key of a browser.") from error


def _secret(secret: str) -> bytes:
    found = decoded(secret)
    if len(found) != SECRET:
        raise NoKey("A browser's secret has 16 bytes.")
    return found


def check(*, key: str, secret: str) -> None:
    """See that a message can be sealed for a browser.

    Raises:
        NoKey: it cannot.
    """
    if len(decoded(key)) != POINT:
        raise NoKey("A browser's key has 65 bytes.")
    public_key(key)
    _secret(secret)


def _own_key() -> ec.EllipticCurvePrivateKey:
    return _key_of(settings.SECRET_KEY)


@cache
def _key_of(secret_key: str) -> ec.EllipticCurvePrivateKey:
    # 48 bytes, so that the remainder favours no key (FIPS 186-5, A.2.1).
    drawn = _derive(secret_key.encode(), b"", b"broadsheet web push", 48)
    return ec.derive_private_key(int.from_bytes(drawn, "big") % (ORDER - 1) + 1, CURVE)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _encoded(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")
