"""`broadsheet serve` and `broadsheet prepare`."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from broadsheet.site import preparing
from broadsheet.site.cli.common import home_option, load_paper, say, set_up_django
from broadsheet.site.config import Config

MOST_WORKERS = 4


def default_workers() -> int:
    """A web process for each core, up to four: more help only behind a proxy."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


@click.command()
@home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535))
@click.option("--workers", default=None, type=click.IntRange(1, 64), help="Web processes.")
def serve(host: str, port: int, workers: int | None) -> None:
    """Run the whole paper: web server, background worker and scheduler.

    Ctrl-C stops it and lets what is in hand finish. After an upgrade it first
    brings the database and the files up to date.

    \b
    Example:
      broadsheet serve --port 8080
    """
    config = load_paper()
    ensure_prepared(config)
    say(f"{config.name} is served on http://{host}:{port}/ (the newsroom: /newsroom/). Ctrl-C stops it.")
    run(config, host=host, port=port, workers=workers)


@click.command()
@home_option
def prepare() -> None:
    """Bring the database and the theme's files up to the installed version.

    `serve` does this by itself when needed.

    \b
    Example:
      broadsheet prepare --home /srv/mypaper
    """
    preparing.prepare(set_up_django(), say=say)


def ensure_prepared(config: Config) -> None:
    """Prepare the paper when something changed since the last time, in a process of its own."""
    if preparing.is_prepared(config):
        return
    done = subprocess.run([sys.executable, "-m", "broadsheet", "prepare"], check=False)
    if done.returncode:
        raise click.ClickException("The paper could not be prepared; see the message above.")


def run(config: Config, *, host: str, port: int, workers: int | None) -> None:
    """Serve until stopped; a taken port is a sentence, not a trace."""
    from broadsheet.site.serving.web import AddressInUse
    from broadsheet.site.serving.web import serve as serve_paper

    set_up_webroot(config)
    try:
        serve_paper(home=config.home, host=host, port=port, workers=workers or default_workers())
    except AddressInUse as error:
        raise click.ClickException(str(error)) from error


def set_up_webroot(config: Config) -> None:
    """Have pages kept as plain files, or not, as the set-up says."""
    from broadsheet.edition.addresses import host_of
    from broadsheet.edition.shelf import for_webroot

    host = host_of(config.url) if config.webroot else ""
    try:
        for_webroot(config.home / "plates", host=host)
    except OSError as error:
        raise click.ClickException(f"The folder of finished pages cannot be used: {error}") from error
