"""`broadsheet check`: what is wrong with a set-up, in words."""

from __future__ import annotations

import sys

import click

from broadsheet.site.cli.common import home_option, set_up_django

MARKS = {"good": "ok  ", "warning": "note", "error": "BAD "}


@click.command()
@home_option
def check() -> None:
    """Look at the set-up, the database, the files and the letters; say what is wrong.

    Ends with status 1 when something must be mended.

    \b
    Example:
      broadsheet check --home /srv/mypaper
    """
    config = set_up_django()
    from broadsheet.site.health import findings

    bad = False
    for finding in findings(config):
        click.echo(f"{MARKS[finding.level]}  {finding.text}")
        bad = bad or finding.level == "error"
    sys.exit(1 if bad else 0)
