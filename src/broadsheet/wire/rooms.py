"""What belongs to other rooms goes through their doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import ArticlePage
from broadsheet.wire import names
from broadsheet.wire.errors import Refused
from broadsheet.wire.paper import Call, Contribution, Issue, MailingList, Phrase, Subscriber, Thread
from broadsheet.wire.run import Run
from broadsheet.wire.story import Comment, CommentState

if TYPE_CHECKING:
    from broadsheet.talk.api import CommentCopy, OutsidePage

Kept = Thread | MailingList | Issue | Subscriber | Call | Contribution | Phrase


def file(run: Run, thing: Kept) -> None:
    """Hand a thing to the room that keeps its kind."""
    from broadsheet.wire import mailing, readers

    match thing:
        case Thread():
            _file_thread(run, thing)
        case MailingList():
            mailing.file_list(run, thing)
        case Issue():
            mailing.file_issue(run, thing)
        case Subscriber():
            mailing.file_subscriber(thing)
        case Call():
            readers.file_call(thing)
        case Contribution():
            readers.file_contribution(run, thing)
        case Phrase():
            _file_phrase(thing)


def file_comments(*, article: ArticlePage, comments: tuple[Comment, ...]) -> int:
    """Put readers' comments under an article; how many are new."""
    if not comments:
        return 0
    from broadsheet.talk import api as talk

    return talk.import_comments(article=article, comments=[_comment(one) for one in comments])


def file_page_comments(*, page: OutsidePage, title: str, comments: tuple[Comment, ...]) -> int:
    """Put readers' comments under a page of another site; how many are new."""
    from broadsheet.talk import api as talk

    copies = [_comment(one) for one in comments]
    return talk.import_page_comments(page=page, title=title, comments=copies)


def count_new(*, place: ArticlePage | OutsidePage, comments: tuple[Comment, ...]) -> int:
    """How many of these would be new in their place."""
    from broadsheet.talk import api as talk

    if isinstance(place, ArticlePage):
        known = talk.known_keys(article=place)
    else:
        known = talk.known_page_keys(page=place)
    return len({one.id for one in comments} - known)


def page_elsewhere(address: str) -> OutsidePage | None:
    """The page at an address of another site whose pages carry our comments."""
    from broadsheet.talk import api as talk

    return talk.page_elsewhere(address=address)


def comment_of(copy: CommentCopy) -> Comment:
    """A comment on its way out."""
    return Comment(
        id=copy.key,
        name=copy.name,
        text=copy.text,
        when=copy.when,
        parent=copy.parent_key,
        email=copy.email,
        state=CommentState(copy.state),
        reason=copy.reason,
        pick=copy.pick,
        likes=copy.likes,
        edited=copy.edited,
        staff=copy.staff,
    )


def _comment(comment: Comment) -> CommentCopy:
    from broadsheet.talk.api import CommentCopy

    return CommentCopy(
        key=comment.id,
        name=clean_line(comment.name),
        text=comment.text,
        when=comment.when,
        parent_key=comment.parent,
        email=comment.email,
        state=comment.state.value,
        reason=comment.reason,
        pick=comment.pick,
        likes=comment.likes,
        edited=comment.edited,
        staff=comment.staff,
    )


def _file_thread(run: Run, thread: Thread) -> None:
    from broadsheet.talk import api as talk

    if thread.page:
        _file_elsewhere(run, thread)
        return
    wanted = run.wanted.get(thread.board)
    if wanted is None:
        raise Refused(f"there is no section “{thread.board}” for it")
    board = names.section_of(run, wanted)
    posts = tuple(_comment(one) for one in thread.posts)
    talk.import_topic(
        topic=talk.TopicCopy(
            key=thread.id,
            board=board,
            title=thread.title,
            posts=posts,
            closed=thread.closed,
            sticky=thread.sticky,
        )
    )


def _file_phrase(one: Phrase) -> None:
    from broadsheet.talk import api as talk

    talk.import_phrase(copy=talk.PhraseCopy(phrase=one.phrase, kind=one.kind, note=one.note))


def _file_elsewhere(run: Run, thread: Thread) -> None:
    from broadsheet.talk import api as talk

    posts = tuple(_comment(one) for one in thread.posts)
    page = talk.PageCopy(key=thread.id, url=thread.page, title=thread.title, comments=posts)
    if talk.import_page(page=page):
        run.say(
            f"comments on {thread.page}",
            "their site is listed now, but not in use: see “Comments elsewhere” in the newsroom",
        )
