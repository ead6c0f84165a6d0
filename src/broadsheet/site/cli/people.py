"""`broadsheet user`: who works in the newsroom."""

from __future__ import annotations

import secrets

import click

from broadsheet.site.cli.common import check_address, home_option, set_up_django

LONGEST_NAME = 60


@click.group()
def user() -> None:
    """Add, list or change the people of the newsroom.

    \b
    Example:
      broadsheet user add reporter@example.org --role Reporter
    """


@user.command()
@home_option
@click.argument("email")
@click.option(
    "--role",
    default="Reporter",
    show_default=True,
    help="Reporter, Editor, Moderator, Publisher or Auditor.",
)
@click.option("--name", default="", help="The name shown to readers.")
@click.option("--password", default=None, help="Made up and printed when not given.")
def add(email: str, role: str, name: str, password: str | None) -> None:
    """Let EMAIL sign in to the newsroom with a role.

    \b
    Example:
      broadsheet user add editor@example.org --role Editor --name "M. Okell"
    """
    set_up_django()
    check_address(email)
    if len(name) > LONGEST_NAME:
        raise click.ClickException(f"A name has at most {LONGEST_NAME} letters.")
    from broadsheet.site.papers import UnknownRole, add_person

    password = password or secrets.token_urlsafe(12)
    try:
        new = add_person(email=email, password=password, role=role, name=name)
    except UnknownRole as error:
        raise click.ClickException(str(error)) from error
    if new:
        click.echo(f"{email} is {role} now. Password: {password}  (shown only now)")
    else:
        click.echo(f"{email} had an account and is {role} now as well.")


@user.command(name="list")
@home_option
def list_() -> None:
    """Everybody with a role, one a line.

    \b
    Example:
      broadsheet user list
    """
    set_up_django()
    from broadsheet.foundation.models import User

    staff = User.objects.filter(groups__isnull=False).distinct().order_by("email")
    for person in staff.prefetch_related("groups"):
        roles = ", ".join(sorted(group.name for group in person.groups.all()))
        click.echo(f"{person.email}\t{roles}\t{'' if person.is_active else 'locked out'}")


@user.command()
@home_option
@click.argument("email")
def password(email: str) -> None:
    """Give EMAIL a new password and print it.

    \b
    Example:
      broadsheet user password editor@example.org
    """
    set_up_django()
    person = _person(email)
    fresh = secrets.token_urlsafe(12)
    person.set_password(fresh)
    person.save(update_fields=["password"])
    click.echo(f"The new password of {email}: {fresh}  (shown only now)")


@user.command()
@home_option
@click.argument("email")
def lock(email: str) -> None:
    """Keep EMAIL out; what they wrote stays.

    \b
    Example:
      broadsheet user lock reporter@example.org
    """
    set_up_django()
    person = _person(email)
    person.is_active = False
    person.save(update_fields=["is_active"])
    click.echo(f"{email} can no longer sign in.")


def _person(email: str):  # type: ignore[no-untyped-def]  # Django is not set up when this is read
    from broadsheet.foundation.models import User

    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    return found
