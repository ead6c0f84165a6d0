"""What a view may know about where a request comes from."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import cache, wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

View = Callable[..., HttpResponseBase]


def client_address(request: HttpRequest) -> str:
    """The reader's IP address.

    `X-Forwarded-For` counts only when the connection comes from a proxy listed
    in `trusted_proxies`; then the last address that is not such a proxy is it.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if not _is_proxy(address):
        return address
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if hop.strip() and not _is_proxy(hop.strip()):
            return hop.strip()
    return address


def address_prefix(address: str) -> str:
    """The network an address belongs to for limits: /24 of IPv4, /64 of IPv6."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    length = 24 if ip.version == 4 else 64
    return str(ipaddress.ip_network(f"{ip}/{length}", strict=False))


def is_cross_site(request: HttpRequest) -> bool:
    """Whether a browser sent this from another site.

    Browsers say so themselves in `Sec-Fetch-Site`, older ones in `Origin`; a
    client that sends neither carries nobody's cookies along. This is why pages
    made in advance need no token in their forms.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in {"same-origin", "none"}
    if origin := request.headers.get("Origin"):
        return urlsplit(origin).netloc != request.get_host()
    return False


def reader_post(view: View) -> View:
    """A public form's view: POST only, from our own pages only, no token."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_cross_site(request):
            return HttpResponse(_("This form can only be sent from our own pages."), status=403)
        return view(request, *args, **kwargs)

    return guarded


def same_origin_posts(view: View) -> View:
    """Like `reader_post` for a view that shows its form on GET as well."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} and is_cross_site(request):
            return HttpResponse(_("This form can only be sent from our own pages."), status=403)
        return view(request, *args, **kwargs)

    return guarded


def _is_proxy(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in _network(proxy) for proxy in settings.TRUSTED_PROXIES)


_network = cache(ipaddress.ip_network)
