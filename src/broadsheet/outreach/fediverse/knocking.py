"""Ask and tell other servers, signed; one that does not take the older signature is given the newer.

Everybody checks the older (draft-cavage-http-signatures), so that one goes first. Who answers
that nobody has signed is asked once more, with one of RFC 9421: the other way round of what
https://swicg.github.io/activitypub-http-signature/ calls double-knocking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus

from broadsheet.foundation import outside
from broadsheet.foundation.outside import Answer
from broadsheet.outreach.fediverse import actors, messages, signing
from broadsheet.outreach.models import FediActor

NOT_TAKEN = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}


def get(address: str, *, by: FediActor, headers: Mapping[str, str], most: int) -> Answer:
    """What another server answers to one of the paper, as `outside.get`."""
    for signature in _signatures(address, by):
        answer = outside.get(address, headers={**headers, **signature}, most=most)
        if answer.status not in NOT_TAKEN:
            break
    return answer


def post(
    address: str, *, by: FediActor, body: bytes, headers: Mapping[str, str], seconds: float
) -> Answer:
    """Tell another server something, as `outside.post`."""
    for signature in _signatures(address, by, body):
        answer = outside.post(address, body=body, headers={**headers, **signature}, seconds=seconds)
        if answer.status not in NOT_TAKEN:
            break
    return answer


def _signatures(address: str, by: FediActor, body: bytes | None = None) -> Iterator[dict[str, str]]:
    for form in (signing, messages):
        yield form.signed(
            address=address, key_id=actors.key_id(by), private_key=by.private_key, body=body
        )
