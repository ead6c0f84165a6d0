"""Speak to another site over HTTP, and to nothing else.

Addresses come from files and forms that anybody may have written, so each host
is looked up once, must be public, and is spoken to at exactly the address that
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

LIMIT = 30 * 1024 * 1024  # bytes; as much as the newsroom may upload
SECONDS = 20.0  # for one thing in all
REDIRECTS = 4
CHUNK = 64 * 1024
AGENT = "Broadsheet/1"
SUCCESS = range(200, 300)
PORTS = {"http": 80, "https": 443}
MOVED = {301, 302, 303, 307, 308}
SAFE = "%/:?=&@+,;!$'()*~#[]-._"  # what stays as it is in an address


class Unreachable(Exception):
    """Another site gives nothing; the sentence says why, beginning with "its" or "it"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site answered, whatever its status but a redirect.

    Args:
        status: of HTTP.
        address: the one that answered, after redirects.
        headers: their names in lower case.
        body: unpacked; empty unless the status is a success.
    """

    status: int
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def get(
    address: str, *, headers: Mapping[str, str], follow: bool = True, most: int | None = None,
    seconds: float | None = None,
) -> Answer:  # fmt: skip
    """What the site at `address` answers.

    Args:
        follow: whether to go where a redirect leads; else the redirect is the answer.
        most: bytes that are taken; `LIMIT` when it is not said. 0 takes the answer without its body.
        seconds: for all of it; `SECONDS` when it is not said.

    Raises:
        Unreachable: it is not public, does not answer, is too large or slow.
    """
    deadline = time.monotonic() + (SECONDS if seconds is None else seconds)
    for _ in range(REDIRECTS):
        answer = _in_time(address, deadline, headers, most=most)
        if not follow or answer.status not in MOVED:
            return answer
        address = urljoin(address, answer.headers.get("location", ""))
    raise Unreachable("its address leads on too often")


def post(
    address: str, *, body: bytes, headers: Mapping[str, str], seconds: float | None = None
) -> Answer:
    """Send `body` to `address`, once; what is said back is not read, and no redirect followed.

    Args:
        seconds: for all of it; `SECONDS` when it is not said.

    Raises:
        Unreachable: it is not public, or does not answer in time.
    """
    deadline = time.monotonic() + (SECONDS if seconds is None else seconds)
    return _in_time(address, deadline, headers, body)


def host_of(address: str) -> str:
    """What the header `Host` says when `address` is asked: with a port that is not the usual one.

    Raises:
        ValueError: it is no address.
    """
    parts = urlsplit(address)
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return name if parts.port in {None, PORTS.get(parts.scheme)} else f"{name}:{parts.port}"


def target_of(address: str) -> str:
    """Path and query of an address as they stand in a request's first line."""
    parts = urlsplit(address)
    return quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=SAFE)


def _in_time(
    address: str,
    deadline: float,
    headers: Mapping[str, str],
    body: bytes | None = None,
    most: int | None = None,
) -> Answer:
    try:
        return _ask(address, deadline, headers, body, most)
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        if time.monotonic() >= deadline:
            raise _too_late() from error
        raise Unreachable(f"its site does not answer ({type(error).__name__})") from error


def _ask(
    address: str,
    deadline: float,
    headers: Mapping[str, str],
    sent: bytes | None = None,
    most: int | None = None,
) -> Answer:
    connection = _connect(address, deadline)
    method = "GET" if sent is None else "POST"
    said_first = {"Host": host_of(address), "User-Agent": AGENT, "Accept-Encoding": "gzip"}
    with _until(deadline, connection):
        connection.request(method, target_of(address), body=sent, headers={**said_first, **headers})
        response = connection.getresponse()
        said = {name.lower(): value for name, value in response.getheaders()}
        wanted = sent is None and response.status in SUCCESS and most != 0
        body = _body(response, deadline, LIMIT if most is None else most) if wanted else b""
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


def _body(response: http.client.HTTPResponse, deadline: float, most: int) -> bytes:
    unpack = _unpacker(response.getheader("Content-Encoding") or "")
    chunks: list[bytes] = []
    size = 0
    while packed := response.read1(CHUNK):
        chunk = unpack.decompress(packed, most - size + 1) if unpack else packed
        size += len(chunk)
        if size > most:
            raise Unreachable(f"it is larger than {most // 1024 // 1024 or 1} MB")
        chunks.append(chunk)
    if time.monotonic() >= deadline:  # it was cut off, and may look whole
        raise _too_late()
    return b"".join(chunks)


def _too_late() -> Unreachable:
    return Unreachable("it did not come within the time that it has")


def _unpacker(encoding: str) -> zlib._Decompress | None:
    if encoding.strip().lower() in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # both, by their first bytes
    if encoding.strip().lower() not in {"", "identity"}:
        raise Unreachable(f"it is packed in a way that was not asked for ({encoding[:20]})")
    return None


def _connect(address: str, deadline: float) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Unreachable("its address is not http or https")
    secure = parts.scheme == "https"
    port = parts.port or PORTS[parts.scheme]
    left = max(0.1, deadline - time.monotonic())
    plug: socket.socket = socket.create_connection((public_address(parts.hostname, port), port), left)
    if secure:
        plug = ssl.create_default_context().wrap_socket(plug, server_hostname=parts.hostname)
    connection = http.client.HTTPConnection(parts.hostname, port)
    connection.sock = plug
    return connection


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
