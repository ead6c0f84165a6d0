"""Hand a sealed message to a push service, and to nothing else.

The address comes from a stranger's browser: its host is looked up once, must
be public, and is spoken to at exactly the address that was checked. No
redirect is followed, and what is said back is not read.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

PORT = 443


class NotPublic(OSError):
    """The address leads into somebody's own network."""


def post(endpoint: str, *, body: bytes, headers: Mapping[str, str], seconds: float) -> int:
    """The status that the push service answers; 0 when nothing was answered in time."""
    try:
        return _post(endpoint, body, headers, seconds)
    except (OSError, http.client.HTTPException, ValueError):
        return 0


def public_address(host: str, port: int) -> str:
    """The first address of `host`, when all of them are public.

    Raises:
        NotPublic: one of them is not.
        OSError: the host is not known.
    """
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(map(_is_public, found)):
        raise NotPublic("The address of the push service is not a public one.")
    return found[0]


def trust() -> ssl.SSLContext:
    """Whose certificates count."""
    return ssl.create_default_context()


def _post(endpoint: str, body: bytes, headers: Mapping[str, str], seconds: float) -> int:
    parts = urlsplit(endpoint)
    if parts.scheme != "https" or not parts.hostname:
        raise NotPublic("A push service is asked over https only.")
    port = parts.port or PORT
    plug = socket.create_connection((public_address(parts.hostname, port), port), seconds)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=seconds)
    try:
        connection.sock = plug
        connection.sock = trust().wrap_socket(plug, server_hostname=parts.hostname)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=body, headers=dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return known.is_global and not known.is_multicast and (inner is None or inner.is_global)
