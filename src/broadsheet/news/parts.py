"""What the rooms above put on the article page (comments, share links …)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from broadsheet.news.models import ArticlePage

Provider = Callable[[ArticlePage, HttpRequest], dict[str, Any]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let `provider(article, request)` add to the article template's context."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def context(*, article: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    """Everything the rooms above add, in the order they registered."""
    merged: dict[str, Any] = {}
    for provider in _providers:
        merged |= provider(article, request)
    return merged
