"""What readers send in, and what the newsroom does with it."""

from broadsheet.stories.models.calls import Call, Candidate, Question, StoriesSettings, Vote, Wanted
from broadsheet.stories.models.contribution import DECIDED, TAKEN, Attachment, Contribution, State
from broadsheet.stories.models.work import Check, Letter, PictureLook, ReplyTemplate

__all__ = [
    "DECIDED",
    "TAKEN",
    "Attachment",
    "Call",
    "Candidate",
    "Check",
    "Contribution",
    "Letter",
    "PictureLook",
    "Question",
    "ReplyTemplate",
    "State",
    "StoriesSettings",
    "Vote",
    "Wanted",
]
