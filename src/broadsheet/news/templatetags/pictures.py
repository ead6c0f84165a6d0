"""`{% picture image sizes="…" %}`: one picture, every size and format.

The addresses are Wagtail's own signed ones (`wagtailimages_serve`), so that a
page is rendered without making, or asking the database for, a single
rendition; the first reader to need a size has it made, once.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.images.views.serve import generate_image_url

register = template.Library()

WIDTHS = (320, 480, 640, 960, 1280, 1600)  # CSS widths we lay out for, and their doubles
FALLBACK_WIDTH = 960
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
    widths = [width for width in WIDTHS if width < image.width] or [image.width]
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
    return generate_image_url(image, f"width-{width}|format-{kind}")


def srcset(image: Any, widths: list[int], kind: str) -> str:
    """The `srcset` attribute for these widths in one format."""
    return ", ".join(f"{picture_url(image, width, kind)} {width}w" for width in widths)
