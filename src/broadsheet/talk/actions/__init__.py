"""Verbs of the room: each changes one thing, in one transaction."""

from broadsheet.talk.actions.moderating import (
    approve,
    close,
    hold,
    reject,
    remove,
    reopen,
    restore,
    take_down,
    undo,
)
from broadsheet.talk.actions.posting import open_topic, post_comment, reply_in_topic
from broadsheet.talk.actions.reporting import forget_addresses, report

__all__ = [
    "approve",
    "close",
    "forget_addresses",
    "hold",
    "open_topic",
    "post_comment",
    "reject",
    "remove",
    "reopen",
    "reply_in_topic",
    "report",
    "restore",
    "take_down",
    "undo",
]
