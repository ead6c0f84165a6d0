"""Verbs: what others say to the paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import allow
from broadsheet.outreach.fediverse import actors, peers, telling
from broadsheet.outreach.models import FediActor, FediFollower, FediPeer
from broadsheet.outreach.models.fediverse import LONGEST

FOLLOWS_A_HOST = 600  # in an hour
MOST_FOLLOWERS = 200_000  # of one actor


class NotUnderstood(Exception):
    """What was sent is nothing that is said in the fediverse; the sentence says why."""


class NotNow(Exception):
    """Too much of it; the sentence says so."""


def read(body: bytes) -> dict[str, Any]:
    """What was said, its type and speaker as texts.

    Raises:
        NotUnderstood: it is no activity.
    """
    if b"\\u0000" in body:
        raise NotUnderstood("This holds what no text holds.")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("This is no JSON.") from error
    if not isinstance(said, dict):
        raise NotUnderstood("This is no activity.")
    actor = uri_of(said.get("actor"))
    if not actor or not isinstance(said.get("type"), str):
        raise NotUnderstood("This is no activity.")
    return said | {"actor": actor}


def uri_of(thing: Any) -> str:
    """The address of something that is said by its address, or in full; "" for neither."""
    found = thing.get("id") if isinstance(thing, Mapping) else thing
    return found if isinstance(found, str) and len(found) <= LONGEST else ""


def is_farewell(said: Mapping[str, Any]) -> bool:
    """Whether somebody says that they are no more; every server that ever heard of them is told."""
    return said["type"] == "Delete" and uri_of(said.get("object")) == said["actor"]


def hear(*, said: dict[str, Any], peer: FediPeer, to: FediActor | None) -> bool:
    """Do what was said by somebody whose signature was checked. What we do not know is left.

    Args:
        to: whose inbox it came to; None for the one that all share.

    Returns whether there is something to be sent now.

    Raises:
        NotNow: too many from one site.
    """
    verb = _VERBS.get(said["type"])
    return verb(said, peer, to) if verb else False


def forget(*, uri: str) -> None:
    """Somebody elsewhere is no more, or wants nothing more of us."""
    with transaction.atomic():
        FediFollower.objects.filter(uri=uri).delete()
        FediPeer.objects.filter(uri=uri).delete()


def _follow(said: dict[str, Any], peer: FediPeer, to: FediActor | None) -> bool:
    actor = actors.at(uri_of(said.get("object")))
    if actor is None or (to is not None and to != actor):
        return False
    host = peers.host_of(peer.uri)
    if not allow(key=f"fediverse:follow:{host}"[:200], limit=FOLLOWS_A_HOST, per=timedelta(hours=1)):
        raise NotNow("Too many follow from this site. Please try again in an hour.")
    if FediFollower.objects.filter(actor=actor).count() >= MOST_FOLLOWERS:
        raise NotNow("There is no room for more followers.")
    wanted = {
        "follow_id": uri_of(said.get("id")), "inbox": peer.shared_inbox or peer.inbox, "host": host,
    }  # fmt: skip
    with transaction.atomic():
        follower, _created = FediFollower.objects.update_or_create(
            actor=actor, uri=peer.uri, defaults=wanted, create_defaults=wanted | {"since": now()}
        )
        telling.answer_follow(actor=actor, follower=follower, peer=peer, follow=_bare(said))
    return True


def _bare(said: Mapping[str, Any]) -> dict[str, Any]:
    """A follow as it is given back: what was asked, and nothing that was put beside it."""
    return {
        "id": uri_of(said.get("id")), "type": "Follow", "actor": said["actor"],
        "object": uri_of(said.get("object")),
    }  # fmt: skip


def _undo(said: dict[str, Any], peer: FediPeer, to: FediActor | None) -> bool:
    """End a follow, named by its own address or said in full."""
    undone = said.get("object")
    mine = FediFollower.objects.filter(uri=peer.uri)
    if isinstance(undone, Mapping) and undone.get("type") == "Follow":
        actor = actors.at(uri_of(undone.get("object")))
        if actor:
            mine.filter(actor=actor).delete()
    elif follow_id := uri_of(undone):
        mine.filter(follow_id=follow_id).delete()
    return False


def _delete(said: dict[str, Any], peer: FediPeer, to: FediActor | None) -> bool:
    if is_farewell(said):
        forget(uri=peer.uri)
    return False


def _block(said: dict[str, Any], peer: FediPeer, to: FediActor | None) -> bool:
    actor = actors.at(uri_of(said.get("object")))
    if actor:
        FediFollower.objects.filter(uri=peer.uri, actor=actor).delete()
    return False


def _update(said: dict[str, Any], peer: FediPeer, to: FediActor | None) -> bool:
    """Somebody has changed their description: it is asked for again when it is needed."""
    if uri_of(said.get("object")) == peer.uri:
        FediPeer.objects.filter(pk=peer.pk).delete()
    return False


_VERBS: dict[str, Callable[[dict[str, Any], FediPeer, FediActor | None], bool]] = {
    "Follow": _follow,
    "Undo": _undo,
    "Delete": _delete,
    "Block": _block,
    "Update": _update,
}
