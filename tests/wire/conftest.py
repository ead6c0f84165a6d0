"""Small papers as files, to import."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

INDEX = """
[paper]
name = "The Harbour Light"
tagline = "Every tide"

[[sections]]
slug = "city"
name = "City"
description = "Streets and quays."

[[sections]]
slug = "science"
name = "Science"

[[authors]]
slug = "mara"
name = "Mara Lind"
role = "Reporter, City"
portrait = "pictures/mara.png"

[[sources]]
slug = "wire"
name = "Coast Wire"
credit_line = "From Coast Wire"

[[topics]]
slug = "harbour"
name = "The harbour"
kind = "place"

[front]
lead = "flood"
picks = ["comet"]

[breaking]
text = "The barrier is closed"
story = "flood"
"""

FLOOD = """+++
headline = "River at its highest"
section = "city"
kicker = "Weather"
standfirst = "The barrier closed at noon."
authors = ["mara"]
source = "wire"
topics = ["harbour"]
dateline_place = "Old Quay"
dateline_date = 2024-03-04
age = "3h 20m"
updated_age = "1h"
picture = { src = "pictures/quay.png", alt = "The quay", caption = "At noon", credit = "M. Lind" }
live = true
old_urls = ["/old/flood.html"]

[[corrections]]
after = "2h"
text = "The river rose by two metres, not three."
+++
The river rose **again** on [Tuesday](https://example.org/tide), and see
[the comet](story:comet).

> Stay away from the quay.

::: picture
src = "pictures/quay.png"
alt = "Men on the quay"
:::

::: gallery
title = "The day"
[[pictures]]
src = "pictures/quay.png"
alt = "One"
[[pictures]]
src = "pictures/mara.png"
alt = "Two"
:::

::: pull_quote
text = "I have never seen it so high."
attribution = "A ferryman"
:::

::: fact_box
title = "The barrier"
text = "Built in **1981**."
:::

::: embed
url = "https://video.example.org/watch/7"
caption = "The gates close"
:::

::: table
rows = [["Gate", "Height"], ["North", 4]]
caption = "The gates"
:::

::: related
stories = ["comet"]
:::

The end.
"""

COMET = """+++
headline = "Where to look for the comet"
section = "science"
published = 2024-03-02T18:00:00+01:00
+++
Look west.
"""

COMMENTS = """
[[comments]]
id = "c1"
name = "Olga"
text = "It was in my cellar."
after = "42m"

[[comments]]
id = "c2"
name = "Tomas"
text = "In mine too."
parent = "c1"
after = "50m"
pick = true

[[comments]]
id = "c3"
name = "Crank"
text = "Lies!"
state = "held"
after = "1h"
"""


def picture(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition folder of two stories with everything in it."""
    root = tmp_path / "edition"
    for folder in ("stories", "pages", "pictures", "comments"):
        (root / folder).mkdir(parents=True)
    (root / "edition.toml").write_text(INDEX)
    (root / "stories/flood.md").write_text(FLOOD)
    (root / "stories/comet.md").write_text(COMET)
    (root / "pages/about.md").write_text('+++\nheadline = "About us"\n+++\nWe are *here*.\n')
    (root / "pictures/quay.png").write_bytes(picture("navy"))
    (root / "pictures/mara.png").write_bytes(picture("teal"))
    return root


@pytest.fixture(autouse=True)
def _own_media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")  # type: ignore[attr-defined]


@pytest.fixture
def wxr(tmp_path: Path) -> Callable[..., Path]:
    """Write a WordPress export: its items as XML, and what stands before them."""

    def write(items: str, *, head: str = "", name: str = "export.xml") -> Path:
        file = tmp_path / name
        file.write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
            "<title>Old Paper</title><link>https://old.example.org</link>"
            "<wp:wxr_version>1.2</wp:wxr_version>"
            f"<wp:base_blog_url>https://old.example.org</wp:base_blog_url>\n{head}\n{items}\n"
            "</channel></rss>\n"
        )
        return file

    return write
