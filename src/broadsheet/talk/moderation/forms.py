"""How a moderator narrows the queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.news import queries as news
from broadsheet.talk.moderation.queue import Shown


class QueueForm(forms.Form):
    """Which posts, of which section, with which words."""

    show = forms.ChoiceField(label=_("Show"), choices=Shown, required=False)
    section = forms.TypedChoiceField(label=_("Section"), coerce=int, required=False, empty_value=None)
    words = forms.CharField(label=_("Words"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(section.pk, section.title) for section in news.sections()]
        field = self.fields["section"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("All sections")), *sections]

    def criteria(self) -> dict[str, Any]:
        """What `queue.page` takes; a filter that is wrong filters nothing."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {
            "show": Shown(data.get("show") or Shown.WAITING),
            "section": data.get("section"),
            "words": data.get("words", ""),
        }
