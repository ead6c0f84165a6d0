"""The places where a reader can write."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.talk import actions, limits, shown, ways
from broadsheet.talk.drafts import MAX_TITLE
from broadsheet.talk.forms import PageForm, TopicForm
from broadsheet.talk.models import Post, Thread
from broadsheet.talk.modes import article_mode, mode_of
from broadsheet.talk.sending import Place


def of_article(*, article: ArticlePage) -> Place:
    """Under an article."""
    thread = shown.of_article(article=article, mode=article_mode(article=article))
    return Place(
        thread=thread,
        action=thread.comment_url,
        heading=_("Add your comment"),
        back=article.url,
        check=limits.check_post,
        send=partial(actions.post_comment, article=article),
    )


def of_topic(*, thread: Thread) -> Place:
    """In a topic of the forum."""
    topic = shown.of_topic(thread=thread, mode=mode_of(thread=thread))
    return Place(
        thread=topic,
        action=topic.comment_url,
        heading=_("Add your comment"),
        back=topic.url,
        check=limits.check_reply,
        send=partial(actions.reply_in_topic, thread=thread),
    )


def of_page(*, thread: Thread, title: str = "") -> Place:
    """Under a page elsewhere.

    Args:
        thread: its thread, kept or not yet.
        title: what the writer's browser calls the page.
    """
    assert thread.site is not None  # a page elsewhere has a site
    title = clean_line(title)[:MAX_TITLE]
    shown_thread = shown.of_page(thread=thread, mode=mode_of(thread=thread))
    check = limits.check_post if thread.pk else partial(limits.check_first_on_page, site=thread.site)
    return Place(
        thread=shown_thread,
        action=shown_thread.comment_url,
        heading=_("Add your comment"),
        back=shown_thread.url,
        check=check,
        send=partial(
            actions.comment_on_page, site=thread.site, page=thread.page, title=title
        ),
        form=PageForm,
    )


def of_reply(*, post: Post) -> Place:
    """An answer to one post, wherever it stands."""
    around = _around(post.thread)
    return Place(
        thread=around.thread,
        action=ways.to("talk_reply", post.pk),
        heading=_("Reply to %(name)s") % {"name": post.name},
        back=ways.to("talk_post", post.pk),
        check=around.check,
        send=partial(around.send, parent=post),
        answered=shown.quoted(post),
    )


def of_new_topic(*, board: SectionPage) -> Place:
    """A new topic on a board."""
    return Place(
        thread=None,
        action=reverse("forum_new", args=[board.slug]),
        heading=_("New topic in %(board)s") % {"board": board.title},
        back=reverse("forum_board", args=[board.slug]),
        check=limits.check_topic,
        send=partial(actions.open_topic, board=board),
        form=TopicForm,
    )


def _around(thread: Thread) -> Place:
    if thread.article:
        return of_article(article=thread.article)
    return of_page(thread=thread) if thread.site else of_topic(thread=thread)
