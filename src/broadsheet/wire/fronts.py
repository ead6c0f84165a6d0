"""The curated front page and the breaking line of an import."""

from __future__ import annotations

from django.db import transaction

from broadsheet.foundation.text import clean_line
from broadsheet.news import languages
from broadsheet.news.actions import announce
from broadsheet.news.models import ArticlePage, FrontPick
from broadsheet.wire.editions import front_of
from broadsheet.wire.paper import Front
from broadsheet.wire.run import Kind, Run, digest_of


def take_front(run: Run, front: Front) -> None:
    """Lay the front page as the file has it, once: later it is the editor's."""
    digest = digest_of(front)
    name = front.edition or "front"
    known = run.known(Kind.FRONT, name)
    if front == Front(edition=front.edition) or (known and known.digest == digest):
        return
    with transaction.atomic():
        _lay(run, front)
        if front.breaking:
            announce(text=clean_line(front.breaking)[:160], article=_article(run, front.breaking_story))
        run.note(Kind.FRONT, name, digest=digest)


def _lay(run: Run, front: Front) -> None:
    if front.edition and languages.kept_as(front.edition) is None:
        return  # the paper has no such edition, and its own has a front page of its own
    page = front_of(front.edition)
    lead = _article(run, front.lead)
    picks = [article for one in front.picks if (article := _article(run, one))]
    if not lead and not picks:
        return
    page.lead = lead
    page.picks = [FrontPick(article=article, sort_order=place) for place, article in enumerate(picks)]
    page.save_revision().publish()


def _article(run: Run, key: str) -> ArticlePage | None:
    if not key:
        return None
    pk = run.article_of(key)
    if pk is None:
        run.say("front page", f"the story “{key}” is not in the paper")
        return None
    return ArticlePage.objects.filter(pk=pk).first()
