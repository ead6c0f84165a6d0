"""A comment on a page that has many of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from broadsheet.talk.shown import ShownPost

COMPONENT = "components/comment.html"
KEPT = 2000  # rendered comments in each process, 3 KB each

register = template.Library()


@register.simple_tag(takes_context=True)
def shown_comment(context: Context, post: ShownPost) -> SafeString:
    """A post as its component shows it, which is given nothing else, so it is rendered once."""
    engine: Any = context.template.engine  # type: ignore[union-attr]
    alone = replace(post, replies=())
    return _rendered(
        engine.get_template(COMPONENT), alone, get_language(), timezone.get_current_timezone_name()
    )


@lru_cache(maxsize=KEPT)
def _rendered(component: Template, post: ShownPost, _language: str | None, _zone: str) -> SafeString:
    return component.render(Context({"post": post}))
