"""The newsroom's lists of authors, sources and topics."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from broadsheet.news.models import Author, Source
from broadsheet.topics.models import Topic


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "role"]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "globe"
    list_display = ["name", "credit_line"]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "kind", "parent"]
    list_filter = ["kind"]


class NamesViewSetGroup(SnippetViewSetGroup):
    """Everything with a name that articles refer to."""

    items = (AuthorViewSet, SourceViewSet, TopicViewSet)
    menu_label = _("Names")
    menu_icon = "tag"
    menu_order = 300


register_snippet(NamesViewSetGroup)
