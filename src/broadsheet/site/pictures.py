"""Sizes of pictures, made when first asked for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.images.views.serve import ServeView

SECONDS = 365 * 24 * 3600  # the address is signed and names its size: it never changes


class PictureView(ServeView):
    """Wagtail's view for signed picture addresses, kept by browsers for a year."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        if response.status_code == 200:
            response["Cache-Control"] = f"public, max-age={SECONDS}, immutable"
        return response
