"""Make a paper's folder, and the people who work in it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.site.config import CONFIG_NAME, SECRET_NAME

if TYPE_CHECKING:
    from broadsheet.foundation.models import User

FOLDERS = ("media", "quarantine")
TEMPLATE = """\
# The set-up of this paper. Every value can also be given as BROADSHEET_<NAME>.
name = {name}
url = {url}              # as readers see it; https:// in production
language = {language}
timezone = {timezone}

# languages = ["en", "kk", "ar"]                              # an edition each; its own first
# email = "smtp://user:password@mail.example.org:587?tls=1"   # console: until set
# from_address = "The Paper <newsroom@example.org>"
# database = "postgres://user:password@localhost/paper"       # SQLite until set
# redis = "redis://localhost:6379/0"
# trusted_proxies = ["127.0.0.1/32"]                          # a web server in front
# webroot = true                                              # nginx or Caddy sends finished pages
# theme = "theme"                                             # a folder of your own
"""


class UnknownRole(Exception):
    """No group of that name works in the newsroom."""


def write_paper(
    *, home: Path, name: str, language: str, timezone: str, url: str, more: str = ""
) -> None:
    """Write `broadsheet.toml`, the secret and the folders of a new paper.

    Args:
        more: further lines of TOML for the set-up.
    """
    home.mkdir(parents=True, exist_ok=True)
    for folder in FOLDERS:
        (home / folder).mkdir(mode=0o750, exist_ok=True)
    values = {"name": name, "url": url, "language": language, "timezone": timezone}
    text = TEMPLATE.format(**{key: _quoted(value) for key, value in values.items()})
    (home / CONFIG_NAME).write_text(text + more, encoding="utf-8")
    write_secret(home=home)


def write_secret(*, home: Path) -> None:
    """A new key that only the paper's own user can read."""
    path = home / SECRET_NAME
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64) + "\n")


def add_person(*, email: str, password: str, role: str, superuser: bool = False, name: str = "") -> bool:
    """Let somebody work in the newsroom; False when the address has an account already.

    An existing account keeps its password and gets the role.

    Args:
        name: shown to readers; the newsroom's first and last name are its parts at the first space.

    Raises:
        UnknownRole: there is no such role, or none yet in this paper.
    """
    from django.contrib.auth.models import Group
    from django.db import transaction

    from broadsheet.desk.actions import Role, give_role
    from broadsheet.foundation.models import User

    if role not in Role.values:
        raise UnknownRole(f"There is no role “{role}”; there are {', '.join(Role.values)}.")
    if not Group.objects.filter(name=role).exists():
        raise UnknownRole("The newsroom has no roles yet. Run: broadsheet prepare")
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).first()
        known = user is not None
        if user is None:
            make = User.objects.create_superuser if superuser else User.objects.create_user
            first, _, last = name.partition(" ")
            user = make(email, password, name=name, first_name=first, last_name=last)
            vouch(user=user)
        give_role(user=user, role=Role(role))
    return not known


def vouch(*, user: User) -> None:
    """The newsroom knows that the address it wrote is that of `user`: no code is asked for it.

    An address that the account has already stays as it is, waiting for its code or not.
    """
    from allauth.account.models import EmailAddress
    from django.db import transaction
    from django.db.models import Q

    address = user.email.lower()
    with transaction.atomic():
        if EmailAddress.objects.filter(email=address).filter(Q(user=user) | Q(verified=True)).exists():
            return
        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)


def _quoted(value: str) -> str:
    """`value` as a TOML string, of one line."""
    escaped = " ".join(value.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
