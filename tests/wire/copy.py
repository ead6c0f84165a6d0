"""What tests ask of agency copy."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path
from typing import Any

from broadsheet.wire.cleaning import plain
from broadsheet.wire.formats import copy_format_of
from broadsheet.wire.story import Story, Text

PARAGRAPH = re.compile(r"<(?:p|h2|h3|li|blockquote)>(.*?)</(?:p|h2|h3|li|blockquote)>", re.DOTALL)


def stories_in(data: bytes, name: str) -> list[Story]:
    """All stories of a delivery that is in the format `name`; it has no remarks."""
    form = copy_format_of(data)
    assert form
    assert form.name == name
    found = list(form.read(data))
    assert all(isinstance(one, Story) for one in found), found
    return [one for one in found if isinstance(one, Story)]


def read_file(path: Path, name: str) -> Story:
    """The only story of a file."""
    (story,) = stories_in(path.read_bytes(), name)
    return story


def says(story: Story, asked: dict[str, Any]) -> dict[str, Any]:
    """What a story says where it is asked; "picture.rights.terms" asks within."""
    return {name: reduce(getattr, name.split("."), story) for name in asked}


def paragraphs_of(story: Story) -> list[str]:
    """The words of each paragraph, heading and list item."""
    html = "".join(block.html for block in story.body if isinstance(block, Text))
    return [plain(words) for words in PARAGRAPH.findall(html)]
