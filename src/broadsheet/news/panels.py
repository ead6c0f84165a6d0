"""Parts of the article's editor that are not fields of the article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class ChecksPanel(Panel):
    """What should be looked at before publishing, in what is saved so far."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Before publishing"))
        super().__init__(**kwargs)

    @property
    def clean_name(self) -> str:
        return "checks"

    class BoundPanel(Panel.BoundPanel):
        template_name = "news/newsroom/checks_panel.html"

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            from broadsheet.news import checks

            context: dict[str, Any] = super().get_context_data(parent_context)
            article = self.instance
            found = checks.findings(article) if article.pk else []
            return context | {"article": article, "found": found}


class NamedPanel(Panel):
    """What the text names, as far as it is saved: accepted or refused with one key each."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Named in the text"))
        super().__init__(**kwargs)

    @property
    def clean_name(self) -> str:
        return "named"

    class BoundPanel(Panel.BoundPanel):
        template_name = "news/newsroom/named_panel.html"

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            from broadsheet.news.naming import Naming

            context: dict[str, Any] = super().get_context_data(parent_context)
            article = self.instance
            return context | {"article": article, "naming": Naming(article) if article.pk else None}

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=["js/named.js"])
