"""A passkey in software: what a browser and its authenticator send."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAGS = AuthenticatorData.FLAG
SEEN = FLAGS.UP | FLAGS.UV


class Passkey:
    """`make` and `show` answer what the paper asks for, as JSON; `origin` is the page that asks."""

    def __init__(self, *, origin: str = "http://localhost", host: str = "localhost") -> None:
        self.origin = origin
        self._host = hashlib.sha256(host.encode()).digest()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = secrets.token_bytes(16)
        self._times = 0

    def make(self, options: Any) -> str:
        """What comes of `navigator.credentials.create`."""
        public = ES256.from_cryptography_key(self._key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self._id, public)
        data = AuthenticatorData.create(self._host, SEEN | FLAGS.AT, 0, bytes(made))
        attested = AttestationObject.create("none", data, {})
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=client, attestationObject=bytes(attested))

    def show(self, options: Any) -> str:
        """What comes of `navigator.credentials.get`."""
        self._times += 1
        data = AuthenticatorData.create(self._host, SEEN, self._times)
        client = self._client("webauthn.get", options)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=bytes(data), signature=signature)

    def _client(self, kind: str, options: Any) -> bytes:
        challenge = websafe_decode(json.loads(json.dumps(dict(options["publicKey"])))["challenge"])
        return bytes(CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin))

    def _answer(self, **parts: bytes) -> str:
        name = websafe_encode(self._id)
        response = {part: websafe_encode(value) for part, value in parts.items()}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response,
             "clientExtensionResults": {}}
        )  # fmt: skip
