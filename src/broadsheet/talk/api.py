"""What other rooms may use of the talk: comments and topics in and out, and the newest."""

from __future__ import annotations

from broadsheet.talk.copies import (
    CommentCopy,
    PhraseCopy,
    TopicCopy,
    comments_of,
    discussed,
    import_comments,
    import_phrase,
    import_topic,
    known_keys,
    phrases,
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
from broadsheet.talk.outside.copies import (
    PageCopy,
    import_page,
    import_page_comments,
    known_page_keys,
    page_elsewhere,
    pages_elsewhere,
)
from broadsheet.talk.outside.finding import OutsidePage

__all__ = [
    "CommentCopy",
    "NewComment",
    "OutsidePage",
    "PageCopy",
    "PhraseCopy",
    "PublicTopic",
    "TopicCopy",
    "comments_of",
    "discussed",
    "import_comments",
    "import_page",
    "import_page_comments",
    "import_phrase",
    "import_topic",
    "known_keys",
    "known_page_keys",
    "newest_comments",
    "newest_in_topic",
    "newest_on_board",
    "page_elsewhere",
    "pages_elsewhere",
    "phrases",
    "public_topic",
    "topics",
]
