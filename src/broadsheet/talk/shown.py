"""A thread and its posts as templates show them: no further look at the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from broadsheet.news.models import ArticlePage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk.models import Post, PostState, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPost:
    """One post. `in_reply_to` is the name it answers when that is not the post above."""

    id: int
    name: str
    is_staff: bool
    is_pick: bool
    permalink: str
    created_at: datetime
    state: str
    text_html: SafeString
    reply_url: str = ""
    report_url: str = ""
    in_reply_to: str = ""
    replies: tuple[ShownPost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownThread:
    """Where a thread is and whether it takes posts."""

    heading: str
    url: str
    comment_url: str
    is_open: bool
    tag: str


def of_article(*, article: ArticlePage, mode: CommentMode) -> ShownThread:
    """The thread of an article, also before the first word in it."""
    return ShownThread(
        heading=article.title,
        url=reverse("forum_article", args=[article.pk]),
        comment_url=reverse("talk_comment", args=[article.pk]),
        is_open=mode != CommentMode.CLOSED,
        tag=f"thread:article:{article.pk}",
    )


def of_topic(*, thread: Thread, mode: CommentMode) -> ShownThread:
    """A topic of the forum."""
    return ShownThread(
        heading=thread.title,
        url=thread.url,
        comment_url=reverse("talk_topic_comment", args=[thread.pk]),
        is_open=mode != CommentMode.CLOSED,
        tag=thread.tag,
    )


def post(
    post: Post, *, is_open: bool, in_reply_to: str = "", replies: tuple[ShownPost, ...] = ()
) -> ShownPost:
    """A post with the links that its state allows; a removed one keeps none of its words."""
    gone = post.state == PostState.REMOVED
    public = post.state == PostState.PUBLISHED
    return ShownPost(
        id=post.pk,
        name="" if gone else post.name,
        is_staff=post.is_staff and not gone,
        is_pick=post.is_pick and public,
        permalink=post.permalink,
        created_at=post.created_at,
        state=post.state,
        text_html=SafeString("") if gone else post.text_html,
        reply_url=reverse("talk_reply", args=[post.pk]) if is_open and public else "",
        report_url=reverse("talk_report", args=[post.pk]) if public else "",
        in_reply_to=in_reply_to,
        replies=replies,
    )


def quoted(post: Post) -> ShownPost:
    """A post as it stands over a form: its words, without the links under them."""
    return ShownPost(
        id=post.pk,
        name=post.name,
        is_staff=post.is_staff,
        is_pick=False,
        permalink=post.permalink,
        created_at=post.created_at,
        state=post.state,
        text_html=post.text_html,
    )
