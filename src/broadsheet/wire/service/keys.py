"""Customers' keys: made, shown once, exchanged, paused and ended."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.wire.models import Customer

MARK = "wire_"  # by which a key is known for what it is, also where it should not lie
KEY_BYTES = 32  # nobody guesses these, so one round of a hash is enough
SHOWN = 9  # letters that a person may see again


class Ended(Exception):
    """What has ended stays so."""


def make(*, customer: Customer, by: User) -> str:
    """Keep a new customer; their key, which nobody can read again."""
    key = _give_key(customer)
    customer.made_by = by
    customer.save()
    return key


def renew(*, customer: Customer) -> str:
    """A new key; the old one is worth nothing from now on.

    Raises:
        Ended: the customer takes nothing any more.
    """
    with transaction.atomic():
        locked = _locked(customer)
        key = _give_key(locked)
        locked.save()
    return key


def pause(*, customer: Customer) -> None:
    """Refuse a key until `resume`.

    Raises:
        Ended: the customer takes nothing any more.
    """
    _put(customer, Customer.State.PAUSED)


def resume(*, customer: Customer) -> None:
    """Take a paused key again.

    Raises:
        Ended: the customer takes nothing any more.
    """
    _put(customer, Customer.State.ON)


def end(*, customer: Customer) -> None:
    """Refuse a key for good; idempotent."""
    Customer.objects.filter(pk=customer.pk).update(state=Customer.State.ENDED)


def customer_of(*, key: str) -> Customer | None:
    """Whose key this is; None when it is nobody's."""
    return Customer.objects.filter(key_hash=_hash(key)).first()


def _put(customer: Customer, state: Customer.State) -> None:
    with transaction.atomic():
        locked = _locked(customer)
        locked.state = state
        locked.save(update_fields=["state"])


def _locked(customer: Customer) -> Customer:
    locked = Customer.objects.select_for_update().get(pk=customer.pk)
    if locked.state == Customer.State.ENDED:
        raise Ended
    return locked


def _give_key(customer: Customer) -> str:
    key = MARK + secrets.token_urlsafe(KEY_BYTES)
    customer.key_hash, customer.key_start, customer.key_at = _hash(key), key[:SHOWN], now()
    return key


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
