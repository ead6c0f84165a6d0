"""Ask another site for a picture, and for nothing else.

Addresses come from a file that anybody may have written, so each host is
looked up once, must be public, and is spoken to at exactly the address that
was checked; redirects go through the same door. Size and time have caps.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import urljoin, urlsplit

from broadsheet.wire.errors import PictureMissing

LIMIT = 30 * 1024 * 1024  # bytes; as much as the newsroom may upload
SECONDS = 20.0  # for one picture in all
REDIRECTS = 4
CHUNK = 64 * 1024
AGENT = "Broadsheet-import/1 (+picture of an imported story)"


def fetch(address: str) -> bytes:
    """The bytes at `address`.

    Raises:
        PictureMissing: it is not public, does not answer, is too large or slow.
    """
    deadline = time.monotonic() + SECONDS
    for _ in range(REDIRECTS):
        try:
            answer = _ask(address, deadline)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise PictureMissing(f"its site does not answer ({type(error).__name__})") from error
        if isinstance(answer, bytes):
            return answer
        address = urljoin(address, answer)
    raise PictureMissing("its address leads on too often")


def _ask(address: str, deadline: float) -> bytes | str:
    """The bytes, or the address to ask instead."""
    connection, target = _connect(address, deadline)
    try:
        connection.request("GET", target, headers={"User-Agent": AGENT, "Accept": "image/*"})
        response = connection.getresponse()
        if response.status in {301, 302, 303, 307, 308}:
            return response.getheader("Location") or ""
        if response.status != http.client.OK:
            raise PictureMissing(f"its site answers {response.status}")
        return _body(response, deadline)
    finally:
        connection.close()


def _body(response: http.client.HTTPResponse, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read(CHUNK):
        size += len(chunk)
        if size > LIMIT:
            raise PictureMissing(f"it is larger than {LIMIT // 1024 // 1024} MB")
        if time.monotonic() > deadline:
            raise PictureMissing(f"it did not come within {SECONDS:.0f} seconds")
        chunks.append(chunk)
    return b"".join(chunks)


def _connect(address: str, deadline: float) -> tuple[http.client.HTTPConnection, str]:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise PictureMissing("its address is not http or https")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    left = max(0.1, deadline - time.monotonic())
    plug: socket.socket = socket.create_connection((public_address(parts.hostname, port), port), left)
    if secure:
        plug = ssl.create_default_context().wrap_socket(plug, server_hostname=parts.hostname)
    connection = http.client.HTTPConnection(parts.hostname, port)
    connection.sock = plug
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return connection, target.replace(" ", "%20")


def public_address(host: str, port: int) -> str:
    """The first address of `host`, when all of them are public.

    Raises:
        PictureMissing: the host is unknown, or any of its addresses is private.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PictureMissing("its site is not known") from error
    addresses = [str(one[4][0]) for one in found]
    for address in addresses:
        if not _is_public(address):
            raise PictureMissing("its address is not a public one")
    return addresses[0]


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return known.is_global and not known.is_multicast and (inner is None or inner.is_global)
