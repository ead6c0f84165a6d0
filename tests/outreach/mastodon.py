"""A little server that behaves as Mastodon does towards others, with a signature code of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.test import Client

JSON = "application/activity+json"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: Any) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


class Mastodon:
    """Its one reader is Ana, at `/users/ana`."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any], dict[str, str], bytes]] = []  # posts to inboxes
        self.asked: list[dict[str, str]] = []  # headers of what was fetched
        self.answer = 202
        self.status = 200  # of Ana's description
        self.changes: dict[str, Any] = {}  # to it
        self.content_type = f"{JSON}; charset=utf-8"
        self.key = KEY
        self.url = ""

    @property
    def ana(self) -> str:
        return f"{self.url}/users/ana"

    def description(self) -> dict[str, Any]:
        return {
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1",
                         {"manuallyApprovesFollowers": "as:manuallyApprovesFollowers"}],
            "id": self.ana, "type": "Person", "preferredUsername": "ana", "inbox": f"{self.ana}/inbox",
            "outbox": f"{self.ana}/outbox", "endpoints": {"sharedInbox": f"{self.url}/inbox"},
            "publicKey": {"id": f"{self.ana}#main-key", "owner": self.ana,
                          "publicKeyPem": pem(self.key)},
        } | self.changes  # fmt: skip

    def follow(self, whom: str, number: int = 1) -> dict[str, Any]:
        return {
            "@context": "https://www.w3.org/ns/activitystreams", "id": f"{self.url}/follow/{number}",
            "type": "Follow", "actor": self.ana, "object": whom,
        }  # fmt: skip

    def undo(self, whom: str) -> dict[str, Any]:
        return {
            "@context": "https://www.w3.org/ns/activitystreams", "id": f"{self.ana}#follows/1/undo",
            "type": "Undo", "actor": self.ana, "object": self.follow(whom),
        }  # fmt: skip

    def farewell(self) -> dict[str, Any]:
        return {
            "@context": "https://www.w3.org/ns/activitystreams", "id": f"{self.ana}#delete",
            "type": "Delete", "actor": self.ana, "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "object": self.ana,
        }  # fmt: skip

    def headers(self, body: bytes, path: str, **changes: str) -> dict[str, str]:
        """What Mastodon puts on a request; `changes` are made after it was signed."""
        headers = {
            "Host": "testserver", "Date": formatdate(usegmt=True), "Content-Type": JSON,
            "Digest": "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode(),
        }  # fmt: skip
        headers |= {name[7:]: value for name, value in changes.items() if name.startswith("before_")}
        names = ["(request-target)", "host", "date", "digest", "content-type"]
        known = {name.lower(): value for name, value in headers.items()}
        known["(request-target)"] = f"post {path}"
        words = "\n".join(f"{name}: {known[name]}" for name in names).encode()
        made = base64.b64encode(self.key.sign(words, padding.PKCS1v15(), SHA256())).decode()
        headers["Signature"] = (
            f'keyId="{self.ana}#main-key",algorithm="rsa-sha256",'
            f'headers="{" ".join(names)}",signature="{made}"'
        )
        return headers | {
            name: value for name, value in changes.items() if not name.startswith("before_")
        }

    def say(self, said: Any, path: str = "/fediverse/paper/inbox/", **changes: str) -> Any:
        """Post something to the paper."""
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        headers = self.headers(body, path, **changes)
        content_type = headers.pop("Content-Type")
        headers = {name: value for name, value in headers.items() if value}
        return Client().post(path, body, content_type=content_type, headers=headers)


@contextmanager
def served() -> Iterator[Mastodon]:
    site = Mastodon()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append({name.lower(): value for name, value in self.headers.items()})
            body = json.dumps(site.description()).encode()
            self.send_response(site.status)
            self.send_header("Content-Type", site.content_type)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.heard.append((self.path, json.loads(body), headers, body))
            self.send_response(site.answer)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    server.server_close()


def check(heard: tuple[str, dict[str, Any], dict[str, str], bytes], public_key: str) -> None:
    """See that a post is signed as Mastodon demands; raises when it is not."""
    path, _said, headers, body = heard
    assert headers["digest"] == "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
    check_get({**headers, "(request-target)": f"post {path}"}, public_key, {"host", "date", "digest"})


def check_get(known: dict[str, str], public_key: str, wanted: set[str]) -> None:
    parts = dict(part.split("=", 1) for part in known["signature"].split(","))
    names = parts["headers"].strip('"').split()
    assert {"(request-target)", *wanted} <= set(names)
    words = "\n".join(f"{name}: {known[name]}" for name in names).encode()
    made = base64.b64decode(parts["signature"].strip('"'))
    key: Any = load_pem_public_key(public_key.encode())
    key.verify(made, words, padding.PKCS1v15(), SHA256())
