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


FORUM = """
[[topics]]
id = "t1"
board = "city"
title = "Where do you moor?"
name = "Olga"
text = "I ask for a friend."
age = "2d"

[[topics.replies]]
id = "t1-1"
name = "Tomas"
text = "Upstream."
after = "2h"

[[topics]]
id = "t2"
board = "science"
title = "Comets"
name = "Ines"
text = "Did you see it?"
age = "1d"
"""

NEWSLETTER = """
[[issues]]
key = "i1"
subject = "The week"
intro = "Water, mostly."
stories = ["flood", "comet"]
state = "sent"
age = "1d"
"""

CONTRIBUTIONS = """
[[contributions]]
key = "k1"
name = "Olga Brandt"
email = "olga@example.org"
headline = "Snow on the quay"
text = "It fell all night."
place = "Old Quay"
age = "5h"
files = ["pictures/quay.png"]
"""


@pytest.fixture
def whole_edition(edition: Path) -> Path:
    """The edition with readers' parts: comments, forum, newsletter, contributions."""
    (edition / "comments/flood.toml").write_text(COMMENTS)
    (edition / "forum.toml").write_text(FORUM)
    (edition / "newsletter.toml").write_text(NEWSLETTER)
    (edition / "contributions.toml").write_text(CONTRIBUTIONS)
    return edition


def item(
    number: int = 1,
    *,
    title: str = "A story",
    content: str = "<p>Text.</p>",
    kind: str = "post",
    status: str = "publish",
    slug: str = "",
    date: str = "2020-05-04 10:00:00",
    more: str = "",
) -> str:
    """One item of a WordPress export."""
    return f"""<item>
<title><![CDATA[{title}]]></title>
<link>https://old.example.org/2020/05/{slug or f"story-{number}"}/</link>
<guid>https://old.example.org/?p={number}</guid>
<content:encoded><![CDATA[{content}]]></content:encoded>
<wp:post_id>{number}</wp:post_id>
<wp:post_name>{slug or f"story-{number}"}</wp:post_name>
<wp:post_date_gmt>{date}</wp:post_date_gmt>
<wp:post_type>{kind}</wp:post_type>
<wp:status>{status}</wp:status>
{more}
</item>"""


def comment(
    number: int, *, parent: int = 0, approved: str = "1", kind: str = "", text: str = "So."
) -> str:
    """A comment of an item."""
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id>
<wp:comment_author><![CDATA[Reader {number}]]></wp:comment_author>
<wp:comment_date_gmt>2020-05-05 10:00:0{number % 10}</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"""
