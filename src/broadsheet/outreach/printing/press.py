"""Set type: a sheet's form and its matter become a PDF or a picture.

The forms are Typst files of the theme (`print/*.typ`). What is set goes to
them as JSON and is never read as Typst, so no word of a story can be an
instruction; the only files a form can open are the pictures it is given.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Literal

import typst
from django.conf import settings

SECONDS = 10.0  # a reader's patience; an article takes a fiftieth of one
WAITING = 8  # jobs that may stand in line in one process
COMMON = "common.typ"  # before every form
Kind = Literal["pdf", "png"]


class TooBusy(Exception):
    """The press has too much to do, or a job takes too long; later it can be asked again."""


class CannotSet(Exception):
    """The form cannot be filled: it names what is not there, or the theme's form is broken."""


def set_type(
    *, form: str, matter: Mapping[str, Any], pictures: Mapping[str, bytes], kind: Kind = "pdf",
    dated: datetime | None = None, seconds: float = SECONDS,
) -> bytes:  # fmt: skip
    """The finished file.

    Args:
        form: the name of a form of the theme, such as "article".
        matter: what the form sets; anything that JSON can hold.
        pictures: JPEG or PNG bytes, by the names under which `matter` asks for them.
        dated: when the file says it was made, so that the same matter gives the same bytes.
        seconds: how long to wait for it.

    Raises:
        TooBusy: it did not come in time.
        CannotSet: the form and the matter do not go together.
    """
    if not _line().acquire(blocking=False):
        raise TooBusy("Too many pages are waiting to be set.")
    job = _room().submit(_set, form, json.dumps(matter), dict(pictures), kind, dated)
    job.add_done_callback(_leave_line)
    try:
        return job.result(timeout=seconds)
    except NotInTime:
        raise TooBusy(f"The page was not set within {seconds:.0f} seconds.") from None
    except RuntimeError as error:  # TypstError, and what a broken form makes of a query
        raise CannotSet(f"The form {form} cannot be set: {error}") from error


def measure(*, form: str, matter: Mapping[str, Any], label: str) -> Any:
    """What a form says about itself under `label`: its metadata, as a list.

    Raises:
        CannotSet: the form and the matter do not go together.
    """
    job = _room().submit(_query, form, json.dumps(matter), label)
    try:
        return json.loads(job.result())
    except RuntimeError as error:
        raise CannotSet(f"The form {form} cannot be measured: {error}") from error


@cache
def typesetter() -> str:
    """Which version sets: another one may break lines elsewhere."""
    return version("typst")


@cache
def families() -> frozenset[str]:
    """The faces there are: the theme's, and those of the system."""
    return frozenset(_fonts().families())


@cache
def form_of(name: str) -> bytes:
    """A form with what all forms share before it; a theme's own goes before the default's.

    Raises:
        CannotSet: no theme has it.
    """
    return b"\n".join(_theme_file(file) for file in (COMMON, f"{name}.typ"))


def _theme_file(name: str) -> bytes:
    for theme in settings.THEMES:
        path = Path(theme) / "print" / name
        if path.is_file():
            return path.read_bytes()
    raise CannotSet(f"No theme has the file print/{name}.")


def _set(
    form: str, matter: str, pictures: dict[str, bytes], kind: Kind, dated: datetime | None
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="broadsheet-print-") as folder:
        for name, content in pictures.items():
            (Path(folder) / name).write_bytes(content)
        made = _compiler().compile(
            input=form_of(form), format=kind, root=folder, sys_inputs={"matter": matter}, ppi=72,
            timestamp=dated.replace(microsecond=0) if dated else None,
        )  # fmt: skip
    pages = [made] if isinstance(made, bytes) else made or []
    return pages[0]  # of a picture, the first page; a form for pictures has no other


def _query(form: str, matter: str, label: str) -> str:
    with tempfile.TemporaryDirectory(prefix="broadsheet-print-") as folder:
        asked = typst.Compiler(
            form_of(form), root=folder, font_paths=_fonts(), sys_inputs={"matter": matter}
        )
        return asked.query(f"<{label}>", field="value")


@cache
def _fonts() -> typst.Fonts:
    """The theme's faces first, then the system's: Chinese and others come from there."""
    folders = [str(Path(theme) / "print" / "fonts") for theme in settings.THEMES]
    there = [folder for folder in folders if Path(folder).is_dir()]
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=there)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=_fonts())


@cache
def _room() -> ThreadPoolExecutor:
    """One job at a time: setting type keeps a whole core busy."""
    return ThreadPoolExecutor(1, thread_name_prefix="press")


@cache
def _line() -> BoundedSemaphore:
    return BoundedSemaphore(WAITING)


def _leave_line(_job: Future[bytes]) -> None:
    _line().release()
