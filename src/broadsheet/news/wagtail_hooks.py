"""What the newsroom sees of this room in Wagtail."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from broadsheet.news import admin, checks, proposals, translating  # noqa: F401 - admin registers the newsroom's screens
from broadsheet.news.actions import ANNOUNCED, HELD, RELEASED
from broadsheet.news.choosers import any_article_chooser, article_chooser
from broadsheet.news.filing import PROPOSED
from broadsheet.news.kills import KILLED, LIFTED
from broadsheet.news.links import PublicPageLink
from broadsheet.news.live import ENTRY_CHANGED, ENTRY_REMOVED, ENTRY_WRITTEN
from broadsheet.news.models import ArticlePage, KillRecord

PUBLISHING = {"action-publish", "action-submit", "action-restart-workflow", "action-workflow-action"}


@hooks.register("register_admin_viewset")
def choosers() -> Any:
    return [article_chooser, any_article_chooser]


class Because(LogFormatter):
    """A line of the history that gives the reason."""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.label}: {log_entry.data.get('because', '')}"


class Saying(LogFormatter):
    """A line of the history with the words that it is about."""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.label}: {log_entry.data.get('words') or '–'}"


@hooks.register("register_log_actions")
def history(actions: Any) -> None:
    lines = (
        (HELD, _("Put on legal hold")), (RELEASED, _("Released from legal hold")),
        (KILLED, _("Killed")), (LIFTED, _("Kill lifted")), (PROPOSED, _("Change of its sender filed"))
    )  # fmt: skip
    for name, words in lines:
        formatter = type("Line", (Because,), {"label": words})
        actions.register_action(name)(formatter)
    said = (
        (ANNOUNCED, _("Breaking line")), (ENTRY_WRITTEN, _("Live entry written")),
        (ENTRY_CHANGED, _("Live entry changed; it said")), (ENTRY_REMOVED, _("Live entry taken away")),
    )  # fmt: skip
    for name, words in said:
        formatter = type("Line", (Saying,), {"label": words})
        actions.register_action(name)(formatter)


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own
def links_to_pages(features: Any) -> None:
    features.register_link_type(PublicPageLink)


@hooks.register("before_edit_page")
def killed_stays_killed(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A killed article is looked at and worked on, but neither published nor sent to review."""
    if not isinstance(page, ArticlePage) or not page.killed:
        return None
    killed = page.kill_records.filter(verb=KillRecord.Verb.KILLED).last()
    why = gettext(killed.because) if killed else ""
    messages.warning(
        request,
        gettext("This article was killed. Lift the kill before it is published. %(why)s") % {"why": why},
    )
    if request.method == "POST" and (
        PUBLISHING & request.POST.keys() or _publishes_translation(request)
    ):
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def _publishes_translation(request: HttpRequest) -> bool:
    """The button of the screen on which two texts stand side by side."""
    return request.method == "POST" and request.POST.get("action") == "publish"


@hooks.register("before_publish_page")
def look_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What was found is said; what blocks keeps the article a draft, which is saved."""
    if not isinstance(page, ArticlePage):
        return None
    return _look_at(request, page, checks.findings(page))


@hooks.register("before_edit_page")
def look_before_publishing_a_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A translation is looked at like any other article, with what has been translated so far."""
    if not isinstance(page, ArticlePage) or not _publishes_translation(request):
        return None
    if translating.managed(page) is None:
        return None
    return _look_at(request, page, checks.findings(translating.as_translated(page)))


def _look_at(
    request: HttpRequest, page: ArticlePage, found: list[checks.Finding]
) -> HttpResponse | None:
    blocked = any(finding.blocks for finding in found)
    for finding in found:
        (messages.error if finding.blocks else messages.warning)(request, str(finding.words))
    if not blocked:
        return None
    messages.error(request, gettext("It is saved, and not published."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page")
def say_what_waits(request: HttpRequest, page: Page) -> None:
    """An editor who opens an article learns that its sender has changed it, and why."""
    if request.method == "GET" and (why := proposals.reason(page_id=page.pk)):
        words = gettext("The sender of this story has changed it, and the change waits here as a draft")
        messages.warning(request, f"{words}: {why}")


@hooks.register("before_edit_page")
def say_what_the_original_says(request: HttpRequest, page: Page) -> None:
    """Who works on a translation learns that its original says something else by now."""
    if request.method != "GET" or not isinstance(page, ArticlePage):
        return
    late = translating.behind(page)
    if late is None:
        return
    day = date_format(localtime(late.when), "DATETIME_FORMAT")
    words = (
        gettext("The original was corrected on %(day)s.")
        if late.corrected
        else gettext("The original was changed on %(day)s.")
    )
    messages.warning(request, words % {"day": day}, buttons=list(_ways_to(late)))


def _ways_to(late: translating.Behind) -> Iterator[Any]:
    if late.before and late.after:
        compare = [late.original.pk, late.before, late.after]
        yield messages.button(
            reverse("wagtailadmin_pages:revisions_compare", args=compare), gettext("See what changed")
        )
    if late.source:
        sync = reverse("wagtail_localize:update_translations", args=[late.source])
        yield messages.button(sync, gettext("Bring it into the translation"))
