"""Who may do what at the desk, from Wagtail's permissions on pages."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.foundation.models import User
from broadsheet.news import queries
from broadsheet.news.models import ArticlePage, SectionPage

WRITING = frozenset({"add", "change", "publish"})


def may_see_articles(user: Any) -> bool:
    """Everybody who writes, edits or publishes, and who audits; not those who only moderate."""
    return may_write(user) or user.has_perm("desk.audit")


def may_see_changes(user: Any) -> bool:
    """All that was done in the newsroom is for who audits it, and for who runs the paper."""
    return bool(user.has_perm("desk.audit") or user.has_perm("news.change_papersettings"))


def may_write(user: Any) -> bool:
    """Everybody who writes, edits or publishes."""
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, WRITING))


def may_edit(*, user: User, article: ArticlePage) -> bool:
    """As Wagtail's own rule, without asking for each article's review."""
    held = _held(user, article)
    return "change" in held or ("add" in held and article.owner_id == user.pk)


def may_publish(*, user: User, article: ArticlePage) -> bool:
    return "publish" in _held(user, article)


def may_announce(user: Any) -> bool:
    """Breaking news stands on every page: it is for those who publish in the whole paper."""
    front = queries.the_front_page()
    return front is not None and "publish" in _held(user, front)


def may_write_in(*, user: User, section: SectionPage) -> bool:
    return "add" in _held(user, section)


def may_plan(*, user: User, section: SectionPage | None) -> bool:
    """Plans of a section are made by those who write in it; plans of none by everybody who writes."""
    return may_write_in(user=user, section=section) if section else may_write(user)


def _held(user: User, page: Page) -> frozenset[str]:
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return WRITING
    return frozenset(page.permissions_for_user(user).permissions)
