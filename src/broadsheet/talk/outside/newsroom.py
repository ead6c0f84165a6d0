"""Where the newsroom lists the sites whose pages carry our comments."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.news import queries as news
from broadsheet.talk.models import OutsideSite
from broadsheet.talk.outside.addresses import NotAnAddress, is_at_home, read


class OutsideSiteForm(forms.ModelForm[OutsideSite]):
    """A site by its origin: a scheme and a host, with nothing behind it."""

    origin = forms.CharField(
        label=_("Site"),
        max_length=300,
        help_text=_(
            "Its address up to the first slash, such as https://www.example.org. "
            "Another host is another site, also without “www.”."
        ),
    )
    field_order = ("origin",)

    class Meta:
        model = OutsideSite
        fields = ["is_active", "comment_mode", "board", "in_forum", "kept_parameters"]

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["origin"] = self.instance.origin
        boards = [section.pk for section in news.section_list()]
        field = self.fields["board"]
        field.queryset = field.queryset.filter(pk__in=boards)  # type: ignore[attr-defined]

    def clean_origin(self) -> str:
        """Keep what browsers will say; refuse what only looks like an origin."""
        typed = self.cleaned_data["origin"]
        try:
            address = read(typed)
        except NotAnAddress:
            raise forms.ValidationError(
                _("Please give the site as https:// or http:// and its host.")
            ) from None
        if address.path != "/" or address.query or "#" in typed or "?" in typed:
            raise forms.ValidationError(
                _("Only the site itself, please: nothing after the host, such as https://%(host)s.")
                % {"host": address.host}
            )
        paper = urlsplit(settings.PAPER.url).netloc
        if address.host == paper:
            raise forms.ValidationError(_("That is this paper; its articles have their comments."))
        if is_at_home(address.host) and not is_at_home(paper):
            raise forms.ValidationError(
                _("That host is on no public network, so no reader could open its pages.")
            )
        if OutsideSite.objects.filter(host=address.host).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This host is listed already."))
        self.instance.scheme, self.instance.host = address.scheme, address.host
        return typed

    def clean_kept_parameters(self) -> str:
        return "\n".join(sorted(set(self.cleaned_data["kept_parameters"].split())))


class DeleteOutsideSite(DeleteView):
    """Deletes a site of which nothing was said; others are only taken out of use."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except ProtectedError:
            messages.error(
                request,
                _(
                    "Comments on pages of this site are kept, so it stays on the list. "
                    "Untick “in use” to show them no longer."
                ),
            )
            return HttpResponseRedirect(self.get_success_url())


class OutsideSiteViewSet(ModelViewSet):
    """Sites with our comments, for those who may list them."""

    model = OutsideSite
    icon = "globe"
    add_to_admin_menu = False
    add_to_settings_menu = True
    menu_label = _("Comments elsewhere")
    list_display = ["host", "is_active", "board", "in_forum"]
    inspect_view_enabled = False
    delete_view_class = DeleteOutsideSite

    def get_form_class(self, for_update: bool = False) -> type[OutsideSiteForm]:
        return OutsideSiteForm
