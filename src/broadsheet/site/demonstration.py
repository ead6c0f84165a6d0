"""The demonstration paper: its set-up, its stories, its editor."""

from __future__ import annotations

import hashlib
from pathlib import Path

from broadsheet.site import translated
from broadsheet.site.config import Config
from broadsheet.site.papers import add_person, write_paper
from broadsheet.site.preparing import PACKAGE, Say, fingerprint, prepare

NAME = "The Lindhaven Courier"
EDITOR = "editor@lindhaven.example"
PASSWORD = "printing press"  # noqa: S105 - of a demonstration, printed on start
PEOPLE = (  # e-mail, role, name
    (EDITOR, "Publisher", "Demo Editor"),
    ("reporter@lindhaven.example", "Reporter", "Demo Reporter"),
    ("moderator@lindhaven.example", "Moderator", "Demo Moderator"),
)
STAMP = "demo-loaded"
TOPICS = "topics.jsonl"  # what topics are called in each language, and where they are


class NoDemo(Exception):
    """The demonstration edition's files are not installed."""


def folder() -> Path:
    """Where the edition's files are: in the package, or in the source tree.

    Raises:
        NoDemo: they are in neither.
    """
    for place in (PACKAGE / "demo", PACKAGE.parent.parent / "demo"):
        if (place / "edition.toml").is_file():
            return place
    raise NoDemo("The demonstration edition is not installed with this package.")


def write(*, home: Path) -> None:
    """The set-up of a new demonstration paper."""
    write_paper(
        home=home,
        name=NAME,
        language="en",
        timezone="Europe/Copenhagen",
        url="http://localhost:8000",
        more='demo = true\nlanguages = ["en", "ar"]\n'
        'from_address = "The Lindhaven Courier <courier@lindhaven.example>"\n',
    )


def is_loaded(config: Config) -> bool:
    """Whether this home holds exactly this edition under this package."""
    stamp = config.home / STAMP
    return stamp.is_file() and stamp.read_text() == _state(config)


def load(config: Config, *, say: Say) -> None:
    """Prepare the paper, load the edition, let the demo's people in. Idempotent."""
    from django.utils import timezone

    from broadsheet.outreach.models import PaperSize
    from broadsheet.outreach.printing.newspaper import actions as press
    from broadsheet.topics.exchange import import_topics
    from broadsheet.wire.api import import_file

    prepare(config, say=say)
    for email, role, name in PEOPLE:
        add_person(email=email, password=PASSWORD, role=role, name=name, superuser=email == EDITOR)
    say("Loading the stories …")
    import_file(path=folder())
    with (folder() / TOPICS).open(encoding="utf-8") as lines:
        import_topics(data=lines, kind="jsonl")
    translated.load(folder())
    press.order(day=timezone.localdate(), paper=PaperSize.A4)  # set once the paper is served
    (config.home / STAMP).write_text(_state(config))


def _state(config: Config) -> str:
    digest = hashlib.sha256(fingerprint(config).encode())
    for path in sorted(path for path in folder().rglob("*") if path.is_file()):
        facts = path.stat()
        digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
