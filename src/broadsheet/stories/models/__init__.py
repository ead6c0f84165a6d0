"""What readers send in, and what the newsroom does with it."""

from broadsheet.stories.models.contribution import DECIDED, TAKEN, Attachment, Contribution, State
from broadsheet.stories.models.work import Check, Letter, PictureLook, ReplyTemplate

__all__ = [
    "DECIDED",
    "TAKEN",
    "Attachment",
    "Check",
    "Contribution",
    "Letter",
    "PictureLook",
    "ReplyTemplate",
    "State",
]
