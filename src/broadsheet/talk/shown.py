"""A thread and its posts as templates show them: no further look at the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from broadsheet.news.models import ArticlePage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import ways
from broadsheet.talk.actions.editing import may_edit
from broadsheet.talk.models import Post, PostState, Thread, ThreadState


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPost:
    """One post. `in_reply_to` is the name it answers when that is not the post above.

    `answers` is how many there are when not all are shown, at `answers_url`.
    Its state is "moved" where it stood before it was moved to the forum.
    """

    id: int
    name: str
    is_staff: bool
    is_pick: bool
    permalink: str
    created_at: datetime
    state: str
    text_html: SafeString
    edited_at: datetime | None = None
    liked: int = 0
    is_liked: bool = False  # by who reads the page
    like_url: str = ""
    edit_url: str = ""
    reply_url: str = ""
    report_url: str = ""
    in_reply_to: str = ""
    replies: tuple[ShownPost, ...] = ()
    answers: int = 0
    answers_url: str = ""
    is_new: bool = False  # to the reader who looks
    is_moved: bool = False
    origin: str = ""  # where it was moved from
    origin_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownThread:
    """Where a thread is and whether it takes posts."""

    heading: str
    url: str
    comment_url: str
    latest_url: str  # tells how much is said by now
    is_open: bool
    tag: str


def of_article(*, article: ArticlePage, mode: CommentMode) -> ShownThread:
    """The thread of an article, also before the first word in it."""
    return ShownThread(
        heading=article.title,
        url=reverse("forum_article", args=[article.pk]),
        comment_url=reverse("talk_comment", args=[article.pk]),
        latest_url=reverse("talk_article_latest", args=[article.pk]),
        is_open=mode != CommentMode.CLOSED,
        tag=f"thread:article:{article.pk}",
    )


def of_topic(*, thread: Thread, mode: CommentMode) -> ShownThread:
    """A topic of the forum."""
    return ShownThread(
        heading=thread.title,
        url=thread.url,
        comment_url=reverse("talk_topic_comment", args=[thread.pk]),
        latest_url=reverse("talk_topic_latest", args=[thread.pk]),
        is_open=mode != CommentMode.CLOSED,
        tag=thread.tag,
    )


def of_page(*, thread: Thread, mode: CommentMode) -> ShownThread:
    """The thread of a page elsewhere, also before the first word in it."""
    return ShownThread(
        heading=thread.title or thread.page_url,
        url=ways.to("talk_on", thread.code),
        comment_url=ways.to("talk_on", thread.code),
        latest_url=ways.to("talk_on_latest", thread.code),
        is_open=mode != CommentMode.CLOSED,
        tag=thread.tag,
    )


def post(
    post: Post,
    *,
    is_open: bool,
    in_reply_to: str = "",
    replies: tuple[ShownPost, ...] = (),
    answers: int = 0,
    is_new: bool = False,
    own: Sequence[str] = (),
    likes: Collection[int] = (),
) -> ShownPost:
    """A post with the links that its state allows; a removed one keeps none of its words.

    Args:
        own: the keys of who reads the page.
        likes: the posts that they find good.
    """
    gone = post.state == PostState.REMOVED
    public = post.state == PostState.PUBLISHED
    return ShownPost(
        id=post.pk,
        name="" if gone else post.name,
        is_staff=post.is_staff and not gone,
        is_pick=post.is_pick and public,
        permalink=ways.to_comment(post.pk),
        created_at=post.created_at,
        state=post.state,
        text_html=SafeString("") if gone else post.text_html,
        edited_at=None if gone else post.edited_at,
        liked=post.liked if public else 0,
        is_liked=post.pk in likes,
        like_url=ways.to("talk_like", post.pk) if public and post.writer not in own else "",
        edit_url=edit_url(post, own=own),
        reply_url=ways.to("talk_reply", post.pk) if is_open and public else "",
        report_url=ways.to("talk_report", post.pk) if public else "",
        in_reply_to=in_reply_to,
        replies=replies,
        answers=answers,
        answers_url=ways.to("forum_answers", post.pk) if answers else "",
        is_new=is_new,
        is_moved=post.is_moved,
    )


def moved(post: Post) -> ShownPost:
    """What stands in the place of a post that was moved to the forum."""
    return ShownPost(
        id=post.pk,
        name=post.name,
        is_staff=False,
        is_pick=False,
        permalink=ways.to_comment(post.pk),
        created_at=post.created_at,
        state="moved",
        text_html=SafeString(""),
    )


def moved_from(post: ShownPost, thread: Thread | None) -> ShownPost:
    """The post with the place it was moved from, if readers see that."""
    if thread is None or thread.state == ThreadState.HIDDEN:
        return post
    if thread.site and not thread.site.is_active:
        return post
    if thread.article is None:
        return replace(post, origin=thread.title, origin_url=thread.url)
    if not thread.article.live:
        return post
    return replace(post, origin=thread.article.title, origin_url=f"{thread.article.url}#comments")


def edit_url(post: Post, *, own: Iterable[str]) -> str:
    """Where its writer changes a post; "" for others and when the time is over."""
    may = any(may_edit(post=post, writer_key=key) for key in own)
    return ways.to("talk_edit", post.pk) if may else ""


def just_sent(post: Post) -> ShownPost:
    """A post as its writer sees it over the form that has sent it."""
    return replace(quoted(post), edit_url=edit_url(post, own=[post.writer]))


def quoted(post: Post) -> ShownPost:
    """A post as it stands over a form: its words, without the links under them."""
    return ShownPost(
        id=post.pk,
        name=post.name,
        is_staff=post.is_staff,
        is_pick=False,
        permalink=ways.to_comment(post.pk),
        created_at=post.created_at,
        state=post.state,
        text_html=post.text_html,
        edited_at=post.edited_at,
    )
