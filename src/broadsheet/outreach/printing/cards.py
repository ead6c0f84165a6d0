"""The picture that other sites show when an article is shared: its headline in the paper's type."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.printing import faces, kept, matter, press, sheets

WIDTH, HEIGHT = 1200, 630  # what Facebook, X, LinkedIn and the messengers cut nothing off
LONGEST = 220  # letters of a headline; more cannot be read at the size of a card
MARK = 12  # letters of the key in the address: another headline has another address
NEVER, MISSING, ALWAYS = "never", "missing", "always"


def has_card(article: ArticlePage) -> bool:
    """Whether the article is shared with a card: where it has no picture, or as the paper says."""
    if article.pk is None or settings.SHARE_CARDS == NEVER:
        return False
    return settings.SHARE_CARDS == ALWAYS or article.picture_id is None


def card_url(article: ArticlePage) -> str:
    """The full address of the card as it is now."""
    return absolute(reverse("share_card", args=[article.pk, mark_of(article)]))


def mark_of(article: ArticlePage) -> str:
    return _key(_told(article))[:MARK]


def card_text(article: ArticlePage) -> str:
    """What the card says, for those who do not see it."""
    return f"{sheets.paper_name()}: {clean_line(article.title)}"


def card_png(article: ArticlePage) -> bytes:
    """The card, made once for what it says now.

    Raises:
        TooBusy: it did not come in time.
        CannotSet: the theme's form is broken.
    """
    shown = card(article)

    def make() -> bytes:
        return press.set_type(form="card", matter=shown, pictures={}, kind="png")

    return kept.made_once(owner=article.pk, kind="card.png", key=_key(shown), make=make)


def card(article: ArticlePage) -> dict[str, Any]:
    """All that stands on a card, and how it is set."""
    return _told(article) | {
        "setting": faces.setting_of(article.language),
        "house": faces.setting_of(settings.LANGUAGE_CODE),
        "there": [],
    }


def _told(article: ArticlePage) -> dict[str, str]:
    """What a card says; every article page asks for it, so no face is looked for."""
    day = timezone.localdate(article.published_at) if article.published_at else None
    return {
        "paper": sheets.paper_name(),
        "language": article.language,
        "kicker": Truncator(clean_line(article.kicker)).chars(60),
        "title": matter.divisible(Truncator(clean_line(article.title)).chars(LONGEST)),
        "section": clean_line(article.section.title) if article.section else "",
        "day": date_format(day) if day else "",
        "site": urlsplit(settings.PAPER.url).netloc,
    }


def _key(shown: dict[str, Any]) -> str:
    return sheets.key_of("card", shown, matter.Pictures())
