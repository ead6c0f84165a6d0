"""What should be looked at before an article is published, as the rooms above say it.

A room registers a provider in its AppConfig.ready(); the article's editor shows
every finding, and publishing stops at those that block.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from broadsheet.news.models import ArticlePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is missing or looks wrong, in a sentence."""

    words: Any  # a str, or a translation that is still to be made
    blocks: bool = False


class NotPublished(Exception):
    """What was found keeps an article from being published; it stays as it is."""

    def __init__(self, article: ArticlePage, found: list[Finding]) -> None:
        self.article = article
        self.findings = [finding for finding in found if finding.blocks]
        super().__init__(" ".join(str(finding.words) for finding in self.findings))


Provider = Callable[[ArticlePage], list[Finding]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let `provider(article)` look at an article as it is being written."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def findings(article: ArticlePage) -> list[Finding]:
    """All findings, those that block publishing first."""
    found = [finding for provider in _providers for finding in provider(article)]
    return sorted(found, key=lambda finding: not finding.blocks)


def blocks(article: ArticlePage) -> bool:
    """Whether something that was found keeps an article from being published."""
    return any(finding.blocks for finding in findings(article))
