"""What other rooms may use of the talk: comments and topics in and out, and the newest."""

from __future__ import annotations

from broadsheet.talk.copies import (
    CommentCopy,
    TopicCopy,
    comments_of,
    discussed,
    import_comments,
    import_topic,
    known_keys,
    topics,
)
from broadsheet.talk.newest import (
    NewComment,
    PublicTopic,
    newest_comments,
    newest_in_topic,
    newest_on_board,
    public_topic,
)

__all__ = [
    "CommentCopy",
    "NewComment",
    "PublicTopic",
    "TopicCopy",
    "comments_of",
    "discussed",
    "import_comments",
    "import_topic",
    "known_keys",
    "newest_comments",
    "newest_in_topic",
    "newest_on_board",
    "public_topic",
    "topics",
]
