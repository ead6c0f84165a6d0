"""An import asks only public sites for pictures."""

from __future__ import annotations

import http.client
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from broadsheet.foundation import outside
from broadsheet.wire import fetching
from broadsheet.wire.errors import PictureMissing


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.png", "http://localhost/a.png", "http://10.1.2.3/", "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[fe80::1]/", "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f000001/", "http://[2002:7f00:1::]/",
        "http://100.64.0.1/", "http://224.0.0.1/", "http://[fd00::1]/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(PictureMissing, match="not a public one"):
        fetching.fetch(address)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/a.png", "gopher://x/", "//x/a.png", "http:///a"]
)
def test_other_schemes_are_refused(address: str) -> None:
    with pytest.raises(PictureMissing, match="not http or https"):
        fetching.fetch(address)


def test_a_host_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def mixed(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, 1, 6, "", (one, port)) for one in ("93.184.216.34", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", mixed)
    with pytest.raises(PictureMissing, match="not a public one"):
        fetching.fetch("http://rebound.example.org/a.png")


class Site(BaseHTTPRequestHandler):
    """A site as an import may meet it."""

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/secret")
            self.end_headers()
        elif self.path == "/ring":
            self.send_response(302)
            self.send_header("Location", "/ring")
            self.end_headers()
        elif self.path == "/large":
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"x" * 1000)
        else:
            self.send_response(200 if self.path == "/a.png" else 404)
            self.end_headers()
            self.wfile.write(b"picture")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Any:
    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    honest = outside._is_public
    monkeypatch.setattr(outside, "_is_public", lambda one: one == "127.0.0.1" or honest(one))
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_picture_is_fetched(site: str) -> None:
    assert fetching.fetch(f"{site}/a.png") == b"picture"


def test_what_is_not_there_says_so(site: str) -> None:
    with pytest.raises(PictureMissing, match="answers 404"):
        fetching.fetch(f"{site}/b.png")


def test_a_redirect_to_a_private_address_is_refused(site: str) -> None:
    with pytest.raises(PictureMissing, match="not a public one"):
        fetching.fetch(f"{site}/away")


def test_redirects_come_to_an_end(site: str) -> None:
    with pytest.raises(PictureMissing, match="leads on too often"):
        fetching.fetch(f"{site}/ring")


def test_size_and_time_have_caps(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "LIMIT", 10_000)
    with pytest.raises(PictureMissing, match="larger than"):
        fetching.fetch(f"{site}/large")
    monkeypatch.setattr(outside, "LIMIT", 10_000_000)
    monkeypatch.setattr(outside, "SECONDS", -1.0)
    with pytest.raises(PictureMissing, match="did not come within"):
        fetching.fetch(f"{site}/large")


def test_a_site_that_talks_nonsense_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def nonsense(*_: Any) -> outside.Answer:
        raise http.client.BadStatusLine("?")

    monkeypatch.setattr(outside, "_ask", nonsense)
    with pytest.raises(PictureMissing, match="does not answer"):
        fetching.fetch("http://example.org/a.png")
