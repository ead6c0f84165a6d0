"""A letter's two texts from the theme: HTML that is written as MJML, and plain.

MJML (https://documentation.mjml.io) becomes the tables that mail programs want, with what
`mj-style inline` says written into each element. It is done once for all copies of an issue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import mrml
from django.conf import settings
from django.template.loader import render_to_string

from broadsheet.news.languages import direction

_NO_FONTS = mrml.RenderOptions(fonts={})  # else letters ask Google for one
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot say (XML 1.0 §2.2)


def html(context: Mapping[str, Any]) -> str:
    """The letter as a mail program shows it, in the paper's language.

    Raises:
        OSError: the theme's template is no MJML; the sentence says where.
    """
    way = direction(settings.LANGUAGE_CODE)
    own = {
        "language": settings.LANGUAGE_CODE,
        "direction": way,
        "align": "right" if way == "rtl" else "left",
    }
    written = render_to_string("outreach/newsletter/letter.mjml", {**context, **own})
    return str(mrml.to_html(_NO_TEXT.sub("", written), render_options=_NO_FONTS).content)


def plain(context: Mapping[str, Any]) -> str:
    """The same for who reads without HTML."""
    return render_to_string("outreach/newsletter/letter.txt", dict(context)).strip() + "\n"
