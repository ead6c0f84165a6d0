"""Clicks on an issue's articles as plain totals.

The address in the letter names the issue and the article, the same for all who
got it; what is kept is a number. Programs that look at mail click as well, so a
total says which of two is more, not how many readers.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from broadsheet.news.models import ArticlePage
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.models import ClickCount, Issue, IssueState, IssueStory, Variant

REST = "all"  # in the address, of a copy that has neither subject on trial


def address(*, issue: Issue, article: ArticlePage) -> str:
    """Where an article's link in a letter leads: to the article, past the counter where it is wanted."""
    if not issue.count_clicks or issue.state == IssueState.DRAFT:
        return absolute(article.url or "/")
    return absolute(reverse("newsletter_go", args=[issue.pk, REST, article.pk]))


def for_variant(text: str, *, issue: Issue, variant: str) -> str:
    """A letter's text whose links count for one of two subjects."""
    if not variant or not issue.count_clicks:
        return text
    here = reverse("newsletter_go", args=[issue.pk, REST, 1]).removesuffix("1/")
    return text.replace(here, here.replace(f"/{REST}/", f"/{variant}/"))


@require_safe
def go(request: HttpRequest, issue_id: int, variant: str, article_id: int) -> HttpResponse:
    """Count one more and show the article. Only articles of the issue: it leads nowhere else."""
    counted = Issue.objects.filter(pk=issue_id, count_clicks=True).exclude(state=IssueState.DRAFT)
    issue = get_object_or_404(counted.only("pk"))
    shown = IssueStory.objects.filter(issue=issue)
    article = get_object_or_404(ArticlePage, pk=article_id, pk__in=shown.values("article"))
    if request.method == "GET":
        add(issue=issue, article=article, variant=variant if variant in Variant else "")
    response = redirect(article.url or "/")
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def add(*, issue: Issue, article: ArticlePage, variant: str) -> None:
    """Count one click."""
    own: dict[str, Any] = {"issue": issue, "article": article, "variant": variant}
    if not ClickCount.objects.filter(**own).update(number=F("number") + 1):
        ClickCount.objects.get_or_create(**own)
        ClickCount.objects.filter(**own).update(number=F("number") + 1)


def by_article(*, issue: Issue) -> list[tuple[str, int]]:
    """Each article's headline and its clicks, the most first."""
    rows = ClickCount.objects.filter(issue=issue).values_list("article__title")
    return list(rows.annotate(sum=Sum("number")).order_by("-sum", "article__title"))
