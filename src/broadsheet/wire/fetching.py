"""Ask another site for a picture, a feed or a page, and for nothing else.

Addresses come from a file that anybody may have written, so each host is
looked up once, must be public, and is spoken to at exactly the address that
was checked; redirects go through the same door. Size and time have caps.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from broadsheet.wire.errors import PictureMissing, Unreachable

LIMIT = 30 * 1024 * 1024  # bytes; as much as the newsroom may upload
SECONDS = 20.0  # for one thing in all
REDIRECTS = 4
CHUNK = 64 * 1024
AGENT = "Broadsheet-import/1 (+picture of an imported story)"
MOVED = {301, 302, 303, 307, 308}
SAFE = "%/:?=&@+,;!$'()*~#[]-._"  # what stays as it is in an address


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site answered, whatever its status but a redirect.

    Args:
        status: of HTTP.
        address: the one that answered, after redirects.
        headers: their names in lower case.
        body: unpacked; empty unless the status is 200.
    """

    status: int
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def fetch(address: str) -> bytes:
    """The bytes of the picture at `address`.

    Raises:
        PictureMissing: it is not public, does not answer, is too large or slow.
    """
    try:
        answer = get(address, headers={"User-Agent": AGENT, "Accept": "image/*"})
    except Unreachable as error:
        raise PictureMissing(str(error)) from error
    if answer.status != http.client.OK:
        raise PictureMissing(f"its site answers {answer.status}")
    return answer.body


def get(address: str, *, headers: Mapping[str, str]) -> Answer:
    """What the site at `address` answers.

    Raises:
        Unreachable: it is not public, does not answer, is too large or slow.
    """
    deadline = time.monotonic() + SECONDS
    for _ in range(REDIRECTS):
        try:
            answer = _ask(address, deadline, headers)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            if time.monotonic() >= deadline:
                raise _too_late() from error
            raise Unreachable(f"its site does not answer ({type(error).__name__})") from error
        if answer.status not in MOVED:
            return answer
        address = urljoin(address, answer.headers.get("location", ""))
    raise Unreachable("its address leads on too often")


def _ask(address: str, deadline: float, headers: Mapping[str, str]) -> Answer:
    connection, target = _connect(address, deadline)
    with _until(deadline, connection):
        connection.request("GET", target, headers={"Accept-Encoding": "gzip", **headers})
        response = connection.getresponse()
        said = {name.lower(): value for name, value in response.getheaders()}
        body = _body(response, deadline) if response.status == http.client.OK else b""
    return Answer(status=response.status, address=address, headers=said, body=body)


@contextmanager
def _until(deadline: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """Hang up at the deadline: each byte may come in time, and all of them too late."""
    plug = connection.sock
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), _hang_up, (plug,))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        connection.close()


def _hang_up(plug: socket.socket) -> None:
    try:
        plug.shutdown(socket.SHUT_RDWR)
    except OSError:
        plug.close()  # it has hung up already


def _body(response: http.client.HTTPResponse, deadline: float) -> bytes:
    unpack = _unpacker(response.getheader("Content-Encoding") or "")
    chunks: list[bytes] = []
    size = 0
    while packed := response.read1(CHUNK):
        chunk = unpack.decompress(packed, LIMIT - size + 1) if unpack else packed
        size += len(chunk)
        if size > LIMIT:
            raise Unreachable(f"it is larger than {LIMIT // 1024 // 1024} MB")
        chunks.append(chunk)
    if time.monotonic() >= deadline:  # it was cut off, and may look whole
        raise _too_late()
    return b"".join(chunks)


def _too_late() -> Unreachable:
    return Unreachable(f"it did not come within {SECONDS:.0f} seconds")


def _unpacker(encoding: str) -> zlib._Decompress | None:
    if encoding.strip().lower() in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # both, by their first bytes
    if encoding.strip().lower() not in {"", "identity"}:
        raise Unreachable(f"it is packed in a way that was not asked for ({encoding[:20]})")
    return None


def _connect(address: str, deadline: float) -> tuple[http.client.HTTPConnection, str]:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Unreachable("its address is not http or https")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    left = max(0.1, deadline - time.monotonic())
    plug: socket.socket = socket.create_connection((public_address(parts.hostname, port), port), left)
    if secure:
        plug = ssl.create_default_context().wrap_socket(plug, server_hostname=parts.hostname)
    connection = http.client.HTTPConnection(parts.hostname, port)
    connection.sock = plug
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return connection, quote(target, safe=SAFE)


def public_address(host: str, port: int) -> str:
    """The first address of `host`, when all of them are public.

    Raises:
        Unreachable: the host is unknown, or any of its addresses is private.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("its site is not known") from error
    addresses = [str(one[4][0]) for one in found]
    for address in addresses:
        if not _is_public(address):
            raise Unreachable("its address is not a public one")
    return addresses[0]


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return known.is_global and not known.is_multicast and (inner is None or inner.is_global)
