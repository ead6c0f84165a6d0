"""What is said under an article as JSON, for apps and for pages that lay it out themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from broadsheet.edition.api import depends_on, public_page
from broadsheet.foundation.prepared import Prepared, Slot
from broadsheet.news import queries as news
from broadsheet.talk import conversations
from broadsheet.talk.models import Post, PostState, Trace
from broadsheet.talk.shown import ShownPost

# What is not there need not be asked for: most conversations have neither.
_thread = Prepared(
    lambda: (
        news.published()
        .filter(pk=Slot("article"))
        .values_list(
            "tally__comments",
            Exists(Post.objects.filter(thread__article=Slot("article"), root__isnull=False)),
            Exists(Trace.objects.filter(thread__article=Slot("article"))),
        )
    )
)


@require_safe
@public_page
def of_article(request: HttpRequest, article_id: int) -> JsonResponse:
    """The newest conversations of an article as everybody sees them, and how many comments there are."""
    found = _thread.first(article=article_id)
    if found is None:
        raise Http404(_("There is no such article."))
    depends_on(f"article:{article_id}")
    count, has_answers, has_traces = found
    under = conversations.under_article(
        article_id=article_id, is_open=False, has_answers=has_answers, has_traces=has_traces
    )
    comments = [_plain(post) for post in under.conversations]
    return JsonResponse({"count": count or 0, "has_more": under.has_more, "comments": comments})


def _plain(post: ShownPost) -> dict[str, Any]:
    """A post with its answers; of one that is gone or was moved only where it stood."""
    is_here = post.state == PostState.PUBLISHED
    return {
        "id": post.id,
        "state": post.state,
        "name": post.name if is_here else "",
        "at": post.created_at,
        "url": post.permalink,
        "html": post.text_html,
        "edited_at": post.edited_at,
        "in_reply_to": post.in_reply_to,
        "is_newsroom": post.is_staff,
        "is_pick": post.is_pick,
        "liked": post.liked,
        "answers": post.answers or len(post.replies),
        "replies": [_plain(reply) for reply in post.replies],
    }
