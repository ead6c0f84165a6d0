"""An article in another language: how a translation begins, and what its original said since.

Segments, the translator's memory and the screen with the two texts side by
side are wagtail-localize's; it is installed when the paper has several
languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from broadsheet.foundation.clock import now
from broadsheet.news import languages, search
from broadsheet.news.checks import Finding
from broadsheet.news.models import ArticlePage, Correction

ROUNDED = timedelta(milliseconds=1)  # revisions keep no shorter times


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A translation was made of what its original does not say any more.

    Args:
        when: the original was changed.
        corrected: it was a correction, which readers see.
        source: the number of wagtail-localize's source, None without one.
        before, after: revisions of the original, to be compared; None where one is not kept.
    """

    original: ArticlePage
    when: datetime
    corrected: bool
    source: int | None
    before: int | None
    after: int | None


def begin(*, translation: ArticlePage) -> None:
    """Make a fresh copy of an article a translation: it has a language and a time of its own.

    What was put right in the original is right in it from the beginning, so no
    correction is copied. What was not to be read before a time is not in any language.
    """
    parent = translation.get_parent()
    translation.section_id = parent.pk
    translation.edition = languages.kept_as(translation.locale.language_code)
    if not translation.alias_of_id:
        translation.language = translation.locale.language_code
        if not (translation.published_at and translation.published_at > now()):
            translation.published_at = None
        translation.updated_at = None
        translation.live_coverage = translation.legal_hold = translation.killed = False
        translation.corrections.set([])
    translation.save(clean=False)


def managed(article: ArticlePage) -> Any:
    """wagtail-localize's record of a translation that is worked on side by side; None for any other."""
    if not languages.several():
        return None
    from wagtail_localize.models import Translation

    found = Translation.objects.select_related("source", "source__locale", "target_locale")
    return found.filter(
        source__object_id=article.translation_key, target_locale=article.locale_id, enabled=True
    ).first()


def original_of(article: ArticlePage) -> ArticlePage | None:
    """What an article was translated from: its source, or the one in the paper's own language."""
    alike = ArticlePage.objects.filter(translation_key=article.translation_key).exclude(pk=article.pk)
    record = managed(article)
    if record:
        return alike.filter(locale=record.source.locale_id).first()
    return alike.filter(edition=None).first() if article.edition else None


def behind(article: ArticlePage) -> Behind | None:
    """What became of the original since a translation was made of it; None when nothing did."""
    original = original_of(article) if languages.several() and article.pk else None
    if original is None or not original.live:
        return None
    record = managed(article)
    since = record.source.last_updated_at if record else article.latest_revision_created_at
    before = _revisions(original).filter(created_at__lte=since).order_by("-created_at").first()
    if since is None or before is None or _says_the_same(before, original):
        return None
    corrected = Correction.objects.filter(page=original, when__gt=since).order_by("-when").first()
    changed = original.last_published_at or now()
    return Behind(
        original=original,
        when=corrected.when if corrected else changed,
        corrected=corrected is not None,
        source=record.source_id if record else None,
        before=before.pk,
        after=original.live_revision_id,
    )


def outdated() -> QuerySet[ArticlePage]:
    """Translations whose original has changed for its readers since they were saved last."""
    newer = ArticlePage.objects.filter(
        translation_key=OuterRef("translation_key"),
        edition=None,
        live=True,
        updated_at__gt=OuterRef("latest_revision_created_at"),
    )
    return ArticlePage.objects.filter(edition__isnull=False).filter(Exists(newer))


def findings(article: ArticlePage) -> list[Finding]:
    """What keeps a translation from being published: what holds its original holds in any language."""
    original = original_of(article) if languages.several() and article.pk else None
    if original is None:
        return []
    if original.killed:
        return [Finding(words=_("The original was killed."), blocks=True)]
    if original.legal_hold:
        return [Finding(words=_("The original is on legal hold."), blocks=True)]
    waits = original.go_live_at or original.published_at
    if not original.live and waits and waits > now() and not _waits_as_long(article, waits):
        return [Finding(words=_("The original is not to be read yet."), blocks=True)]
    return []


def _waits_as_long(article: ArticlePage, moment: datetime) -> bool:
    own = article.go_live_at or article.published_at
    return own is not None and own > moment - ROUNDED


def as_translated(article: ArticlePage) -> ArticlePage:
    """A translation with all that has been translated so far, not stored."""
    record = managed(article)
    if record is None:
        return article
    made: ArticlePage = record.source.get_ephemeral_translated_instance(
        record.target_locale, fallback=True
    )
    return made


def _says_the_same(revision: Revision, original: ArticlePage) -> bool:
    return revision.pk == original.live_revision_id or search.words_of(
        revision.as_object()
    ) == search.words_of(original)


def _revisions(original: ArticlePage) -> Any:
    kind = ContentType.objects.get_for_model(ArticlePage)
    return Revision.objects.filter(content_type=kind, object_id=str(original.pk))
