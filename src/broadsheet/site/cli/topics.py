"""`broadsheet import-topics` and `broadsheet export-topics`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from broadsheet.site.cli.common import home_option, say, set_up_django

FORMATS = click.Choice(["jsonl", "csv"])


@click.command(name="import-topics")
@home_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "form", type=FORMATS, help="Else it goes by the file's name.")
def import_topics(file: Path, form: str | None) -> None:
    """Take people, places and other topics with their names from FILE, JSON Lines or CSV.

    It can be run again: what is there already stays as it is.

    \b
    Example:
      broadsheet import-topics people.csv
    """
    set_up_django()
    from broadsheet.topics.exchange import import_topics as take

    kind = form or ("csv" if file.suffix.lower() == ".csv" else "jsonl")
    try:
        with file.open(encoding="utf-8-sig", newline="") as data:
            report = take(data=data, kind=kind, progress=lambda line: say(f"{line} lines"))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8 text.") from error
    for line, why in report.refused:
        click.echo(f"line {line}: {why}", err=True)
    click.echo(
        f"{report.made} topics made, {report.changed} changed, {len(report.refused)} lines with faults"
    )
    if report.refused:
        sys.exit(1)


@click.command(name="export-topics")
@home_option
@click.argument("file", type=click.File("w", encoding="utf-8"))
@click.option("--format", "form", type=FORMATS, default="jsonl", show_default=True)
def export_topics(file: Any, form: str) -> None:
    """Write all topics with their names into FILE (“-” is the standard output).

    \b
    Example:
      broadsheet export-topics topics.csv --format csv
    """
    set_up_django()
    from broadsheet.topics.exchange import export_topics as write

    file.writelines(write(kind=form))
