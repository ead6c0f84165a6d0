"""The newsroom's lists of this room."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.stories.models import ReplyTemplate


class ReplyTemplateViewSet(SnippetViewSet):
    """Letters that are written again and again."""

    model = ReplyTemplate
    icon = "mail"
    list_display = ["name"]
    add_to_settings_menu = True
    menu_order = 400


register_snippet(ReplyTemplateViewSet)
