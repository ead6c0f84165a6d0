"""What is said of an article in the fediverse, as ActivityStreams 2.0."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from broadsheet.news.models import ArticlePage
from broadsheet.outreach import bodies
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.fediverse import actors
from broadsheet.outreach.fediverse.actors import CONTEXT, EVERYBODY
from broadsheet.outreach.models import FediActor, FediNote


def uri(note: FediNote) -> str:
    return absolute(reverse("fedi_note", args=[note.pk]))


def described(note: FediNote, article: ArticlePage) -> dict[str, Any]:
    """An article as a note: headline, summary and link, which every program shows."""
    paper = actors.the_paper()
    url = absolute(article.url or "/")
    content = render_to_string(
        "outreach/fediverse/note.html",
        {"article": article, "summary": bodies.summary(article=article), "url": url},
    ).strip()
    said: dict[str, Any] = {
        "id": uri(note),
        "type": "Note",
        "attributedTo": actors.uri(paper),
        "to": [EVERYBODY],
        "cc": [actors.followers_uri(paper)],
        "url": url,
        "content": content,
        "contentMap": {article.language: content},
        "published": note.made_at.isoformat(timespec="seconds"),
        "attachment": _pictures(article),
        "sensitive": False,
    }
    if article.updated_at and article.updated_at > note.made_at:
        said["updated"] = article.updated_at.isoformat(timespec="seconds")
    return said


def tombstone(note: FediNote) -> dict[str, Any]:
    """What stands where a note was (ActivityStreams vocabulary §3)."""
    return {"id": uri(note), "type": "Tombstone"}


def create(note: FediNote, article: ArticlePage) -> dict[str, Any]:
    """The paper says it."""
    return _activity("Create", f"{uri(note)}#create", actors.the_paper(), note) | {
        "object": described(note, article)
    }


def update(note: FediNote, article: ArticlePage) -> dict[str, Any]:
    """The paper says it in other words."""
    name = f"{uri(note)}#update-{int(note.told_at.timestamp())}"
    return _activity("Update", name, actors.the_paper(), note) | {"object": described(note, article)}


def delete(note: FediNote) -> dict[str, Any]:
    """The paper takes it back."""
    name = f"{uri(note)}#delete"
    return _activity("Delete", name, actors.the_paper(), note) | {"object": tombstone(note)}


def announce(note: FediNote, section: FediActor) -> dict[str, Any]:
    """A section passes on what the paper said."""
    name = f"{actors.uri(section)}#announce-{note.pk}"
    said = _activity("Announce", name, section, note)
    return said | {
        "object": uri(note),
        "cc": [actors.uri(actors.the_paper()), actors.followers_uri(section)],
    }


def accept(actor: FediActor, follow: dict[str, Any], number: int) -> dict[str, Any]:
    """Somebody may follow."""
    return {
        "@context": CONTEXT,
        "id": f"{actors.uri(actor)}#accept-{number}",
        "type": "Accept",
        "actor": actors.uri(actor),
        "object": follow,
    }


def _activity(kind: str, name: str, actor: FediActor, note: FediNote) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": name,
        "type": kind,
        "actor": actors.uri(actor),
        "published": note.made_at.isoformat(timespec="seconds"),
        "to": [EVERYBODY],
        "cc": [actors.followers_uri(actor)],
    }


def _pictures(article: ArticlePage) -> list[dict[str, Any]]:
    if not article.picture:
        return []
    url, width, height = bodies.sized(article.picture)
    text = article.picture.description or article.picture.caption
    size = {"width": width, "height": height}
    return [{"type": "Image", "mediaType": "image/jpeg", "url": url, "name": text, **size}]
