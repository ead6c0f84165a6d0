"""Translations that are worked on side by side, on their way between the paper and an archive.

What a translation says is in its story; this is what its screen knows: which sentence of
the original each of its sentences stands for. wagtail-localize keeps that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from broadsheet.news import languages
from broadsheet.news.models import ArticlePage
from broadsheet.wire import paper
from broadsheet.wire.editions import key_of
from broadsheet.wire.run import Run


def translations() -> Iterator[paper.Translated]:
    """Every article's translation that is worked on side by side, in the order in which they began.

    With those sentences that its original still says.
    """
    if not languages.several():
        return
    from wagtail_localize.models import Translation

    records = Translation.objects.filter(enabled=True).select_related("source", "target_locale")
    for record in records.order_by("pk").iterator(chunk_size=100):
        alike = ArticlePage.objects.filter(translation_key=record.source.object_id)
        original = alike.filter(locale=record.source.locale_id).first()
        there = alike.filter(locale=record.target_locale_id).first()
        if original and there:
            pairs = tuple(_pairs(record, original))
            yield paper.Translated(story=key_of(there), original=key_of(original), pairs=pairs)


def _pairs(record: Any, original: ArticlePage) -> Iterator[tuple[str, str]]:
    said = _sentences(original if original.live else original.get_latest_revision_as_object())
    segments = record.source.stringsegment_set.select_related("string").order_by("order", "pk")
    for segment in segments.annotate_translation(record.target_locale):
        text = segment.string.data
        if text in said:
            said.remove(text)
            if segment.translation is not None:
                yield text, segment.translation


def _sentences(article: ArticlePage) -> list[str]:
    """What is to be translated of an article, in its order."""
    from wagtail_localize.segments import StringSegmentValue
    from wagtail_localize.segments.extract import extract_segments

    return [one.string.data for one in extract_segments(article) if isinstance(one, StringSegmentValue)]


def file_translated(run: Run, one: paper.Translated) -> None:
    """Let the newsroom go on with a translation where the other paper was with it."""
    where = f"translation “{one.story}”"
    original, there = (_article(run, key) for key in (one.original, one.story))
    if original is None or there is None or original.translation_key != there.translation_key:
        if languages.several():
            text = "its sentences are left out: the paper has not both articles as translations"
            run.say(where, text)
        return
    from wagtail_localize.models import StringTranslation, Translation, TranslationSource

    source, _ = TranslationSource.get_or_create_from_instance(original)
    Translation.objects.get_or_create(source=source, target_locale=there.locale)
    segments = list(source.stringsegment_set.select_related("string").order_by("order", "pk"))
    for text, said in (pair for pair in one.pairs if len(pair) == 2):
        found = next((segment for segment in segments if segment.string.data == text), None)
        if found is None:
            run.say(where, f"its original says nowhere “{text[:60]}”")
            continue
        segments.remove(found)
        StringTranslation.objects.update_or_create(
            translation_of=found.string,
            locale=there.locale,
            context=found.context,
            defaults={"data": said, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )


def _article(run: Run, key: str) -> ArticlePage | None:
    pk = run.article_of(key)
    return ArticlePage.objects.filter(pk=pk).first() if pk else None
