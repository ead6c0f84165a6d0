"""`broadsheet bounces`: letters that come back, from a mail server's pipe."""

from __future__ import annotations

import sys

import click

from broadsheet.site.cli.common import home_option, set_up_django

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the message and comes again
MOST = 50_000_000  # bytes


@click.command()
@home_option
@click.option("--to", default="", help="The address it came to (Postfix: ${original_recipient}).")
def bounces(to: str) -> None:
    """Take in one returned letter from the standard input.

    For the alias or transport of a mail server. Letters of any other kind are let
    go. While the paper's database is away it ends with status 75, and the mail
    server tries again.

    \b
    Example:
      broadsheet bounces --home /srv/mypaper < message.eml
    """
    raw = sys.stdin.buffer.read(MOST)
    set_up_django()
    from django.db import Error

    from broadsheet.outreach.newsletter import returns

    try:
        taken = returns.take_in(raw=raw, to=to)
    except Error as error:
        click.echo(f"broadsheet: the returned letter could not be written down: {error}", err=True)
        sys.exit(TRY_AGAIN)
    for letter in taken:
        click.echo(f"{letter.address or 'hidden address'}: {letter.kind}, {letter.state}")
