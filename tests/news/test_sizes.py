"""The sizes of a picture are there before its first reader."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django_tasks_db.models import DBTaskResult
from wagtail.images.tests.utils import get_test_image_file

from broadsheet.foundation.priorities import LETTERS, PICTURES
from broadsheet.news.models import Picture
from broadsheet.news.tasks import make_sizes
from broadsheet.site.logs import INDEXING, WithoutGoneThings


@pytest.fixture
def quay(db: None, settings: Any, tmp_path: Path) -> Picture:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # renditions of another test's picture of the same number
    return Picture.objects.create(title="Quay", file=get_test_image_file("quay.png", size=(700, 400)))


def test_a_picture_that_comes_in_is_made_in_every_width_it_fills(
    db: None, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        quay = Picture.objects.create(title="Quay", file=get_test_image_file("q.png", size=(700, 400)))
    task = DBTaskResult.objects.get(task_path=make_sizes.module_path)
    assert task.args_kwargs["args"] == [quay.pk]
    assert task.priority == PICTURES < 0 < LETTERS
    make_sizes.call(quay.pk)
    made = {one.filter_spec: one.file.name for one in quay.renditions.all()}
    assert set(made) == {f"width-{width}|format-avif" for width in (320, 480, 640)}
    make_sizes.call(quay.pk)
    assert {one.filter_spec: one.file.name for one in quay.renditions.all()} == made


def test_a_picture_whose_file_is_broken_or_gone_is_said(
    quay: Picture, caplog: pytest.LogCaptureFixture
) -> None:
    Path(quay.file.path).write_bytes(b"no picture at all")
    make_sizes.call(quay.pk)
    Path(quay.file.path).unlink()
    make_sizes.call(quay.pk)
    told = [r.message for r in caplog.records]
    assert [("cannot be made" in one) for one in told] == [True, True], told
    make_sizes.call(quay.pk + 1)  # deleted meanwhile


def test_the_log_leaves_out_what_was_gone_before_it_was_indexed() -> None:
    def record(message: str, error: Exception) -> logging.LogRecord:
        told = (type(error), error, None)
        return logging.LogRecord("django_tasks", logging.ERROR, "", 0, message, None, told)

    keeps = WithoutGoneThings().filter
    assert not keeps(record(f"path={INDEXING} state=FAILED", Picture.DoesNotExist()))
    assert keeps(record(f"path={INDEXING} state=FAILED", ValueError()))
    assert keeps(record("path=stories.mail state=FAILED", Picture.DoesNotExist()))
