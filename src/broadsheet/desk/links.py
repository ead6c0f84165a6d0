"""Links to other sites: asked in the background whether there still is a page.

What is known of an address is kept for a day and is the same for every article
that leads there. Only a site that says itself that there is nothing is believed:
one that cannot be reached may be away for a moment, or the paper's own line is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk.models import LinkState, OutsideLink
from broadsheet.foundation import outside
from broadsheet.foundation.clock import now

NOTHING_THERE = {404, 410}  # RFC 9110 §15.5.5 and §15.5.11
SECONDS = 8.0
GOOD_FOR = timedelta(days=1)
TRIED_AGAIN = timedelta(hours=1)  # what could not be reached
KEPT = timedelta(days=90)
MOST = 100  # of an article
LONGEST = 2000  # letters of an address
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')


def addresses(texts: Iterable[str]) -> list[str]:
    """The addresses of other sites that running text (HTML) leads to, in order, once each."""
    own = urlsplit(settings.PAPER.url).netloc
    found: dict[str, None] = {}
    for html in texts:
        for written in LINK.findall(html):
            address = unescape(written).partition("#")[0].strip()
            if len(address) <= LONGEST and _is_elsewhere(address, own):
                found[address] = None
    return list(found)[:MOST]


def want_tested(texts: Iterable[str]) -> None:
    """Have those tested of which nothing is known, or nothing new; done after the transaction."""
    from broadsheet.desk.tasks import ask_site

    wanted = {_key(address): address for address in addresses(texts)}
    if not wanted:
        return
    with transaction.atomic():
        OutsideLink.objects.bulk_create(
            [OutsideLink(key=key, address=address) for key, address in wanted.items()],
            ignore_conflicts=True,
        )
        due = [link for link in OutsideLink.objects.filter(key__in=wanted) if _is_due(link)]
        keys = [link.key for link in due]
        OutsideLink.objects.filter(key__in=keys).update(asked_at=now())
        for key in keys:
            transaction.on_commit(partial(ask_site.enqueue, key))


def ask(key: str) -> None:
    """Ask a site whether it has the page, and note what it says."""
    link = OutsideLink.objects.filter(key=key).first()
    if link is None:
        return
    try:
        status = outside.get(link.address, headers={"Accept": "text/html,*/*;q=0.8"}, most=0,
                             seconds=SECONDS).status  # fmt: skip
        state = LinkState.BROKEN if status in NOTHING_THERE else LinkState.THERE
        told = str(status)
    except outside.Unreachable as error:
        state, told = LinkState.UNREACHED, str(error)
    OutsideLink.objects.filter(key=key).update(state=state, told=told[:200], tested_at=now())


def known(texts: Iterable[str]) -> list[OutsideLink]:
    """What is known of the links in running text, in its order."""
    keys = [_key(address) for address in addresses(texts)]
    found = OutsideLink.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def broken(texts: Iterable[str]) -> Iterator[str]:
    """Links where the other site says that there is nothing."""
    for link in known(texts):
        if link.state == LinkState.BROKEN:
            yield _("%(address)s is gone: its site answers %(status)s.") % _told(link)


def unreached(texts: Iterable[str]) -> Iterator[str]:
    """Links that could not be tested. They never keep an article from being published."""
    for link in known(texts):
        if link.state == LinkState.UNREACHED:
            yield _("%(address)s could not be tested: %(status)s.") % _told(link)


def forget_old() -> None:
    """Forget addresses that no draft has led to for a long time."""
    OutsideLink.objects.filter(asked_at__lt=now() - KEPT).delete()


def _is_elsewhere(address: str, own: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.netloc != own


def _is_due(link: OutsideLink) -> bool:
    """Whether it was not asked about lately; a test under way is not begun again."""
    wait = GOOD_FOR if link.state in {LinkState.THERE, LinkState.BROKEN} else TRIED_AGAIN
    return link.asked_at is None or link.asked_at < now() - wait


def _key(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


def _told(link: OutsideLink) -> dict[str, Any]:
    return {"address": link.address, "status": link.told}
