"""Addresses of pages elsewhere: read strictly, made one and the same for one page.

Nothing here asks a network or the database.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import idna
from django.utils.translation import gettext_lazy as _

LONGEST = 2000  # characters that are looked at; browsers and servers agree on about as many
LONGEST_PAGE = 900  # that are kept, in ASCII
PORTS = {"http": 80, "https": 443}
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")  # RFC 3986 §2.3
ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
BEYOND_ASCII = re.compile(r"(?:%[89A-F][0-9A-F])+")
NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f\\]")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
IN_A_PATH = "%/:@!$&'()*+,;=-._~"  # RFC 3986 §3.3
HOME_NAMES = ("localhost", "local", "internal", "lan", "home", "home.arpa", "test", "invalid")


class NotAnAddress(ValueError):
    """The text is no address of a page on the web; the sentence says so."""

    def __init__(self) -> None:
        super().__init__(_("This is no address of a page on the web."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page's address in its parts, all in ASCII.

    Args:
        scheme: "http" or "https".
        host: in lower case, with the port unless it is the scheme's own.
        path: begins with "/", without a slash at the end.
        query: the text after "?", as it came.
    """

    scheme: str
    host: str
    path: str
    query: str = ""

    def page(self, *, parameters: Collection[str]) -> str:
        """The path, and of the query the parameters of a list, in the order of their names.

        Raises:
            NotAnAddress: it is too long to be kept.
        """
        pairs = parse_qsl(self.query, keep_blank_values=True, max_num_fields=None)
        kept = sorted(pair for pair in pairs if pair[0] in parameters)
        page = self.path + ("?" + urlencode(kept, quote_via=quote) if kept else "")
        if len(page) > LONGEST_PAGE:
            raise NotAnAddress
        return page


def read(address: str) -> Address:
    """Read an address as it came from a script, a link or a file.

    Raises:
        NotAnAddress: it is not of a page on the web, names a user, or is too long.
    """
    address = address.strip()
    if len(address) > LONGEST or NOT_IN_ADDRESSES.search(address):
        raise NotAnAddress
    try:
        parts = urlsplit(address)
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError:
        raise NotAnAddress from None
    if scheme not in PORTS or "@" in parts.netloc or not parts.hostname:
        raise NotAnAddress
    host = _host(parts.hostname)
    if port is not None and port != PORTS[scheme]:
        host = f"{host}:{port}"
    return Address(scheme=scheme, host=host, path=_path(parts.path), query=parts.query)


def is_at_home(host: str) -> bool:
    """Whether a host is one of a house or a machine, not of the open web.

    Args:
        host: as in `Address.host`.
    """
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        pass
    return "." not in name or any(name == home or name.endswith(f".{home}") for home in HOME_NAMES)


def code_of(*, host: str, page: str) -> str:
    """What stands for a page in an address of ours: letters that no proxy changes."""
    short = BEYOND_ASCII.sub(_decoded, page)
    return base64.urlsafe_b64encode(f"{host}{short}".encode()).decode().rstrip("=")


def decode(code: str) -> Address:
    """The address that a code stands for; its scheme says nothing.

    Raises:
        NotAnAddress: it stands for none.
    """
    try:
        raw = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
        return read(f"https://{raw.decode()}")
    except (binascii.Error, UnicodeDecodeError):
        raise NotAnAddress from None


def _host(name: str) -> str:
    try:
        ip = ipaddress.ip_address(name)
        return f"[{ip}]" if ip.version == 6 else str(ip)
    except ValueError:
        pass
    if NUMBER.fullmatch(name.rstrip(".").rpartition(".")[2]):
        raise NotAnAddress  # 127.1 and the like: an IPv4 address to browsers (WHATWG URL)
    try:
        host = idna.encode(name.rstrip("."), uts46=True, transitional=False).decode()
    except idna.IDNAError:
        raise NotAnAddress from None
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
        raise NotAnAddress
    return host


def _path(path: str) -> str:
    """RFC 3986 §6.2.2: escapes in one spelling, dots followed; no slash at the end."""
    path = STRAY_PERCENT.sub("%25", path)
    path = ESCAPED.sub(_escape, quote(path, safe=IN_A_PATH))
    kept: list[str] = []
    for piece in path.split("/")[1:]:
        if piece == "..":
            del kept[-1:]
        elif piece != ".":
            kept.append(piece)
    return "/" + "/".join(kept).strip("/")


def _escape(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if UNRESERVED.fullmatch(letter) else found[0].upper()


def _decoded(found: re.Match[str]) -> str:
    try:
        return unquote(found[0], errors="strict")
    except UnicodeDecodeError:
        return found[0]
