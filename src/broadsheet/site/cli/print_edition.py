"""`broadsheet print-edition`: the day's paper as a PDF newspaper."""

from __future__ import annotations

from datetime import datetime

import click

from broadsheet.site.cli.common import home_option, set_up_django


@click.command("print-edition")
@home_option
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Default: today, from the front page.")
@click.option("--paper", type=click.Choice(["a4", "tabloid"]), default="a4", show_default=True)
def print_edition(day: datetime | None, paper: str) -> None:
    """Make the print edition of a day now, and put it into the archive.

    \b
    Example:
      broadsheet print-edition --paper tabloid
    """
    set_up_django()
    from django.utils import timezone

    from broadsheet.outreach.models import PaperSize
    from broadsheet.outreach.printing.newspaper import actions
    from broadsheet.outreach.printing.newspaper.setting import NothingToPrint

    wanted = day.date() if day else timezone.localdate()
    try:
        edition = actions.enter(day=wanted, paper=PaperSize(paper))
    except NothingToPrint as error:
        raise click.ClickException(str(error)) from error
    edition = actions.make(edition=edition)
    if edition.trouble:
        raise click.ClickException(edition.trouble)
    click.echo(f"{edition.file.name}: {edition.pages} pages")
