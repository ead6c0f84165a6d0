"""`broadsheet import` and `broadsheet export`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from broadsheet.site.cli.common import home_option, set_up_django

STEPS = 1000  # of the bar
PATH = click.Path(path_type=Path)


@click.command(name="import")
@home_option
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--no-pictures", is_flag=True, help="Leave out pictures that stand on other sites.")
@click.option("--section", default="News", show_default=True, help="For stories that name none.")
@click.option("--site", default="", metavar="URL", help="Where the old paper stood, if FILE is silent.")
@click.option(
    "--type", "types", multiple=True, metavar="TYPE",
    help="Of WordPress: items of this type are articles, too (again for each).",
)  # fmt: skip
@click.option(
    "--keep-subscribers", is_flag=True,
    help="Subscribers confirmed their address at the old paper; else they confirm here.",
)  # fmt: skip
@click.option("--members-only", is_flag=True, help="Publish what only members could read.")
@click.option("--report", "report_file", type=PATH, help="Write what was changed or left out here.")
def import_(
    file: Path,
    no_pictures: bool,
    section: str,
    site: str,
    types: tuple[str, ...],
    keep_subscribers: bool,
    members_only: bool,
    report_file: Path | None,
) -> None:
    """Take in FILE: an export of WordPress or Ghost, a folder of Markdown or HTML files,
    an edition folder, an archive of a paper, or copy of agencies (a file or a folder).

    It can be stopped and run again: what is there already stays as it is.

    \b
    Example:
      broadsheet import wordpress.2025-01-31.xml --report moved.txt
    """
    set_up_django()
    from broadsheet.wire.api import ImportRefused, Options, import_file

    options = Options(
        pictures=not no_pictures,
        section=section,
        site=site,
        types=types,
        keep_subscribers=keep_subscribers,
        members_only=members_only,
    )
    try:
        with _shown() as report:
            result = import_file(path=file, report=report, options=options)
    except ImportRefused as error:
        raise click.ClickException(str(error)) from error
    if report_file:
        report_file.write_text("".join(f"{line}\n" for line in result.lines), encoding="utf-8")
    click.echo(result.summary())
    if result.broken_off:
        click.echo(f"The file could not be read to its end: {result.broken_off}", err=True)
        sys.exit(1)


@click.command()
@home_option
@click.argument("file", type=PATH)
@click.option(
    "--format",
    "form",
    default="archive",
    show_default=True,
    help="archive, markdown, wxr, site, ninjs, nitf or newsml-g2.",
)
def export(file: Path, form: str) -> None:
    """Write the whole paper into FILE: an archive that `import` reads, a folder with a
    Markdown file for each article, a WordPress export, the finished pages as a folder
    that opens from the disk, or a folder with agency copy of each public article.

    \b
    Example:
      broadsheet export mypaper-2025-01-31.zip
      broadsheet export mypaper-site --format site
    """
    set_up_django()
    from broadsheet.wire.api import ExportRefused
    from broadsheet.wire.api import export as write

    try:
        with _shown() as report:
            done = write(path=file, format_name=form, report=report)
    except ExportRefused as error:
        raise click.ClickException(str(error)) from error
    parts = [f"{done.stories} stories", f"{done.comments} comments", f"{done.pictures} pictures"]
    pages = [f"{done.pages} pages"] if done.pages else []
    click.echo(f"{done.path}: {', '.join(pages + parts)}")


@click.command(name="import-subjects")
@home_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_subjects(file: Path) -> None:
    """Learn from FILE what the codes of IPTC's Media Topics are called.

    IPTC gives the file away at cv.iptc.org, as JSON or RDF/XML. Subjects of
    agency copy that come without a name have one from then on.

    \b
    Example:
      broadsheet import-subjects cptall-en-GB.json
    """
    set_up_django()
    from broadsheet.wire.api import ImportRefused, take_vocabulary

    try:
        number = take_vocabulary(file.read_bytes())
    except ImportRefused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{number} subjects have names now.")


@click.command(name="import-comments")
@home_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "form", default="", help="disqus, wxr, jsonl or csv; else the file is asked.")
@click.option(
    "--map", "pairs", multiple=True, metavar="OLD=NEW",
    help="Where addresses of the file begin otherwise than here.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
@click.option("--unmatched", type=PATH, help="Write what belongs to no article here, to try again.")
def import_comments(
    file: Path, form: str, pairs: tuple[str, ...], dry_run: bool, unmatched: Path | None
) -> None:
    """Put the readers' comments in FILE under the articles, or the pages elsewhere, they belong to.

    It reads exports of Disqus and WordPress, and our own JSON Lines and CSV.
    It can be run again: what is there already stays as it is.

    \b
    Example:
      broadsheet import-comments disqus.xml --map https://old.example/blog/=/news/
    """
    addresses = []
    for pair in pairs:
        old, equals, new = pair.partition("=")
        if not old or not equals:
            raise click.BadParameter(f"“{pair}” is not OLD=NEW.", param_hint="--map")
        addresses.append((old, new))
    set_up_django()
    from broadsheet.wire import api as wire

    try:
        moved = wire.import_comments(
            path=file, format_name=form, moved_addresses=addresses, dry_run=dry_run, unmatched=unmatched
        )
    except wire.ImportRefused as error:
        raise click.ClickException(str(error)) from error
    for line in moved.skipped:
        click.echo(line, err=True)
    for address, number in moved.unmatched.most_common():
        click.echo(f"{address}: no such article here, {number} comments left out", err=True)
    click.echo(("Would be: " if dry_run else "") + moved.summary())
    if moved.broken_off:
        click.echo(f"The file could not be read to its end: {moved.broken_off}", err=True)
        sys.exit(1)


@click.command(name="export-comments")
@home_option
@click.argument("file", type=click.File("wb"))
@click.option("--format", "form", default="jsonl", show_default=True, help="disqus, wxr, jsonl or csv.")
def export_comments(file: Any, form: str) -> None:
    """Write all comments under articles and pages elsewhere into FILE (“-” is the standard output).

    \b
    Example:
      broadsheet export-comments comments.csv --format csv
    """
    set_up_django()
    from broadsheet.wire import api as wire

    try:
        file.writelines(wire.export_comments(format_name=form))
    except wire.ImportRefused as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _shown() -> Iterator[Any]:
    """A bar on the terminal, and each remark on a line of its own."""
    # Here, because `serve` should not wait for what draws bars.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from broadsheet.wire.api import Line

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[stories]} stories, {task.fields[rate]:.0f}/s"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=STEPS, stories=0, rate=0.0)

        def report(event: Any) -> None:
            if isinstance(event, Line):
                console.print(str(event), markup=False, highlight=False, soft_wrap=True)
            else:
                bar.update(
                    task, completed=event.fraction * STEPS, description=event.what[:30],
                    stories=event.stories, rate=event.rate,
                )  # fmt: skip

        yield report
