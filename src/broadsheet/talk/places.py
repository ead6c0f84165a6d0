"""The places where a reader can write."""

from __future__ import annotations

from functools import cache, partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.foundation.text import clean_line
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.talk import actions, limits, shown, taking, ways
from broadsheet.talk.drafts import MAX_TITLE
from broadsheet.talk.forms import PageForm, TopicForm
from broadsheet.talk.models import Post, PostState, Thread
from broadsheet.talk.modes import article_mode, mode_of
from broadsheet.talk.sending import Place


def of_article(*, article_id: int) -> Place:
    """Under an article, which is read only where something of it is shown."""

    @cache
    def article() -> ArticlePage:
        found = news.published().select_related("section").defer("body")
        return get_object_or_404(found, pk=article_id)

    return Place(
        around=lambda: shown.of_article(article=article(), mode=article_mode(article=article())),
        action=lambda: reverse("talk_comment", args=[article_id]),
        heading=_("Add your comment"),
        back=lambda: article().url,
        take=partial(taking.comment, article_id=article_id),
    )


def of_topic(*, thread: Thread) -> Place:
    """In a topic of the forum."""
    return Place(
        around=lambda: shown.of_topic(thread=thread, mode=mode_of(thread=thread)),
        action=lambda: reverse("talk_topic_comment", args=[thread.pk]),
        heading=_("Add your comment"),
        back=lambda: thread.url,
        take=partial(
            taking.one,
            check=partial(limits.check_reply, thread=f"topic:{thread.pk}"),
            post=partial(actions.reply_in_topic, thread=thread),
        ),
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
    check = (
        partial(limits.check_post, thread=f"page:{thread.pk}")
        if thread.pk
        else partial(limits.check_first_on_page, site=thread.site)
    )
    return Place(
        around=lambda: shown_thread,
        action=lambda: shown_thread.comment_url,
        heading=_("Add your comment"),
        back=lambda: shown_thread.url,
        take=partial(
            taking.one,
            check=check,
            post=partial(actions.comment_on_page, site=thread.site, page=thread.page, title=title),
        ),
        form=PageForm,
    )


def of_reply(*, post: Post) -> Place:
    """An answer to one post, wherever it stands."""
    is_there = post.state == PostState.PUBLISHED
    around = _around(post.thread)
    return Place(
        around=around.around,
        action=lambda: ways.to("talk_reply", post.pk),
        heading=_("Reply to %(name)s") % {"name": post.name} if is_there else _("Reply"),
        back=(lambda: ways.to("talk_post", post.pk)) if is_there else around.back,
        take=partial(around.take, parent=post),
        answered=shown.quoted(post) if is_there else None,
    )


def of_new_topic(*, board: SectionPage) -> Place:
    """A new topic on a board."""
    return Place(
        around=lambda: None,
        action=lambda: reverse("forum_new", args=[board.slug]),
        heading=_("New topic in %(board)s") % {"board": board.title},
        back=lambda: reverse("forum_board", args=[board.slug]),
        take=partial(
            taking.one, check=limits.check_topic, post=partial(actions.open_topic, board=board)
        ),
        form=TopicForm,
    )


def _around(thread: Thread) -> Place:
    if thread.article_id:
        return of_article(article_id=thread.article_id)
    return of_page(thread=thread) if thread.site else of_topic(thread=thread)
