"""What the rooms above put on the article page (comments, share links …) and on the archive's days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest

from broadsheet.news.models import ArticlePage

Provider = Callable[[ArticlePage, HttpRequest], dict[str, Any]]
DayProvider = Callable[[date], dict[str, Any]]
_providers: list[Provider] = []
_of_a_day: list[DayProvider] = []


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


def register_day(provider: DayProvider) -> DayProvider:
    """Let `provider(day)` add to the context of that day's page in the archive."""
    if provider not in _of_a_day:
        _of_a_day.append(provider)
    return provider


def day_context(*, day: date) -> dict[str, Any]:
    """Everything the rooms above add to a day's page."""
    merged: dict[str, Any] = {}
    for provider in _of_a_day:
        merged |= provider(day)
    return merged
