"""`{% picture image sizes="…" %}`: one picture, every size and format.

The addresses are Wagtail's own signed ones (`wagtailimages_serve`), so that a
page is rendered without making, or asking the database for, a single
rendition. The sizes are made soon after a picture comes in (`news.tasks`); a
size that is not there yet is made for the first reader who needs it, once.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.images.views.serve import generate_image_url

from broadsheet.news.sizes import FALLBACK_WIDTH, spec, widths_of

register = template.Library()

FORMATS = (("avif", "image/avif"), ("webp", "image/webp"))


@register.simple_tag
def picture(
    image: Any, sizes: str = "100vw", alt: str | None = None, priority: bool = False, css: str = ""
) -> SafeString:
    """A `<picture>` with AVIF, WebP and JPEG in all useful widths.

    Args:
        image: a `Picture`; nothing is shown for None.
        sizes: the `sizes` attribute: how wide it is laid out.
        alt: its text; None takes the picture's own description.
        priority: load it at once (the picture on top of a page), not when near.
        css: class names of the `<img>`.
    """
    if not image:
        return SafeString("")
    widths = widths_of(image)
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((mime, srcset(image, widths, name), sizes) for name, mime in FORMATS),
    )
    fallback = max(width for width in widths if width <= max(FALLBACK_WIDTH, widths[0]))
    loading = SafeString('fetchpriority="high"' if priority else 'loading="lazy"')
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" '
        'class="{}" decoding="async" {}></picture>',
        sources,
        picture_url(image, fallback),
        srcset(image, widths, "jpeg"),
        sizes,
        image.width,
        image.height,
        image.description if alt is None else alt,
        css,
        loading,
    )


@register.simple_tag
def picture_url(image: Any, width: int, kind: str = "jpeg") -> str:
    """The address of one width of a picture."""
    return generate_image_url(image, spec(width, kind))


def srcset(image: Any, widths: list[int], kind: str) -> str:
    """The `srcset` attribute for these widths in one format."""
    return ", ".join(f"{picture_url(image, width, kind)} {width}w" for width in widths)
