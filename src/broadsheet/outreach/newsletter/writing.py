"""What an issue looks like in a mail program."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from broadsheet.foundation.text import clean_line, paragraphs
from broadsheet.news import queries as news
from broadsheet.news.languages import direction
from broadsheet.news.models import ArticlePage
from broadsheet.outreach import bodies
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.models import Issue
from broadsheet.outreach.newsletter import tokens

LEAVE_HERE = "https://leave.invalid/"  # where each copy gets its own link
GREETING_HERE = "\u2063\u2063"  # where a reader with a name is greeted; nobody sees these


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An issue as it goes out, the same for everybody but for one link."""

    subject: str
    html: str
    plain: str


def write(*, issue: Issue) -> Letter:
    """Render an issue with the articles that are public now."""
    paper = news.paper_settings()
    context = {
        "issue": issue,
        "paper": paper,
        "intro": paragraphs(issue.intro),
        "stories": [_story(article, first=not place) for place, article in enumerate(stories(issue))],
        "home": absolute("/"),
        "online": absolute(issue.url) if issue.pk else absolute("/"),
        "leave": LEAVE_HERE,
        "greeting": GREETING_HERE,
        "language": settings.LANGUAGE_CODE,
        "direction": direction(settings.LANGUAGE_CODE),
    }
    with translation.override(settings.LANGUAGE_CODE):
        return Letter(
            subject=clean_line(issue.subject),
            html=render_to_string("outreach/newsletter/letter.html", context),
            plain=render_to_string("outreach/newsletter/letter.txt", context).strip() + "\n",
        )


def stories(issue: Issue) -> list[ArticlePage]:
    """The public articles of an issue in the editor's order."""
    keys = [story.article_id for story in issue.stories.all()]
    found = news.cards().defer(None).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def copy_for(
    *, letter: Letter, email: str, subscriber_id: int, delivery_id: int = 0
) -> EmailMultiAlternatives:
    """One subscriber's copy, with their own link to leave (RFC 8058) and its mark, to know it by."""
    mark = tokens.of_copy(delivery_id)
    link = absolute(reverse("newsletter_leave", args=[tokens.to_leave(subscriber_id)]))
    paper = news.paper_settings()
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.plain.replace(LEAVE_HERE, link).replace(GREETING_HERE, ""),
        to=[email],
        from_email=comes_back_to(mark),
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{mark}@{host()}>",
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": formataddr((clean_line(paper.name), f"newsletter.{host()}")),
            "Precedence": "bulk",
        },
        reply_to=[paper.contact_email] if paper.contact_email else None,
    )
    message.attach_alternative(
        letter.html.replace(LEAVE_HERE, link).replace(GREETING_HERE, ""), "text/html"
    )
    return message


def comes_back_to(mark: str) -> str:
    """The envelope's sender: with a mark (VERP) where the paper has an address for returned letters."""
    if not settings.BOUNCE_ADDRESS:
        return settings.DEFAULT_FROM_EMAIL
    name, _, host = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{name}+{mark}@{host}"


def _story(article: ArticlePage, *, first: bool) -> dict[str, Any]:
    picture = bodies.sized(article.picture) if first and article.picture else None
    return {
        "article": article,
        "summary": bodies.summary(article=article),
        "url": absolute(article.url or "/"),
        "picture": picture,
        "picture_text": article.picture.description if article.picture else "",
        "align": "right" if article.direction == "rtl" else "left",
    }


def host() -> str:
    """The paper's own name in the network."""
    return settings.PAPER.url.split("://", 1)[-1].split("/")[0].split(":")[0]
