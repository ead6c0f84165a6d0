"""`broadsheet demo`: the demonstration paper, loaded and served."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from broadsheet.site import config as configuration
from broadsheet.site import demonstration
from broadsheet.site.cli.common import say, set_up_django
from broadsheet.site.cli.serve import run
from broadsheet.site.config import CONFIG_NAME

HOME = Path("var/demo")


@click.command()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="BROADSHEET_HOME",
    default=HOME,
    show_default=True,
    help="Where the demo's data are kept.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535))
@click.option("--workers", default=None, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--load-only", is_flag=True, hidden=True)
def demo(home: Path, host: str, port: int, workers: int | None, load_only: bool) -> None:
    """Serve a demonstration paper with stories, comments and a newsroom to try.

    The first time it is set up, which takes some seconds; it can be stopped
    and run again, and keeps what was written meanwhile.

    \b
    Example:
      broadsheet demo --port 8080
    """
    home = home.expanduser().resolve()
    os.environ["BROADSHEET_HOME"] = str(home)
    os.environ.setdefault("BROADSHEET_URL", f"http://localhost:{port}")
    if not (home / CONFIG_NAME).exists():
        demonstration.write(home=home)
    if load_only:
        demonstration.load(set_up_django(), say=say)
        return
    config = configuration.load(home)
    if not demonstration.is_loaded(config):
        _load_in_its_own_process(home)
    _welcome(config)
    run(config, host=host, port=port, workers=workers)


def _load_in_its_own_process(home: Path) -> None:
    """So that the process which serves never holds what only loading needs."""
    command = [sys.executable, "-m", "broadsheet", "demo", "--load-only", "--home", str(home)]
    if subprocess.run(command, check=False).returncode:
        raise click.ClickException("The demo could not be loaded; see the message above.")


def _welcome(config: configuration.Config) -> None:
    click.echo(
        f"\n  {config.name}\n"
        f"  The paper     {config.url}/\n"
        f"  The newsroom  {config.url}/newsroom/\n"
        f"  Sign in with  {demonstration.EDITOR}  password  {demonstration.PASSWORD}\n"
        "  Letters it would send are printed here. Ctrl-C stops it.\n"
    )
