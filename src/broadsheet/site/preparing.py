"""Bring a paper's database and files up to the installed version.

`serve` does it by itself when something changed since the last time: the
package, the set-up, a theme or a plug-in. A fingerprint in the home says so
without importing Django.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path

from broadsheet import __version__
from broadsheet.site.config import CONFIG_NAME, Config

PACKAGE = Path(__file__).resolve().parent.parent
STAMP = "prepared"
Say = Callable[[str], None]


def is_prepared(config: Config) -> bool:
    """Whether `prepare` has run for exactly this package and set-up."""
    stamp = config.home / STAMP
    return stamp.is_file() and stamp.read_text() == fingerprint(config)


def fingerprint(config: Config) -> str:
    """A hash over everything that `prepare` turns into database rows or files."""
    digest = hashlib.sha256(f"{__version__} {config.url} {config.database}".encode())
    digest.update((config.home / CONFIG_NAME).read_bytes())
    for path in _sources(config):
        facts = path.stat()
        digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    for point in entry_points(group="broadsheet.plugins"):
        digest.update(f"{point.name} {point.dist and point.dist.version}\n".encode())
    return digest.hexdigest()


def _sources(config: Config) -> Iterator[Path]:
    yield from sorted(PACKAGE.glob("*/migrations/*.py"))
    folders = [PACKAGE / "themes", *([config.theme_folder] if config.theme_folder else [])]
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def prepare(config: Config, *, say: Say) -> None:
    """Migrate the database, lay out the paper, collect static files, drop old plates.

    Idempotent. Needs Django set up for the paper in `config`.
    """
    from django.core.management import call_command
    from django.db import transaction

    from broadsheet.desk.actions import set_up_newsroom
    from broadsheet.edition.api import gone
    from broadsheet.news.layout import lay_out_paper

    say("Bringing the database up to date …")
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        lay_out_paper(name=config.name, url=config.url)
        set_up_newsroom()
    say("Collecting the theme's files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    gone("paper")  # made with other templates
    (config.home / STAMP).write_text(fingerprint(config))
