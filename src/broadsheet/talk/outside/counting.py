"""How much is said on pages elsewhere, for the lists of those sites."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from broadsheet.talk.models import OutsideSite, Thread
from broadsheet.talk.outside.addresses import NotAnAddress, read


def numbers(addresses: Collection[str]) -> dict[str, int]:
    """The number of comments of each page of a listed site, in two queries."""
    wanted = _known(addresses)
    where = Q()
    for site, page in set(wanted.values()):
        where |= Q(site=site, page=page)
    rows = Thread.objects.filter(where) if where else Thread.objects.none()
    counts = {(one.site_id, one.page): one.posts_shown for one in rows}
    return {address: counts.get(key, 0) for address, key in wanted.items()}


def for_listed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let a script read this when it stands on a listed site."""
    response["Vary"] = "Origin"
    origin = request.headers.get("Origin", "")
    scheme, _colon, host = origin.partition("://")
    if OutsideSite.objects.filter(scheme=scheme, host=host, is_active=True).exists():
        response["Access-Control-Allow-Origin"] = origin
    return response


def _known(addresses: Collection[str]) -> dict[str, tuple[int, str]]:
    """The site and the page of each address; what is on no listed site is left out."""
    sites = {site.host: site for site in OutsideSite.objects.filter(is_active=True)}
    known = {}
    for written in addresses:
        try:
            address = read(written)
            if site := sites.get(address.host):
                known[written] = (site.pk, address.page(parameters=site.parameters))
        except NotAnAddress:
            continue
    return known
