"""Who asks, whether they may, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from ninja.security import HttpBearer

from broadsheet.foundation import limits
from broadsheet.foundation.clock import now
from broadsheet.foundation.requests import address_prefix, client_address
from broadsheet.wire.models import Customer, ServiceSettings
from broadsheet.wire.service import keys
from broadsheet.wire.service.refusing import Refused

MINUTE = timedelta(minutes=1)
NO_KEY = "This needs a key: send it as “Authorization: Bearer KEY”. The newsroom gives keys."
UNKNOWN = "Nobody has this key. It may have been exchanged for a new one: ask the newsroom."
REFUSED = {
    Customer.State.PAUSED: "This key is paused: ask the newsroom.",
    Customer.State.ENDED: "This key has ended: ask the newsroom for a new one.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """A customer, or somebody without a key where that is allowed."""

    customer: Customer | None
    settings: ServiceSettings

    @property
    def has_key(self) -> bool:
        return self.customer is not None


class Key(HttpBearer):
    """The key in `Authorization: Bearer …`; in an address it would stand in every log."""

    def __call__(self, request: HttpRequest) -> Asker:
        """Who asks.

        Raises:
            Refused: the key is not known, paused or ended; there is none and the paper
                asks for one; or there were too many requests in this minute.
        """
        kind, _, key = request.headers.get(self.header, "").partition(" ")
        settings = ServiceSettings.load()
        if not kind:
            return _stranger(request, settings)
        if kind.lower() != self.openapi_scheme:
            raise Refused(401, NO_KEY)
        return Asker(customer=self.authenticate(request, key.strip()), settings=settings)

    def authenticate(self, request: HttpRequest, token: str) -> Customer:
        customer = keys.customer_of(key=token)
        if customer is None:
            raise Refused(401, UNKNOWN)
        if sentence := REFUSED.get(Customer.State(customer.state)):
            raise Refused(403, sentence)
        _count(f"wire:{customer.pk}", customer.per_minute)
        if customer.used_at is None or now() - customer.used_at >= MINUTE:
            Customer.objects.filter(pk=customer.pk).update(used_at=now())
        return customer


def _stranger(request: HttpRequest, settings: ServiceSettings) -> Asker:
    if settings.access == ServiceSettings.Access.KEYS:
        raise Refused(401, NO_KEY)
    _count(f"wire:open:{address_prefix(client_address(request))}", settings.open_per_minute)
    return Asker(customer=None, settings=settings)


def _count(key: str, most: int) -> None:
    if not limits.allow(key=key, limit=most, per=MINUTE):
        wait = 60 - int(now().timestamp()) % 60
        sentence = f"These are more than {most} requests in a minute: go on in {wait} seconds."
        raise Refused(429, sentence, retry_after=wait)
