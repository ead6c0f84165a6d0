"""Tags for the head of a page, and for text that leaves the site."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from broadsheet.foundation.models import User
from broadsheet.news import languages
from broadsheet.news.models import ArticlePage, Author, SectionPage
from broadsheet.outreach import bodies
from broadsheet.outreach.feeds.links import FeedLink, for_page
from broadsheet.outreach.finding import metadata
from broadsheet.outreach.following import queries
from broadsheet.outreach.models import Pair
from broadsheet.topics.models import Topic

register = template.Library()


@register.simple_tag(takes_context=True)
def page_feeds(context: template.Context) -> list[FeedLink]:
    """The feeds that belong to the page being shown."""
    values: dict[str, Any] = dict(context.flatten())  # type: ignore[arg-type]
    return for_page(values)


@register.simple_tag(takes_context=True)
def follow_state(
    context: template.Context, thing: Author | Topic | SectionPage | tuple[Topic, Topic]
) -> dict[str, Any] | None:
    """What the button “Follow” needs; None in a preview. Only a reader's own page asks the database."""
    request = context.get("request")
    target = Pair.of(*thing) if isinstance(thing, tuple) else thing
    what = queries.subject_of(target)
    if request is None or None in what.keys or getattr(request, "is_preview", False):
        return None
    user = getattr(request, "user", None)
    followed = isinstance(user, User) and queries.is_followed(user=user, thing=target)
    name = target.title if isinstance(target, SectionPage) else target.shown_name
    return {"what": what, "name": name, "followed": followed, "edition": languages.edition()}


@register.simple_tag
def json_ld(article: ArticlePage) -> SafeString:
    """An article as a schema.org NewsArticle."""
    return metadata.json_ld(article)


@register.simple_tag
def open_graph(article: ArticlePage) -> dict[str, Any]:
    """Values for the tags of Open Graph and Twitter cards."""
    return metadata.open_graph(article)


@register.simple_tag
def body_picture(picture: Any, alt: str = "", caption: str = "", credit: str = "") -> SafeString:
    """A picture as a plain figure; nothing for a picture that is gone."""
    if not picture:
        return SafeString("")
    url, width, height = bodies.sized(picture)
    context = {
        "url": url,
        "width": width,
        "height": height,
        "alt": alt or picture.description,
        "caption": caption or picture.caption,
        "credit": credit or picture.credit,
    }
    return render_to_string("outreach/body/figure.html", context)
