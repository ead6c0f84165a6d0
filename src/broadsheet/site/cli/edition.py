"""`broadsheet edition`: the finished pages."""

from __future__ import annotations

import sys
import time

import click

from broadsheet.site.cli.common import home_option, set_up_django
from broadsheet.site.cli.serve import default_workers


@click.group()
def edition() -> None:
    """Look at, make, check or throw away the finished pages (plates).

    \b
    Example:
      broadsheet edition status
    """


@edition.command()
@home_option
def status() -> None:
    """How many plates there are, how many wait to be made anew, how big they are.

    \b
    Example:
      broadsheet edition status
    """
    set_up_django()
    from broadsheet.edition.figures import figures

    found = figures()
    click.echo(f"plates           {found.plates}")
    click.echo(f"to be made anew  {found.stale}")
    click.echo(f"oldest change    {found.oldest_stale_seconds:.1f} s waiting")
    click.echo(f"on disk          {found.bytes / 1e6:.1f} MB, {found.used_bytes / 1e6:.1f} MB in use")
    click.echo(f"generation       {found.applied} of {found.generation}")


@edition.command()
@home_option
@click.option("--processes", default=None, type=click.IntRange(1, 64), help="Default: one a core.")
def bake(processes: int | None) -> None:
    """Make every public page now, on all cores.

    \b
    Example:
      broadsheet edition bake --processes 2
    """
    set_up_django()
    # Here, because `serve` should not wait for what draws bars.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from broadsheet.edition.fullbake import NoShelf, bake_everything

    begun = time.monotonic()
    columns = (TextColumn("baking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        try:
            kept = bake_everything(
                processes=processes or default_workers(),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        except NoShelf as error:
            raise click.ClickException(str(error)) from error
    seconds = time.monotonic() - begun
    click.echo(f"{kept} pages in {seconds:.1f} s, {kept / seconds:.0f} a second")


@edition.command()
@home_option
@click.option("--sample", default=200, show_default=True, type=click.IntRange(1))
def verify(sample: int) -> None:
    """Hold some plates, drawn at random, against fresh renderings.

    Ends with status 1 when one differs.

    \b
    Example:
      broadsheet edition verify --sample 1000
    """
    set_up_django()
    from broadsheet.edition.fullbake import NoShelf, verify

    try:
        verdict = verify(sample=sample)
    except NoShelf as error:
        raise click.ClickException(str(error)) from error
    for address in verdict.different:
        click.echo(f"differs: {address}")
    click.echo(
        f"{verdict.looked_at} plates compared, {len(verdict.different)} differ; "
        f"{verdict.waiting} are known to be stale"
    )
    sys.exit(1 if verdict.different else 0)


@edition.command()
@home_option
def drop() -> None:
    """Throw every plate away; pages are made again as readers ask for them.

    \b
    Example:
      broadsheet edition drop
    """
    set_up_django()
    from broadsheet.edition.shelves import open_shelf

    shelf = open_shelf()
    if shelf is None:
        raise click.ClickException("The plates cannot be reached: see the message above.")
    with shelf.writing() as work:
        dropped = work.drop_everything()
    click.echo(f"{dropped} plates thrown away")
