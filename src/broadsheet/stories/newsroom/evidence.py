"""What the newsroom sees of a file beside the file itself: metadata, and pictures like it."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.stories.lookalikes import Lookalike, lookalikes
from broadsheet.stories.models import Attachment, Contribution
from broadsheet.stories.uploads import metadata, quarantine
from broadsheet.stories.uploads.kinds import PICTURES, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A file with what was written in it and where else it may be."""

    attachment: Attachment
    facts: list[tuple[str, str]]
    alike: list[Lookalike]


def shown_files(contribution: Contribution) -> list[ShownFile]:
    """A contribution's files in their order."""
    return [
        ShownFile(attachment=one, facts=_facts(one), alike=lookalikes(attachment=one))
        for one in contribution.attachments.all()
    ]


def _facts(attachment: Attachment) -> list[tuple[str, str]]:
    if attachment.kind not in PICTURES:
        return []
    try:
        with quarantine.open_file(attachment.original) as file:
            return metadata.written_beside(file=file, kind=Kind(attachment.kind))
    except FileNotFoundError:
        return []
