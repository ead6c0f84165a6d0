"""The newsroom's lists of authors, sources and topics."""

from __future__ import annotations

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import Author, Said, Series, Source
from broadsheet.topics.models import Topic


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "role"]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "globe"
    list_display = ["name", "credit_line"]


class RegisterTopic(CreateView):
    """A new topic; a link may say its name and kind (`?name=…&kind=person`)."""

    def get_initial_form_instance(self) -> Topic:
        name = clean_line(self.request.GET.get("name", ""))[:200]
        kind = self.request.GET.get("kind", "")
        return Topic(
            name=name,
            slug=slugify(name, allow_unicode=True)[:200],
            kind=kind if kind in Topic.Kind.values else Topic.Kind.SUBJECT,
        )


class TopicViewSet(SnippetViewSet):
    model = Topic
    add_view_class = RegisterTopic
    icon = "tag"
    list_display = ["name", "kind", "parent"]
    list_filter = ["kind"]


class SaidViewSet(SnippetViewSet):
    """Who said what in the paper: to look for, to check, to put right."""

    model = Said
    icon = "openquote"
    list_display = ["words", "speaker", "to", "state", "article"]
    list_filter = ["state", "topic"]
    search_fields = ["words", "speaker", "to"]
    search_backend_name = None  # its table has no index there; words are looked for as they are
    copy_view_enabled = False


class SeriesViewSet(SnippetViewSet):
    model = Series
    icon = "list-ol"
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    add_to_admin_menu = True
    menu_label = _("Series")
    menu_order = 290
    copy_view_enabled = False


class NamesViewSetGroup(SnippetViewSetGroup):
    """Everything with a name that articles refer to."""

    items = (AuthorViewSet, SourceViewSet, TopicViewSet, SaidViewSet)
    menu_label = _("Names")
    menu_icon = "tag"
    menu_order = 300


register_snippet(NamesViewSetGroup)
register_snippet(SeriesViewSet)
