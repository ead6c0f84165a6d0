"""Which page elsewhere an address is of, and what is said of it here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from broadsheet.talk.models import OutsideSite, Thread
from broadsheet.talk.outside.addresses import Address, code_of, decode, read


class NotListed(Exception):
    """The address is of no site whose pages carry our comments; the sentence says so."""

    def __init__(self) -> None:
        super().__init__(_("There are no comments of this paper on pages of that site."))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsidePage:
    """A page elsewhere. `path` is the same however the address was written."""

    site: OutsideSite
    path: str

    @property
    def code(self) -> str:
        return code_of(host=self.site.host, page=self.path)

    @property
    def url(self) -> str:
        return f"{self.site.origin}{self.path}"

    def thread(self) -> Thread:
        """Its thread; one that is not kept yet before the first word."""
        found = Thread.objects.select_related("site", "board").filter(site=self.site, page=self.path)
        return found.first() or Thread(site=self.site, page=self.path, board=self.site.board)


def page_at(address: str) -> OutsidePage:
    """The page at an address.

    Raises:
        NotAnAddress: it is none.
        NotListed: the newsroom has not listed its site, or does so no longer.
    """
    return _page(read(address))


def page_of(code: str) -> OutsidePage:
    """The page that a code in our own addresses stands for. Raises as `page_at`."""
    return _page(decode(code))


def _page(address: Address) -> OutsidePage:
    site = OutsideSite.objects.select_related("board").filter(host=address.host, is_active=True).first()
    if site is None:
        raise NotListed
    return OutsidePage(site=site, path=address.page(parameters=site.parameters))
