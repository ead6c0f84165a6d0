"""What other rooms may use: contributions in and out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.stories import actions
from broadsheet.stories.actions import Submission
from broadsheet.stories.models import Contribution, State
from broadsheet.stories.uploads import quarantine
from broadsheet.stories.uploads.checking import Upload
from broadsheet.stories.uploads.errors import FilesRefused

__all__ = ["ContributionCopy", "FilesRefused", "contributions", "import_contribution"]

ARCHIVE_LICENCE = "import"  # agreed to elsewhere; not one of our own texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionCopy:
    """A reader's story as it goes between systems; files are pairs of name and bytes.

    A tip is never printed. What a call asked and was told stands at the end of the text.
    """

    key: str
    name: str
    email: str
    headline: str
    text: str
    when: datetime
    place: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
    is_tip: bool = False


def import_contribution(*, copy: ContributionCopy) -> None:
    """Put a story into the newsroom's queue, its address taken as confirmed. Idempotent by `key`.

    Raises:
        FilesRefused: a file breaks the rules that also hold for readers;
            nothing was kept, `reasons` says why.
    """
    if Contribution.objects.filter(origin_key=copy.key).exists():
        return
    submission = Submission(
        name=clean_line(copy.name)[:80],
        email=copy.email.strip().lower(),
        headline=clean_line(copy.headline)[:200],
        text=clean_text(copy.text),
        place=clean_line(copy.place)[:120],
        licence="" if copy.is_tip else ARCHIVE_LICENCE,
        is_tip=copy.is_tip,
    )
    uploads = [Upload(name=name, file=io.BytesIO(content)) for name, content in copy.files]
    actions.take_in_from_archive(submission=submission, uploads=uploads, key=copy.key, sent_at=copy.when)


def contributions() -> Iterator[ContributionCopy]:
    """Every story that nobody has decided on, oldest first, with its original files."""
    undecided = [State.RECEIVED, State.VERIFYING]
    waiting = Contribution.objects.filter(state__in=undecided).order_by("sent_at", "pk")
    for one in waiting.prefetch_related("attachments").iterator(chunk_size=20):
        yield ContributionCopy(
            key=one.origin_key or f"contribution-{one.pk}",
            name=one.name,
            email=one.email,
            headline=one.headline,
            text="\n\n".join([one.text, *("\n".join(pair) for pair in one.answers)]).strip(),
            when=one.sent_at,
            place=one.place,
            files=tuple((file.name, _content(file.original)) for file in one.attachments.all()),
            is_tip=one.is_tip,
        )


def _content(name: str) -> bytes:
    with quarantine.open_file(name) as file:
        return file.read()
