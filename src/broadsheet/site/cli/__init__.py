"""The command `broadsheet`. Django is imported only by the commands that need it."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from broadsheet import __version__
from broadsheet.site.cli.bounces import bounces
from broadsheet.site.cli.check import check
from broadsheet.site.cli.common import in_words
from broadsheet.site.cli.content import (
    export,
    export_comments,
    import_,
    import_comments,
    import_subjects,
)
from broadsheet.site.cli.demo import demo
from broadsheet.site.cli.edition import edition
from broadsheet.site.cli.init import init
from broadsheet.site.cli.kills import kill, kills
from broadsheet.site.cli.newsletter import newsletter
from broadsheet.site.cli.people import user
from broadsheet.site.cli.print_edition import print_edition
from broadsheet.site.cli.serve import prepare, serve
from broadsheet.site.cli.topics import export_topics, import_topics
from broadsheet.site.config import ConfigError
from broadsheet.site.plugins import PluginError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def broadsheet() -> None:
    """A complete online newspaper that a newsroom owns.

    \b
    Example:
      broadsheet init mypaper
      broadsheet serve
    """


@broadsheet.command()
def version() -> None:
    """Print the installed version.

    \b
    Example:
      broadsheet version
    """
    click.echo(__version__)


COMMANDS = (
    init, serve, demo, prepare, import_, export, import_comments, export_comments,
    import_topics, export_topics, import_subjects, user, edition, check, bounces, newsletter,
    print_edition, kill, kills,
)  # fmt: skip
for command in COMMANDS:
    broadsheet.add_command(command)


def main() -> None:
    """Run the command; what the paper's folder, files or database cannot give ends in a sentence."""
    try:
        broadsheet(prog_name="broadsheet")
    except (ConfigError, PluginError) as error:
        _stop(str(error), status=2)
    except Exception as error:
        if not (sentence := in_words(error)):
            raise
        _stop(sentence, status=1)


def _stop(sentence: str, *, status: int) -> NoReturn:
    click.echo(f"broadsheet: {sentence}", err=True)
    sys.exit(status)
