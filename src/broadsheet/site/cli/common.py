"""What several commands share: which paper, and Django set up for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from broadsheet.site import config as configuration
from broadsheet.site.config import Config


def _choose_home(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        os.environ["BROADSHEET_HOME"] = str(value.expanduser().resolve())


def home_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--home`: the paper's folder; without it BROADSHEET_HOME or the paper here."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        expose_value=False,
        is_eager=True,
        callback=_choose_home,
        help="The paper's folder (default: BROADSHEET_HOME, or the paper here).",
    )(command)


def load_paper() -> Config:
    """The set-up of the chosen paper.

    Raises:
        ConfigError: there is no paper, or its set-up cannot be used.
    """
    home = configuration.find_home()
    os.environ["BROADSHEET_HOME"] = str(home)
    return configuration.load(home)


def set_up_django() -> Config:
    """Django ready for the chosen paper, which is returned."""
    config = load_paper()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.site.settings")
    import django

    django.setup()
    return config


def check_address(email: str) -> None:
    """Refuse what is no e-mail address, with a sentence."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise click.ClickException(f"“{email}” is not an e-mail address.") from None


def say(text: str) -> None:
    """One line of progress."""
    click.echo(text, err=True)


def in_words(error: Exception) -> str:
    """What to tell of a file or a database that cannot be used; "" for any other error."""
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    if "django.db" not in sys.modules:
        return ""
    from django.db import OperationalError, ProgrammingError

    text = str(error).strip()
    if not isinstance(error, OperationalError | ProgrammingError):
        return ""
    if "no such" in text or "does not exist" in text:
        return f"The database is not up to date ({text}). Run: broadsheet prepare"
    if isinstance(error, OperationalError):
        return f"The database does not answer: {text}"
    return ""
