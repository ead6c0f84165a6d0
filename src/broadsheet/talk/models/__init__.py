"""What readers say, and what the newsroom decided about it."""

from broadsheet.talk.models.hooks import Delivery, Hook
from broadsheet.talk.models.learning import LearnedCount, QualityReport
from broadsheet.talk.models.moderation import Decision, Reason, Report, ReportReason, Verb
from broadsheet.talk.models.outside import OutsideSite, Scheme
from broadsheet.talk.models.post import Post, PostState
from broadsheet.talk.models.reading import (
    LastRead,
    NoticeAddress,
    NoticeState,
    Reaction,
    ReplyNotice,
    Trace,
)
from broadsheet.talk.models.rules import Ban, BanKind, ListEntry, ListKind, Lockdown, LockdownKind
from broadsheet.talk.models.search import PostWords
from broadsheet.talk.models.thread import Thread, ThreadState
from broadsheet.talk.models.work import (
    Appeal,
    AppealOutcome,
    Claim,
    DigestReader,
    Lead,
    LeadKind,
)

__all__ = [
    "Appeal",
    "AppealOutcome",
    "Ban",
    "BanKind",
    "Claim",
    "Decision",
    "Delivery",
    "DigestReader",
    "Hook",
    "LastRead",
    "Lead",
    "LeadKind",
    "LearnedCount",
    "ListEntry",
    "ListKind",
    "Lockdown",
    "LockdownKind",
    "NoticeAddress",
    "NoticeState",
    "OutsideSite",
    "Post",
    "PostState",
    "PostWords",
    "QualityReport",
    "Reaction",
    "Reason",
    "ReplyNotice",
    "Report",
    "ReportReason",
    "Scheme",
    "Thread",
    "ThreadState",
    "Trace",
    "Verb",
]
