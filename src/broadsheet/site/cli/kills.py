"""`broadsheet kill` and `broadsheet kills`: take an article back; look at the records."""

from __future__ import annotations

import sys

import click

from broadsheet.site.cli.common import home_option, set_up_django


@click.command()
@home_option
@click.argument("article")
@click.option("--because", required=True, help="Why; stays on record.")
@click.option("--by", default="", help="The e-mail address of who decided it.")
def kill(article: str, because: str, by: str) -> None:
    """Take ARTICLE (its address or number) back from every page, feed, search and newsletter.

    It cannot be published again until the newsroom lifts the kill. A signed record stays.

    \b
    Example:
      broadsheet kill /world/river-rises/ --because "Names a protected witness" --by ed@example.org
    """
    set_up_django()
    from broadsheet.foundation.models import User
    from broadsheet.news import kills, queries

    found = queries.article_named(article)
    if found is None:
        raise click.ClickException(f"There is no article at “{article}”.")
    person = User.objects.filter(email__iexact=by).first() if by else None
    if by and person is None:
        raise click.ClickException(f"Nobody here has the address {by}.")
    if found.killed:
        click.echo(f"“{found.title}” was killed before.")
        return
    was_public = kills.kill(article=found, because=because, by=person)
    what = "gone from every page" if was_public else "killed; nobody had seen it"
    click.echo(f"“{found.title}” is {what}.")


@click.command()
@home_option
def kills() -> None:
    """List every kill on record and check the signatures.

    Ends with status 1 when a record is missing, was changed, or was signed with another key.

    \b
    Example:
      broadsheet kills
    """
    set_up_django()
    from broadsheet.news import kills as news

    bad = False
    kept = list(news.records())
    if not kept:
        click.echo("No kill is on record.")
    for checked in kept:
        record = checked.record
        bad = bad or bool(checked.problem)
        who = record.by or "its sender"
        click.echo(f"{record.at:%Y-%m-%d %H:%M:%S} UTC  {record.verb}  {record.address}")
        click.echo(f"  by {who}: {record.because}")
        state = f"BAD: {checked.problem}" if checked.problem else "as signed"
        click.echo(f"  text {record.text_hash}  {state}")
    sys.exit(1 if bad else 0)
