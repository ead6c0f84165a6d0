"""The newsroom's lists of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.stories.models import Call, ReplyTemplate


class CallViewSet(SnippetViewSet):
    """Calls for stories: what readers are asked for, and votes on it."""

    model = Call
    icon = "mail"
    list_display = ["title", "is_public", "until", "vote_until"]
    add_to_admin_menu = True
    menu_label = _("Calls for stories")
    menu_order = 221


class ReplyTemplateViewSet(SnippetViewSet):
    """Letters that are written again and again."""

    model = ReplyTemplate
    icon = "mail"
    list_display = ["name"]
    add_to_settings_menu = True
    menu_order = 400


register_snippet(CallViewSet)
register_snippet(ReplyTemplateViewSet)
