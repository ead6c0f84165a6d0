"""Sizes of pictures, made when first asked for; the edge serves them from then on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.images.views.serve import ServeView

from broadsheet.edition.api import SIGNED_SECONDS
from broadsheet.news import sizes


class PictureView(ServeView):
    """Wagtail's view for signed picture addresses, kept by browsers for a year."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        if response.status_code == 200:
            response["Cache-Control"] = f"public, max-age={SIGNED_SECONDS}, immutable"
        return response

    def serve(self, rendition: Any) -> HttpResponseBase:
        sizes.remember(rendition)
        response: HttpResponseBase = super().serve(rendition)
        return response
