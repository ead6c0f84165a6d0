"""What an issue looks like in a mail program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from broadsheet.foundation.text import clean_line, paragraphs
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage
from broadsheet.outreach import bodies
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.models import Issue, Variant
from broadsheet.outreach.newsletter import clicks, looks, tokens

LEAVE_HERE = "https://leave.invalid/"  # where each copy gets its own link
CHOOSE_HERE = "https://choose.invalid/"  # and its own to what its reader has chosen
IN_THE_DARK = "@media (prefers-color-scheme: dark)"  # in the letter's template
CLIPPED = 100_000  # bytes of HTML; Gmail shows no more than 102 KB
SUBJECT_HERE = "\u2063\u2062\u2063"  # where two subjects are on trial
GREETING_HERE = "\u2063\u2063"  # where a reader with a name is greeted; nobody sees these


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An issue as it goes out, the same for everybody but for the links that are a reader's own.

    Attributes:
        list_name, list_key: what mail programs sort it by (RFC 2919); "" is the paper's own.
    """

    subject: str
    html: str
    plain: str
    issue_id: int = 0
    list_name: str = ""
    list_key: str = "newsletter"


def write(*, issue: Issue) -> Letter:
    """An issue with the articles that are public now."""
    html, plain = render(issue=issue)
    return _letter(replace_subject(html, plain, issue.subject), issue)


def render(*, issue: Issue) -> tuple[str, str]:
    """HTML and plain text with the articles that are public now, and gaps for what differs."""
    paper = news.paper_settings()
    context = {
        "issue": issue,
        "subject": SUBJECT_HERE if issue.subject_b else issue.subject,
        "paper": paper,
        "intro": paragraphs(issue.intro),
        "stories": [
            _story(issue, article, first=not place) for place, article in enumerate(stories(issue))
        ],
        "home": absolute("/"),
        "online": absolute(issue.url) if issue.pk else absolute("/"),
        "leave": LEAVE_HERE,
        "choose": CHOOSE_HERE,
        "greeting": GREETING_HERE,
    }
    with translation.override(settings.LANGUAGE_CODE):
        return looks.html(context), looks.plain(context)


def fixed(*, issue: Issue, variant: str = "") -> Letter:
    """What an issue says since it was sent.

    Args:
        variant: of the subject it has on trial; "" is the one that was better, or the only one.
    """
    has_second = (variant or issue.winner) == Variant.SECOND
    subject = issue.subject_b if has_second else issue.subject
    html = clicks.for_variant(issue.html, issue=issue, variant=variant)
    plain = clicks.for_variant(issue.plain, issue=issue, variant=variant)
    texts = replace_subject(html, plain, subject)
    return replace(_letter(texts, issue), subject=clean_line(subject))


def as_it_goes_out(*, issue: Issue) -> dict[str, Letter]:
    """What the next copies say, by the subject they have on trial; "" is all others.

    It is written down anew where a story was withdrawn on the way.
    """
    if not issue.html:
        issue.html, issue.plain = render(issue=issue)
        same = Issue.objects.filter(pk=issue.pk, version=issue.version)
        same.update(html=issue.html, plain=issue.plain)
    variants = [variant.value for variant in Variant] if issue.subject_b else []
    return {variant: fixed(issue=issue, variant=variant) for variant in ["", *variants]}


def replace_subject(html: str, plain: str, subject: str) -> tuple[str, str]:
    """Both texts with the subject where it stands in them."""
    return html.replace(SUBJECT_HERE, escape(subject)), plain.replace(SUBJECT_HERE, subject)


def is_empty(*, issue: Issue) -> bool:
    """Whether nothing would stand in it."""
    return not issue.intro.strip() and not stories(issue)


def warnings(*, issue: Issue, letter: Letter) -> list[str]:
    """What an editor should know before it goes out."""
    found = []
    size = len(letter.html.encode())
    if size > CLIPPED:
        found.append(
            _("The letter has %(size)d KB: large providers cut it off after 100.")
            % {"size": size // 1000}
        )
    first = next(iter(stories(issue)), None)
    if first and first.picture and not first.picture.description.strip():
        found.append(
            _("The picture of “%(title)s” has no description, for readers who do not see it.")
            % {"title": first.title}
        )
    return found


def _letter(texts: tuple[str, str], issue: Issue) -> Letter:
    letter = Letter(
        subject=clean_line(issue.subject), html=texts[0], plain=texts[1], issue_id=issue.pk or 0
    )
    if issue.list is None:
        return letter
    return replace(letter, list_name=issue.list.name, list_key=issue.list.slug)


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
    token = tokens.to_leave(subscriber_id, letter.issue_id)
    link = absolute(reverse("newsletter_leave", args=[token]))
    own = {
        LEAVE_HERE: link,
        CHOOSE_HERE: absolute(reverse("newsletter_mine", args=[token])),
        GREETING_HERE: "",
    }
    paper = news.paper_settings()
    named = clean_line(f"{paper.name}: {letter.list_name}" if letter.list_name else paper.name)
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=_filled(letter.plain, own),
        to=[email],
        from_email=comes_back_to(mark),
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{mark}@{host()}>",
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": formataddr((named, f"{letter.list_key}.{host()}")),
            "Precedence": "bulk",
        },
        reply_to=[paper.contact_email] if paper.contact_email else None,
    )
    message.attach_alternative(_filled(letter.html, own), "text/html")
    return message


def _filled(text: str, own: Mapping[str, str]) -> str:
    for place, value in own.items():
        text = text.replace(place, value)
    return text


def comes_back_to(mark: str) -> str:
    """The envelope's sender: with a mark (VERP) where the paper has an address for returned letters."""
    if not settings.BOUNCE_ADDRESS:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name, _, host = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{name}+{mark}@{host}"


def _story(issue: Issue, article: ArticlePage, *, first: bool) -> dict[str, Any]:
    return story(article=article, url=clicks.address(issue=issue, article=article), first=first)


def story(*, article: ArticlePage, url: str, first: bool) -> dict[str, Any]:
    """What the letter's template shows of an article; the first one has its picture."""
    picture = bodies.sized(article.picture) if first and article.picture else None
    return {
        "article": article,
        "summary": bodies.summary(article=article),
        "url": url,
        "picture": picture,
        "picture_text": article.picture.description if article.picture else "",
        "align": "right" if article.direction == "rtl" else "left",
    }


def host() -> str:
    """The paper's own name in the network."""
    return settings.PAPER.url.split("://", 1)[-1].split("/")[0].split(":")[0]
