"""The paper's public articles go out as agency copy, one file each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.news.models import ArticlePage, Picture
from broadsheet.wire.api import ExportRefused, export
from broadsheet.wire.formats import copy_format_of
from broadsheet.wire.pictures import keep_picture
from broadsheet.wire.story import Picture as Named
from broadsheet.wire.story import Story
from tests.wire.conftest import picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["ninjs", "nitf", "newsml-g2"])
def test_each_public_article_is_a_file(
    name: str, file_article: Callable[..., ArticlePage], tmp_path: Path
) -> None:
    kept, _ = keep_picture(picture=Named(src="quay.png", alt="The quay"), data=picture("navy"))
    body: list[Any] = [("text", "<p>The <b>river</b> rose.</p>")]
    article = file_article("River rises", picture=kept, body=body)
    file_article("Not yet", draft=True)
    done = export(path=tmp_path / "out", format_name=name)
    assert (done.stories, done.pictures) == (1, 1)
    (file,) = (one for one in (tmp_path / "out").iterdir() if one.is_file())
    assert file.stem == str(article.translation_key)
    data = file.read_bytes()
    form = copy_format_of(data)
    assert form
    (story,) = form.read(data)
    assert isinstance(story, Story)
    assert (story.id, story.headline) == (str(article.translation_key), "River rises")
    assert story.published == article.published_at.replace(microsecond=story.published.microsecond)
    assert story.picture
    assert (tmp_path / "out" / story.picture.src).read_bytes() == Picture.objects.get().file.read()
    with pytest.raises(ExportRefused):
        export(path=tmp_path / "out", format_name=name)
