"""What readers say, on its way through the door of the room that keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import ArticlePage
from broadsheet.wire import names, outgoing
from broadsheet.wire.errors import Refused
from broadsheet.wire.paper import Phrase, Thread
from broadsheet.wire.run import Run
from broadsheet.wire.story import Comment, CommentState, Story

if TYPE_CHECKING:
    from broadsheet.talk.api import CommentCopy, OutsidePage
    from broadsheet.wire.exporting import Writing


def stories(writing: Writing) -> Iterator[Story]:
    """Every article with what is said under it, on its way out."""
    from broadsheet.talk import api as talk

    total = max(1, ArticlePage.objects.count())
    for some in outgoing.batched(outgoing.stories(writing.needed), outgoing.CHUNK):
        talked_about = talk.discussed(articles=[article.pk for article, _ in some])
        for article, story in some:
            copies = talk.comments_of(article=article) if article.pk in talked_about else ()
            comments = tuple(map(comment_of, copies))
            yield replace(story, comments=comments) if comments else story
            writing.tell(story.headline, comments=len(comments), total=total)
        writing.take_pictures()


def threads() -> Iterator[Thread]:
    """Every topic of the forum, then what is said of pages of other sites."""
    from broadsheet.talk import api as talk

    for topic in talk.topics():
        yield Thread(
            id=topic.key,
            board=topic.board.slug,
            title=topic.title,
            posts=tuple(map(comment_of, topic.posts)),
            closed=topic.closed,
            sticky=topic.sticky,
        )
    for page in talk.pages_elsewhere():
        posts = tuple(map(comment_of, page.comments))
        yield Thread(id=page.key, board="", title=page.title, posts=posts, page=page.url)


def phrases() -> Iterator[Phrase]:
    """The word lists, on their way out."""
    from broadsheet.talk import api as talk

    for copy in talk.phrases():
        yield Phrase(phrase=copy.phrase, kind=copy.kind, note=copy.note)


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


def file_thread(run: Run, thread: Thread) -> None:
    """Put a topic onto its board, or comments under their page of another site."""
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


def file_phrase(_: Run, one: Phrase) -> None:
    """Put a phrase onto the word lists."""
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
