"""An article as a sheet to be set, and the file that comes of it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.foundation.text import clean_line
from broadsheet.news import queries
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.printing import faces, kept, matter, press

MOMENT = "j F Y, H:i"


def article_pdf(article: ArticlePage) -> bytes:
    """The typeset PDF of an article, set once for what it says now.

    Raises:
        TooBusy: it did not come in time.
        CannotSet: the theme's form is broken.
    """
    pictures = matter.Pictures()
    sheet = article_sheet(article, pictures)

    def make() -> bytes:
        return press.set_type(form="article", dated=article.published_at, **ready(sheet, pictures))

    return kept.made_once(
        owner=article.pk, kind="pdf", key=key_of("article", sheet, pictures), make=make
    )


def article_sheet(article: ArticlePage, pictures: matter.Pictures) -> dict[str, Any]:
    """All that stands on the sheet of an article."""
    lead = matter.picture_block(article.picture, pictures, caption=article.picture_caption)
    return {
        "paper": paper_name(),
        "setting": faces.setting_of(article.language),
        "house": faces.setting_of(settings.LANGUAGE_CODE),
        "kicker": clean_line(article.kicker),
        "title": clean_line(article.title),
        "headline": matter.divisible(clean_line(article.title)),
        "standfirst": clean_line(article.standfirst),
        "byline": byline(article),
        "credit": article.source.credit if article.source else "",
        "times": times(article),
        "lead": lead,
        "blocks": matter.with_dateline(matter.blocks_of(article, pictures), dateline(article)),
        "corrections": [
            {"when": moment(note.when), "text": clean_line(note.text)}
            for note in article.corrections.all()
        ],
        "address": absolute(article.url or "/"),
        "words": {"correction": _("Correction"), "of": pgettext("page 2 of 3", "of")},
    }


def ready(sheet: dict[str, Any], pictures: matter.Pictures) -> dict[str, Any]:
    """A sheet and the bytes of its pictures; where a file is gone, the picture is left out."""
    contents = {name: matter.bytes_of(picture) for name, picture in pictures.found.items()}
    there = {name: content for name, content in contents.items() if content}
    return {"matter": sheet | {"there": sorted(there)}, "pictures": there}


def key_of(form: str, sheet: Any, pictures: matter.Pictures) -> str:
    """What a finished file is kept by: its words, its pictures, the form and the typesetter."""
    told = json.dumps([sheet, pictures.identity, press.typesetter()], sort_keys=True)
    return hashlib.sha256(press.form_of(form) + told.encode()).hexdigest()[:32]


def paper_name() -> str:
    return clean_line(queries.paper_settings().name)


def byline(article: ArticlePage) -> str:
    names = [author.name for author in article.authors]
    by = " · ".join(names)
    said = pgettext("byline", "By") + f" {by}" if by else ""
    sent = _("Sent in by {name}").format(name=article.contributed_by) if article.contributed_by else ""
    return " · ".join(part for part in (said, sent) if part)


def times(article: ArticlePage) -> str:
    """When it came out, and when it was last worked on."""
    parts = [moment(article.published_at)] if article.published_at else []
    if article.updated_at:
        parts.append(f"{_('Updated')} {moment(article.updated_at)}")
    return " · ".join(parts)


def dateline(article: ArticlePage) -> str:
    if not article.dateline_place:
        return ""
    day = f", {date_format(article.dateline_date)}" if article.dateline_date else ""
    return f"{clean_line(article.dateline_place)}{day}"


def moment(when: datetime) -> str:
    return date_format(timezone.localtime(when), MOMENT)
