"""All of a thing or none of it, and what is said of one that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from broadsheet.wire.errors import Refused
from broadsheet.wire.run import Run
from broadsheet.wire.story import Story

FAILURES = (
    ValidationError,
    DataError,
    IntegrityError,
    ValueError,
    OverflowError,
    Refused,
)  # of one thing


@contextmanager
def whole(run: Run, kind: str, where: str) -> Iterator[None]:
    """All of a thing or none of it: what fails is reported, and the import goes on."""
    try:
        with transaction.atomic():
            yield
    except FAILURES as error:
        run.forget()
        run.skip(kind, where, f"left out: {_sentence(error)}")


def _sentence(error: Exception) -> str:
    messages = error.messages if isinstance(error, ValidationError) else [str(error)]
    return " ".join(messages).strip() or type(error).__name__


def name_of(story: Story) -> str:
    return f"{story.kind} “{story.slug or story.headline[:60]}”"
