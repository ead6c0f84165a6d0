"""The places where a reader can write."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.talk import actions, limits, shown
from broadsheet.talk.forms import TopicForm
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


def of_reply(*, post: Post) -> Place:
    """An answer to one post, wherever it stands."""
    thread = post.thread
    article = thread.article
    around = of_article(article=article) if article else of_topic(thread=thread)
    return Place(
        thread=around.thread,
        action=reverse("talk_reply", args=[post.pk]),
        heading=_("Reply to %(name)s") % {"name": post.name},
        back=post.permalink,
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
