"""`broadsheet import` and `broadsheet export`."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet.site.cli.common import home_option, set_up_django


@click.command(name="import")
@home_option
@click.argument("file", type=click.Path(path_type=Path, exists=True))
def import_(file: Path) -> None:
    """Take in FILE: a WordPress export, an edition folder, or an archive of a paper.

    \b
    Example:
      broadsheet import wordpress.2025-01-31.xml
    """
    set_up_django()


@click.command()
@home_option
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Write the whole paper into FILE, an archive that `import` reads.

    \b
    Example:
      broadsheet export mypaper-2025-01-31.zip
    """
    set_up_django()
