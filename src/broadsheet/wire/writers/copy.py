"""A folder with a file of agency copy for each public article, for those who take the paper's stories.

Pictures lie in `pictures/`, named by their content. `broadsheet import` reads the folder back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from broadsheet.news.models import ArticlePage
from broadsheet.wire import outgoing
from broadsheet.wire.formats import copy_formats
from broadsheet.wire.outgoing import Outgoing
from broadsheet.wire.reports import Report
from broadsheet.wire.story import Agency, Story
from broadsheet.wire.writers import Writer, Written, empty_folder, finish
from broadsheet.wire.writers.markdown import path_of, write_pictures
from broadsheet.wire.writers.telling import Telling

ENDINGS = {"ninjs": ".json"}  # of the others: .xml


def writers() -> dict[str, Writer]:
    """One for each format of agency copy that is written, by its name in small letters."""
    return {name.lower(): _writer(name) for name, form in copy_formats().items() if form.write}


def _writer(name: str) -> Writer:
    form = copy_formats()[name]
    assert form.write
    one: Callable[[list[Story]], bytes] = form.write

    def write(path: Path, report: Report) -> Written:
        """Write the folder.

        Raises:
            ExportRefused: something stands where it should be.
        """
        unfinished = empty_folder(path)
        told = Telling(report, ArticlePage.objects.live().count())
        pictures: set[str] = set()
        needed = Outgoing(path_of)
        for article, story in outgoing.stories(needed):
            if article.live:
                file = unfinished / f"{story.id}{ENDINGS.get(name, '.xml')}"
                file.write_bytes(one([of_the_paper(story)]))
                pictures |= write_pictures(unfinished, needed, told, pictures)
                told.one(story.headline)
            else:
                needed.take()
        finish(unfinished, path)
        return Written(stories=told.done, pictures=len(pictures))

    return write


def of_the_paper(story: Story) -> Story:
    """A story whose source is this paper, where it comes from no other."""
    agency = story.agency or Agency(name=settings.PAPER.name)
    return replace(story, agency=agency, language=story.language or settings.LANGUAGE_CODE)
