"""What belongs to other rooms goes through their doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import ArticlePage
from broadsheet.wire import names
from broadsheet.wire.paper import Contribution, Issue, Subscriber, Thread
from broadsheet.wire.reading import PictureMissing
from broadsheet.wire.run import Run
from broadsheet.wire.story import Comment, CommentState

if TYPE_CHECKING:
    from broadsheet.talk.api import CommentCopy, OutsidePage


class Refused(Exception):
    """Another room does not take a thing; the sentence says why."""


def file(run: Run, thing: Thread | Issue | Subscriber | Contribution) -> None:
    """Hand a thing to the room that keeps its kind."""
    if isinstance(thing, Thread):
        _file_thread(run, thing)
    elif isinstance(thing, Issue):
        _file_issue(run, thing)
    elif isinstance(thing, Subscriber):
        _file_subscriber(thing)
    else:
        _file_contribution(run, thing)


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
    talk.import_topic(topic=talk.TopicCopy(key=thread.id, board=board, title=thread.title, posts=posts))


def _file_elsewhere(run: Run, thread: Thread) -> None:
    from broadsheet.talk import api as talk

    posts = tuple(_comment(one) for one in thread.posts)
    page = talk.PageCopy(key=thread.id, url=thread.page, title=thread.title, comments=posts)
    if talk.import_page(page=page):
        run.say(
            f"comments on {thread.page}",
            "their site is listed now, but not in use: see “Comments elsewhere” in the newsroom",
        )


def _file_issue(run: Run, issue: Issue) -> None:
    from broadsheet.outreach import api as outreach

    found = [pk for one in issue.stories if (pk := run.article_of(one))]
    for one in issue.stories:
        if run.article_of(one) is None:
            run.say(f"newsletter issue “{issue.id}”", f"the story “{one}” is not in the paper")
    by_key = ArticlePage.objects.in_bulk(found)
    outreach.import_issue(
        key=issue.id,
        subject=issue.subject,
        intro=issue.intro,
        stories=[by_key[pk] for pk in found if pk in by_key],
        when=issue.when,
        state=issue.state,
    )


def _file_subscriber(subscriber: Subscriber) -> None:
    from broadsheet.outreach import api as outreach

    outreach.import_subscriber(
        email=subscriber.email,
        confirmed=subscriber.confirmed,
        unsubscribed=subscriber.unsubscribed,
        state="pending" if subscriber.state == "pending" else "",
        suppressed=subscriber.suppressed,
        name=subscriber.name,
        lists=[outreach.ListCopy(key=one.key, name=one.name) for one in subscriber.lists],
    )


def _file_contribution(run: Run, contribution: Contribution) -> None:
    from broadsheet.stories import api as stories

    files = []
    for src in contribution.files:
        try:
            files.append((src.rpartition("/")[2], run.reading.picture(src)))
        except PictureMissing as error:
            run.say(f"contribution “{contribution.id}”", f"its file {src} is missing: {error}")
    copy = stories.ContributionCopy(
        key=contribution.id,
        name=contribution.name,
        email=contribution.email,
        headline=contribution.headline,
        text=contribution.text,
        when=contribution.when,
        place=contribution.place,
        files=tuple(files),
        is_tip=contribution.is_tip,
    )
    try:
        stories.import_contribution(copy=copy)
    except stories.FilesRefused as error:
        raise Refused(str(error)) from error
