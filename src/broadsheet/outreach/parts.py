"""What this room puts on the article page, on the archive's days and on the account page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on
from broadsheet.foundation.accounts import AccountPart
from broadsheet.foundation.models import User
from broadsheet.news import languages
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.following import queries as following
from broadsheet.outreach.newsletter import queries as subscriptions
from broadsheet.outreach.newsletter import tokens
from broadsheet.outreach.printing.newspaper import actions as printed
from broadsheet.outreach.printing.newspaper import queries as newspaper
from broadsheet.outreach.reading import queries as reading


def in_the_bar(article: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    """Where E-mail and Print lead; for a signed-in reader also whether the article is kept."""
    if article.pk is None:  # the preview of an article that was never saved
        return {}
    parts: dict[str, Any] = {
        "email_url": reverse("email_friend", args=[article.pk]),
        "print_url": reverse("print_article", args=[article.pk]),
        "pdf_url": reverse("article_pdf", args=[article.pk, article.slug]),
    }
    user = getattr(request, "user", None)
    if isinstance(user, User) and not getattr(request, "is_preview", False):
        parts["account_list"] = {"kept": reading.is_saved(user=user, article=article)}
    return parts


def on_paper(day: date) -> dict[str, Any]:
    """The print editions of a day, beside the list of what came out on it."""
    if languages.current() != languages.own():
        return {}  # what is printed is the paper's own edition
    depends_on(printed.tag_of(day))
    editions = [
        {
            "url": reverse("print_edition", args=[day.year, day.month, day.day, one.paper]),
            "name": one.get_paper_display(),
            "pages": one.pages,
        }
        for one in newspaper.out().filter(day=day)
    ]
    return {"print_editions": editions}


def kept_articles(user: User) -> AccountPart | None:
    """The last articles on a reader's list; here a browser hands its own list over after signing in."""
    kept = reading.saved(user=user)[: reading.SHOWN_IN_ACCOUNT]
    return AccountPart(
        title=_("Your reading list"), template="outreach/reading/account_part.html",
        context={"kept": kept},
    )  # fmt: skip


def followed(user: User) -> AccountPart | None:
    """What a reader follows."""
    mine = following.follows(user=user)[: following.SHOWN_IN_ACCOUNT]
    return AccountPart(
        title=_("What you follow"), template="outreach/following/account_part.html",
        context={"follows": mine},
    )  # fmt: skip


def newsletter(user: User) -> AccountPart | None:
    """Whether the newsletter comes to the account's confirmed address."""
    email = subscriptions.verified_address(user=user)
    if not email:
        return None
    subscriber = subscriptions.subscribed(email=email)
    choose_url = reverse("newsletter_mine", args=[tokens.to_choose(subscriber)]) if subscriber else ""
    context = {"email": email, "is_subscribed": subscriber is not None, "choose_url": choose_url}
    return AccountPart(
        title=_("Newsletter"), template="outreach/newsletter/account_part.html", context=context
    )
