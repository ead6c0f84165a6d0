"""Every public address of this room."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from broadsheet.news import queries as news
from broadsheet.talk.models import Thread, ThreadState

CHUNK = 2000


def paths() -> Iterator[str]:
    yield reverse("forum")
    yield reverse("talk_openness")
    yield reverse("talk_embed")
    for section in news.section_list():
        yield reverse("forum_board", args=[section.slug])
    shown = Thread.objects.exclude(state=ThreadState.HIDDEN).filter(
        Q(article=None, site=None) | Q(article__live=True) | Q(site__is_active=True), posts_shown__gt=0
    )
    for thread in shown.select_related("site").order_by("-last_post_at").iterator(CHUNK):
        yield thread.url
        if thread.site:
            yield reverse("talk_frame", args=[thread.code])
