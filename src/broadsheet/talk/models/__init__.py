"""What readers say, and what the newsroom decided about it."""

from broadsheet.talk.models.moderation import Decision, Reason, Report, ReportReason, Verb
from broadsheet.talk.models.post import Post, PostState, Why
from broadsheet.talk.models.thread import Thread, ThreadState

__all__ = [
    "Decision",
    "Post",
    "PostState",
    "Reason",
    "Report",
    "ReportReason",
    "Thread",
    "ThreadState",
    "Verb",
    "Why",
]
