"""Who of the paper can be followed, and under which addresses."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.templatetags.static import static
from django.urls import reverse

from broadsheet.news import queries as news
from broadsheet.news.models import SectionPage
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.fediverse import signing
from broadsheet.outreach.models import FediActor

PAPER = "paper"
RESERVED = {PAPER, "inbox", "note", "nodeinfo"}  # have addresses of their own
CONTEXT = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"]
EVERYBODY = "https://www.w3.org/ns/activitystreams#Public"
ICON = "icons/icon-512.png"
_NAME = re.compile(r"[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_]+)?")  # what Mastodon takes before an @


def is_on() -> bool:
    """Whether the paper's set-up wants the fediverse."""
    return bool(settings.PAPER.fediverse)


def host() -> str:
    """What stands after the @: the paper's host, with its port when it is not the usual one."""
    return urlsplit(settings.PAPER.url).netloc


def the_paper() -> FediActor:
    """The paper itself; it gets its key the first time."""
    return FediActor.objects.filter(name=PAPER).first() or _make(PAPER, None)


def of_section(section: SectionPage) -> FediActor:
    """A section; it gets its key the first time."""
    found = FediActor.objects.filter(section=section).first()
    return found or _make(_new_name(section), section)


def named(name: str) -> FediActor | None:
    """Who has this name before the @; None for nobody, or a section that is not public."""
    if name == PAPER:
        return the_paper()
    known = FediActor.objects.select_related("section").filter(name=name).first()
    if known:
        return known if known.section and known.section.live else None
    names = _names()
    return next((of_section(one) for one in news.section_list() if names[one.pk] == name), None)


def at(uri: str) -> FediActor | None:
    """Whose address this is."""
    base, _slash, name = uri.rstrip("/").rpartition("/")
    return named(name) if uri == absolute(reverse("fedi_actor", args=[name or "-"])) and base else None


def handles() -> list[tuple[str, str]]:
    """Everybody who can be followed: what they are called, and their handle."""
    paper = news.paper_settings().name
    names = _names()
    sections = [(section.title, f"@{names[section.pk]}@{host()}") for section in news.section_list()]
    return [(paper, f"@{PAPER}@{host()}"), *sections]


def uri(actor: FediActor) -> str:
    """An actor's address, which is also its name for other servers."""
    return absolute(reverse("fedi_actor", args=[actor.name]))


def key_id(actor: FediActor) -> str:
    return f"{uri(actor)}#main-key"


def followers_uri(actor: FediActor) -> str:
    return absolute(reverse("fedi_followers", args=[actor.name]))


def page(actor: FediActor) -> str:
    """The page of the paper that an actor stands for."""
    return absolute(actor.section.url if actor.section else "/")


def described(actor: FediActor) -> dict[str, Any]:
    """An actor as other servers want to know it (ActivityPub §4.1)."""
    paper = news.paper_settings()
    name = f"{actor.section.title} – {paper.name}" if actor.section else paper.name
    about = actor.section.description if actor.section else paper.tagline
    icon = {"type": "Image", "mediaType": "image/png", "url": absolute(static(ICON))}
    return {
        "@context": CONTEXT,
        "id": uri(actor),
        "type": "Organization",
        "preferredUsername": actor.name,
        "name": name,
        "summary": about,
        "url": page(actor),
        "inbox": absolute(reverse("fedi_inbox", args=[actor.name])),
        "outbox": absolute(reverse("fedi_outbox", args=[actor.name])),
        "followers": followers_uri(actor),
        "endpoints": {"sharedInbox": absolute(reverse("fedi_shared_inbox"))},
        "manuallyApprovesFollowers": False,
        "discoverable": True,
        "published": actor.made_at.isoformat(timespec="seconds"),
        "icon": icon,
        "publicKey": {"id": key_id(actor), "owner": uri(actor), "publicKeyPem": actor.public_key},
    }


def _names() -> dict[int, str]:
    """What each section is called; one that was followed keeps its name when its slug changes."""
    taken = dict(FediActor.objects.exclude(section=None).values_list("section_id", "name"))
    return {one.pk: taken.get(one.pk) or _new_name(one) for one in news.section_list()}


def _new_name(section: SectionPage) -> str:
    slug = section.slug.lower()
    usable = _NAME.fullmatch(slug) and slug not in RESERVED
    free = usable and not FediActor.objects.filter(name=slug).exclude(section=section).exists()
    return slug if free else f"section{section.pk}"


def _make(name: str, section: SectionPage | None) -> FediActor:
    private, public = signing.new_key()
    try:
        with transaction.atomic():
            return FediActor.objects.create(
                name=name, section=section, private_key=private, public_key=public
            )
    except IntegrityError:  # somebody else was first
        return FediActor.objects.get(section=section)
