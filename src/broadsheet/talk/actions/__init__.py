"""Verbs of the room: each changes one thing, in one transaction."""

from broadsheet.talk.actions.editing import edit, may_edit
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
from broadsheet.talk.actions.moving import move_to_forum
from broadsheet.talk.actions.picking import pick, unpick
from broadsheet.talk.actions.posting import (
    Sent,
    comment_on_page,
    open_topic,
    post_comments,
    reply_in_topic,
)
from broadsheet.talk.actions.reacting import like, unlike
from broadsheet.talk.actions.reporting import forget_addresses, report

__all__ = [
    "Sent",
    "approve",
    "close",
    "comment_on_page",
    "edit",
    "forget_addresses",
    "hold",
    "like",
    "may_edit",
    "move_to_forum",
    "open_topic",
    "pick",
    "post_comments",
    "reject",
    "remove",
    "reopen",
    "reply_in_topic",
    "report",
    "restore",
    "take_down",
    "undo",
    "unlike",
    "unpick",
]
