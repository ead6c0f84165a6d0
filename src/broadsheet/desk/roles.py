"""The roles of a newsroom, and what each may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from broadsheet.foundation.models import User

ACCESS = "wagtailadmin.access_admin"
NAMES = ("news.author", "news.source", "news.said", "news.series", "topics.topic", "stories.call",
         "stories.replytemplate")  # fmt: skip
RUNNING_THE_PAPER = (
    "news.papersettings", "desk.desksettings", "wagtailredirects.redirect",
    "wagtailcore.workflow", "wagtailcore.task", "wagtailcore.collection", "foundation.user",
    "auth.group", "wagtailcore.site", "outreach.blockeddomain",
)  # fmt: skip
# Permissions of rooms above the news; given as soon as the room has them.
READERS = ("talk.moderate", "stories.handle_contribution")
WIRE = (
    "wire.handle_item", "wire.add_source", "wire.change_source", "wire.delete_source",
    "wire.add_rule", "wire.change_rule", "wire.delete_rule",
)  # fmt: skip
CUSTOMERS = (
    "wire.add_customer", "wire.change_customer", "wire.delete_customer", "wire.change_servicesettings",
)  # fmt: skip
NEWSLETTER = (
    "outreach.send_newsletter", "outreach.add_issue", "outreach.change_issue", "outreach.delete_issue",
    "outreach.add_mailinglist", "outreach.change_mailinglist", "outreach.delete_mailinglist",
)  # fmt: skip
PRINT = ("outreach.print_paper", "outreach.send_push")
TRANSLATING = ("wagtail_localize.submit_translation",)
PICTURES = ("wagtailimages.add_image", "wagtailimages.choose_image")
DOCUMENTS = ("wagtaildocs.add_document", "wagtaildocs.choose_document")
KEEPING = ("wagtailimages.change_image", "wagtailimages.delete_image", "wagtaildocs.change_document",
           "wagtaildocs.delete_document")  # fmt: skip
# Wagtail's first migration makes these; ours say what they may do, so they go.
WAGTAILS_OWN = ("Editors", "Moderators")


class Role(models.TextChoices):
    """Who somebody is in the newsroom. The value is the group's name."""

    REPORTER = "Reporter", _("Reporter")
    EDITOR = "Editor", _("Editor")
    MODERATOR = "Moderator", _("Moderator")
    PUBLISHER = "Publisher", _("Publisher")
    AUDITOR = "Auditor", _("Auditor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """What a role may do.

    `pages` are Wagtail's page permissions on the front page and all below it;
    `files` and `others` are permissions as `app.codename`; `files` hold in the
    root collection.
    """

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    others: tuple[str, ...] = (ACCESS,)


def _all_of(*things: str, verbs: Iterable[str] = ("add", "change", "delete")) -> tuple[str, ...]:
    """`news.author` becomes `news.add_author`, `news.change_author` …"""
    split = [thing.split(".") for thing in things]
    return tuple(f"{app}.{verb}_{name}" for app, name in split for verb in verbs)


POWERS = {
    Role.REPORTER: Powers(
        pages=("add",), files=(*PICTURES, *DOCUMENTS), others=(ACCESS, "wire.handle_item")
    ),
    Role.EDITOR: Powers(
        pages=("add", "change", "publish", "lock", "unlock"),
        files=(*PICTURES, *DOCUMENTS, *KEEPING),
        others=(
            ACCESS,
            *_all_of(*NAMES, verbs=("add", "change")),
            *READERS,
            *NEWSLETTER,
            *PRINT,
            *WIRE,
            *TRANSLATING,
        ),
    ),
    Role.AUDITOR: Powers(others=(ACCESS, "desk.audit")),
    Role.MODERATOR: Powers(others=(ACCESS, *READERS)),
    Role.PUBLISHER: Powers(
        pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        files=(*PICTURES, *DOCUMENTS, *KEEPING),
        others=(
            ACCESS,
            *_all_of(*NAMES, *RUNNING_THE_PAPER),
            *READERS,
            *NEWSLETTER,
            *PRINT,
            *WIRE,
            *CUSTOMERS,
            *TRANSLATING,
        ),
    ),
}


def set_up_roles(*, front: Page) -> dict[Role, Group]:
    """Make the groups with their powers over `front` and everything below it.

    Done again, it adds what is missing (a room that came later brings its own
    permissions) and takes nothing away that the newsroom has given.
    """
    with transaction.atomic():
        Group.objects.filter(name__in=WAGTAILS_OWN, user__isnull=True).delete()
        return {role: _set_up(role, POWERS[role], front) for role in Role}


def give_role(*, user: User, role: Role) -> None:
    """Let `user` work in the newsroom as `role`, beside the roles they have."""
    user.groups.add(Group.objects.get(name=role.value))


def _set_up(role: Role, powers: Powers, front: Page) -> Group:
    group, _made = Group.objects.get_or_create(name=role.value)
    group.permissions.add(*_found(powers.others))
    pages = _found(f"wagtailcore.{verb}_page" for verb in powers.pages)
    for permission in pages:
        GroupPagePermission.objects.get_or_create(group=group, page_id=front.pk, permission=permission)
    root = Collection.get_first_root_node()
    for permission in _found(powers.files):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
    return group


def _found(names: Iterable[str]) -> list[Permission]:
    """The permissions of these names that exist; a room may not be there yet."""
    wanted = models.Q(pk=None)
    for name in names:
        app, codename = name.split(".")
        wanted |= models.Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))
