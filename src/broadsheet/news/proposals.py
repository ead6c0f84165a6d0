"""Changes that senders made to public articles, until an editor has looked at them."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import policy_registry

from broadsheet.foundation.models import User
from broadsheet.news.filing import PROPOSED
from broadsheet.news.waiting import Waiting


def standing() -> QuerySet[PageLogEntry]:
    """The proposals that nobody has published or changed yet, oldest first."""
    return PageLogEntry.objects.filter(
        action=PROPOSED,
        page__live=True,
        page__has_unpublished_changes=True,
        revision=F("page__latest_revision"),
    ).order_by("timestamp")


def reason(*, page_id: int) -> str:
    """Why a change waits on this page; "" when none does."""
    entry = standing().filter(page_id=page_id).last()
    return str(entry.data.get("because", "")) if entry else ""


def waiting_changes(user: User) -> Waiting | None:
    """How many wait, for those who edit; the link leads to the oldest."""
    if not policy_registry.get_by_type(Page).user_has_permission(user, "publish"):
        return None
    found = list(standing().values_list("page_id", flat=True))
    if not found:
        return None
    address = reverse("wagtailadmin_pages:edit", args=[found[0]])
    return Waiting(number=len(set(found)), label=_("changes of agencies to look at"), url=address)
