"""`broadsheet newsletter`: whether letters will arrive, and the key they are signed with."""

from __future__ import annotations

import sys

import click

from broadsheet.site.cli.common import home_option, set_up_django
from broadsheet.site.config import find_home

KEY_NAME = "dkim.pem"


@click.group()
def newsletter() -> None:
    """What the newsletter needs outside the paper: records in DNS, a key to sign with."""


@newsletter.command()
@home_option
@click.option("--dns", default="", help="The name server to ask, as address or address:port.")
def check(dns: str) -> None:
    """Say what the records SPF, DKIM and DMARC of the paper's domain lack.

    Ends with status 1 when something must be mended.

    \b
    Example:
      broadsheet newsletter check --home /srv/mypaper
    """
    set_up_django()
    from broadsheet.outreach.newsletter import records

    try:
        resolver = records.ask(dns) if dns else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--dns") from error
    findings = records.check(resolver=resolver)
    for finding in findings:
        click.echo(f"{'ok  ' if finding.is_good else 'BAD '}  {finding.record}: {finding.text}")
        if finding.wanted:
            click.echo(f'      {finding.place} TXT "{finding.wanted}"')
    sys.exit(0 if all(finding.is_good for finding in findings) else 1)


@newsletter.command()
@home_option
def key() -> None:
    """Make the key the paper signs its letters with, and say what has to stand in DNS.

    Signing begins with `dkim_key = "dkim.pem"` in broadsheet.toml: put the record
    into DNS first.

    \b
    Example:
      broadsheet newsletter key --home /srv/mypaper
    """
    path = find_home() / KEY_NAME
    from django.conf import settings

    from broadsheet.outreach import dkim

    try:  # before the set-up is read: it may name the key already
        dkim.make_key(path)
    except dkim.KeyExists as error:
        click.echo(f"broadsheet: {error}", err=True)
        sys.exit(1)
    set_up_django()
    settings.DKIM_KEY = str(path)
    signer = dkim.signer()
    assert signer is not None
    click.echo(f"The key is in {path}. Put this into DNS:\n")
    click.echo(f'{signer.place} TXT "{signer.record}"\n')
    click.echo(f'and then into broadsheet.toml:\n\ndkim_key = "{KEY_NAME}"')
