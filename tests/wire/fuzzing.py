"""What outside data is read by, one function for each kind: bytes in, stories or a sentence out.

`python -m tests.wire.fuzz` throws mutated files at them for minutes, `test_fuzz` a few
with fixed seeds. Anything but a sentence for people is a finding, and so is a connection
or a program that a file makes the paper open.
"""

from __future__ import annotations

import atexit
import json
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from broadsheet.topics.exchange.entries import entry_of
from broadsheet.topics.exchange.rows import BadLine, csv_rows, json_rows
from broadsheet.wire import cleaning, jsonlines, vocabulary
from broadsheet.wire.comments import disqus
from broadsheet.wire.comments.moving import FORMATS
from broadsheet.wire.contents import FILES
from broadsheet.wire.errors import ImportRefused, PictureMissing
from broadsheet.wire.formats import archive, copy_formats, edition, feed, formats
from broadsheet.wire.letters import reading as letters
from broadsheet.wire.pages.reading import story_of as page_of
from broadsheet.wire.paper import (
    Call,
    Contribution,
    Former,
    Kept,
    Kill,
    Question,
    Remark,
    Series,
    Thread,
    Translated,
)
from broadsheet.wire.reading import Options
from broadsheet.wire.story import Agency, Byline, Comment, FactBox, Picture, Story, Subject, Text
from tests.wire.conftest import comment, item

MOMENT = datetime(2024, 3, 4, 9, tzinfo=UTC)
FORBIDDEN = {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec"}
REFUSED = (ImportRefused, jsonlines.NotOurs)
STORY = Story(
    id="urn:newsml:x.example:2020:1",
    headline="Council votes on the budget",
    slugline="CITY-BUDGET",
    language="en",
    dateline_place="Berlin",
    published=MOMENT,
    bylines=(Byline(name="Ann Lee", role="Reporter"),),
    agency=Agency(name="Example Agency", credit_line="EXA"),
    subjects=(Subject(name="budget", code="medtop:20000001"),),
    picture=Picture(src="https://pictures.example/1.jpg", caption="The council", credit="Cy"),
    body=(Text(html="<p>The <b>river</b> rose on Tuesday.</p><h2>Gates</h2><p>It fell.</p>"),),
)
WORDPRESS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">'
    "<channel><title>Old Paper</title><link>https://old.example.org</link>"
    "<wp:wxr_version>1.2</wp:wxr_version>"
    + item(1, content="<p>a</p>[gallery ids='7']<!-- wp:x /-->", more=comment(1) + comment(2, parent=1))
    + item(7, kind="attachment", content="[caption]x[/caption]")
    + "</channel></rss>"
)
LEXICAL = {"root": {"children": [
    {"type": "paragraph", "children": [{"type": "text", "text": "hi", "format": 1}]},
    {"type": "image", "src": "__GHOST_URL__/content/images/a.png", "caption": "c"},
]}}  # fmt: skip
POST = {
    "id": "1",
    "title": "A",
    "slug": "a",
    "status": "published",
    "html": "<p>a</p>",
    "lexical": json.dumps(LEXICAL),
    "mobiledoc": None,
    "published_at": "2020-01-01T00:00:00.000Z",
}
GHOST = json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.0"}, "data": {
    "posts": [POST], "tags": [{"id": "t", "name": "T", "slug": "t"}],
    "posts_tags": [{"post_id": "1", "tag_id": "t"}], "users": [{"id": "u", "name": "U", "slug": "u"}],
    "members": [{"email": "a@example.org"}],
}}]})  # fmt: skip
DISQUS = """<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="1"><link>https://x.example/a</link><title>A</title></thread><post dsq:id="2"><message>
<![CDATA[<p>Hi</p>]]></message><createdAt>2020-01-01T00:00:00Z</createdAt><isDeleted>false</isDeleted>
<isSpam>false</isSpam><author><name>O</name></author><thread dsq:id="1"/></post></disqus>"""
RSS = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>F</title><item>
<title>A</title><link>https://x.example/1</link><guid>1</guid>
<pubDate>Mon, 04 Mar 2024 12:00:00 GMT</pubDate>
<description>&lt;p&gt;a&lt;/p&gt;</description>
<media:content url="https://x.example/1.jpg" width="9"/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>A</title><id>1</id>
<link href="https://x.example/1"/><updated>2024-03-04T12:00:00Z</updated><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>a</p></div></content></entry></feed>"""
JSON_FEED = """{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"A",
"content_html":"<p>a</p>","date_published":"2024-03-04T12:00:00Z","authors":[{"name":"O"}],"tags":["t"]}]}"""
PAGE = """<!doctype html><html lang="en"><head><title>A - Site</title>
<meta property="og:title" content="A">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","datePublished":"2024-03-04",
"author":[{"name":"O"}]}</script></head><body><article><h1>A</h1>
<p class="byline">By O</p><p>The river rose
again, and nobody was surprised.</p><figure><img src="/a.png"><figcaption>c</figcaption></figure>
<table><tr>
<td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table></article></body></html>"""
FRONT = """---
title: A
date: 2020-01-01
authors: [O, {name: P, role: Q}]
tags: [a, b]
image: {src: a.png, alt: x}
---
# A

*a* [b](c.md) {% highlight x %}y{% endhighlight %}

::: table
rows = [["a", "b"], ["c", "d"]]
:::

> quote
"""
ANCHORED = """---
title: &t A
authors: &a [O, *t]
tags: [*t, b]
picture: &p {src: a.png}
image: {<<: *p, alt: x}
---
{{< figure src="a.png" caption="c" >}} {% post_url 2020-01-01-a %} ![a](a.png) <b>b</b>
"""
TOML = """+++
title = "A"
date = 2020-01-01
authors = ["O"]
[image]
src = "a.png"
+++
a
"""
IPTC7901 = (
    b"\x01XYZ0042 4 POL 120\r\n\x02CITY-BUDGET\r\n"
    b"Council votes\r\n   BERLIN, Monday (EXA) - It did.\r\n\x03041200 MAR 24\r\n"
)
NEWSML1 = """<?xml version="1.0"?><NewsML><NewsItem><Identification>
<NewsIdentifier><ProviderId>x</ProviderId>
<DateId>20240304</DateId><NewsItemId>1</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20240304T120000Z</FirstCreated></NewsManagement><NewsComponent><NewsLines>
<HeadLine>A</HeadLine></NewsLines><ContentItem><DataContent><p>a</p></DataContent></ContentItem>
</NewsComponent></NewsItem></NewsML>"""


LINES = (
    STORY,
    Thread(id="t", board="city", title="A", posts=(Comment(id="c", name="O", text="a", when=MOMENT),)),
    Former(story="s", when=MOMENT, text=STORY),
    Call(id="a", title="A", prompt="a", made=MOMENT, questions=(Question(label="Q"),)),
    Contribution(id="a", name="O", email="o@x.example", headline="A", text="a", when=MOMENT,
                 answers=(("Q", "a"),), votes=2),
    Kill(verb="killed", story="s", address="/a", headline="A", text_hash="h", was_public=True, at=MOMENT,
         because="a", signature="s"),
    Series(id="a", name="A", kind="package", stories=("s",)),
    Translated(story="t", original="s", pairs=(("a", "b"),)),
    Kept(src="pictures/a.png", title="A", focus=(1, 2, 3, 4)),
)  # fmt: skip
INDEX = b'{"version":1,"names":{"settings":{},"sections":[{"name":"A","slug":"a"}]},"front":{}}'
TOPICS_JSON = b"""{"slug":"a","name":"A","kind":"place","parent":"b","place":"51.1, 71.4",
"names":[{"text":"B","language":"ru","case":"any"},"C"],"titles":[{"text":"t","since":"2008-04-01"}],
"ids":{"wikidata":["Q1","Q2"]}}
""".replace(b",\n", b",")
TOPICS_CSV = b"""slug,name,kind,description,parent,place,names,titles,ids
a,A,place,,b,"51.1, 71.4",B [ru]|C [context],t (2008-04-01 - 2010-01-01),wikidata:Q1
"""


LETTERS = [
    b"""From: =?utf-8?q?M=C3=A4ra?= <mara@x.example>\r\nSubject: =?iso-8859-1?Q?K=F6ln?=\r
Message-ID: <1@x.example>\r\nDate: Mon, 04 Mar 2024 12:30:00 +0100\r\nMIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r
Content-Type: text/plain; charset=utf-8\r\n\r\nKOELN, Monday - It did.\r\n--b\r
Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r
<p>It <b>did</b>.</p><img src=3D"cid:a">\r\n--b--\r\n""",
    b"""From: a@x.example\r\nSubject: A\r\nMIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r
From: b@x.example\r\nSubject: B\r\n\r\nInside.\r\n--b\r\nContent-Type: application/json; name=a.json\r
Content-Transfer-Encoding: base64\r\n\r\neyJ1cmkiOiAiYSJ9\r\n--b--\r\n""",
]
ODD_CHARSET = b"Subject: A\r\nContent-Type: text/plain; charset=a\x00b\r\n\r\nText.\r\n"
MEMBERS = b"""id,email,name,note,subscribed_to_emails,complimentary_plan,created_at,deleted_at
1,o@x.example,O,,true,false,2024-01-02T10:00:00.000Z,
"""
COMMENTS_CSV = b"""page,title,id,parent,name,email,text,when,state,reason,pick
https://x.example/a,A,1,,O,o@x.example,"Hi
there",2024-03-04T12:00:00Z,published,,true
"""
COMMENTS_JSON = b"""{"page": "https://x.example/", "id": "1", "text": "a", "when": "2024-03-04"}
"""
MEDTOP = "http://cv.iptc.org/newscodes/mediatopic/"
VOCABULARY_JSON = json.dumps({"conceptSet": [
    {"uri": f"{MEDTOP}20001065", "prefLabel": {"en-GB": "soccer"}, "exactMatch": [f"{MEDTOP}1"]},
]}).encode()  # fmt: skip
VOCABULARY_RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="{MEDTOP}04000000">
<skos:prefLabel xml:lang="en-GB">economy</skos:prefLabel>
<skos:exactMatch rdf:resource="{MEDTOP}2"/></skos:Concept></rdf:RDF>""".encode()
EDITION = """[paper]
name = "A"
[[sections]]
slug = "city"
name = "City"
[[authors]]
slug = "mara"
name = "Mara"
[front]
lead = "a"
=
+++
headline = "A"
section = "city"
authors = ["mara"]
age = "3h 20m"
[[corrections]]
after = "2h"
text = "b"
+++
a [b](story:a)

::: table
rows = [["a", "b"], ["c", 4]]
:::

::: fact_box
title = "a"
text = "b"
:::
"""


MARKUP = [
    b"<p>The <b>river</b> rose on Tuesday.</p><h2>Gates</h2><p>It fell.</p>",
    b"a\n\nb <br> c",
    b"a&#1;b",
    b"<h2>a<a href=x><h2>b",
]


class Escaped(AssertionError):
    """A file made the paper ask the network or start a program, or its markup got through."""


def forbid_the_world() -> None:
    """From now on what would leave this process is an error. It cannot be taken back."""

    def guard(event: str, _: Any) -> None:
        if event in FORBIDDEN:
            raise Escaped(event)

    sys.addaudithook(guard)


def _checked(things: Iterable[Any]) -> int:
    """All of it is read, and what of it would be stored is clean; how much there is."""
    number = 0
    for thing in things:
        number += not isinstance(thing, Remark)
        if isinstance(thing, Story):
            for block in thing.body:
                if isinstance(block, (Text, FactBox)):
                    stored = cleaning.tidy(block.html)
                    if cleaning.tidy(stored) != stored or "<script" in stored.lower():
                        raise Escaped(f"{stored!r} is not clean")
    return number


def read_copy(name: str, data: bytes) -> int:
    with suppress(*REFUSED):
        return _checked(copy_formats()[name].read(data))
    return 0


@cache
def _folder_for(name: str) -> Path:
    """A folder that stays while the process runs: one made and thrown away for each file
    waits for the disk when others use it."""
    made = tempfile.mkdtemp(prefix="fuzz-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    (folder := Path(made) / name.replace(" ", "-")).mkdir()
    return folder


def read_file(name: str, file: str, data: bytes) -> int:
    """A format that reads a path."""
    path = _folder_for(name) / file
    path.write_bytes(data)
    whole = path.parent if name == FOLDER else path
    with suppress(*REFUSED):
        return _checked(formats()[name].read(whole, Options(pictures=False)).items(lambda _: MOMENT))
    return 0


def read_feed(data: bytes) -> int:
    with suppress(*REFUSED):
        return _checked(feed.feed_of(data, address="https://x.example/feed").stories)
    return 0


def read_page(data: bytes) -> int:
    with suppress(*REFUSED):
        return _checked([page_of(data, address="https://x.example/a", charset="", zone=UTC)])
    return 0


def read_disqus(data: bytes) -> int:
    path = _folder_for("disqus") / "disqus.xml"
    path.write_bytes(data)
    with suppress(*REFUSED):
        return len(list(disqus.FORMAT.read(path)))
    return 0


def read_archive_line(data: bytes) -> int:
    """A line as each of the things that a line of an archive can be."""
    kinds = {one.thing for one in FILES}
    return _checked(archive._thing(kind, data, "stories.jsonl:1") for kind in kinds)


def read_archive(data: bytes) -> int:
    """A whole archive whose index and stories are the two halves of `data`, parted by a line."""
    index, _, lines = data.partition(b"\n")
    path = _folder_for("archive") / "paper.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(archive.INDEX, index)
        packed.writestr("stories.jsonl", lines)
        packed.writestr(archive.TOPICS, lines)
    with suppress(*REFUSED):
        return _checked(archive.FORMAT.read(path, Options(pictures=False)).items(lambda _: MOMENT))
    return 0


def read_letter(data: bytes) -> int:
    """A letter; it brings no pictures."""

    def keep(_: bytes) -> str:
        raise PictureMissing("it is no picture")

    with suppress(*REFUSED):
        return _checked(letters.read(data, senders=(), keep=keep).stories)
    return 0


def read_comments(name: str, data: bytes) -> int:
    """Comments alone, as `broadsheet import-comments` takes them."""
    path = _folder_for("comments") / "comments"
    path.write_bytes(data)
    with suppress(*REFUSED):
        return len(list(FORMATS[name].read(path)))
    return 0


def read_vocabulary(data: bytes) -> int:
    """What IPTC's codes are called."""
    with suppress(*REFUSED):
        return len(list(vocabulary._terms(data)))
    return 0


def read_edition(data: bytes) -> int:
    """An edition folder: its index and a story, parted by a line of "="."""
    index, _, story = data.partition(b"\n=\n")
    folder = _folder_for("edition")
    (folder / "stories").mkdir(exist_ok=True)
    (folder / edition.INDEX).write_bytes(index)
    (folder / "stories" / "a.md").write_bytes(story)
    with suppress(*REFUSED):
        return _checked(edition.FORMAT.read(folder, Options(pictures=False)).items(lambda _: MOMENT))
    return 0


def read_topics(data: bytes) -> int:
    """The registry as a file, in both its forms."""
    number = 0
    lines = data.decode("utf-8", "replace").splitlines()
    for rows in (json_rows(lines), csv_rows(lines)):
        for line, row in rows:
            with suppress(BadLine):
                number += bool(entry_of(line, row))
    return number


def read_markup(data: bytes) -> int:
    """Any markup at all, by both ways of reading paragraphs."""
    html = data.decode("utf-8", "replace")
    for line_breaks in (False, True):
        for block in cleaning.blocks_of(html, line_breaks=line_breaks):
            if isinstance(block, Text) and cleaning.tidy(block.html) != block.html:
                raise Escaped(f"{block.html!r} is not clean")
    return len(cleaning.plain(html))


WXR, GHOST_NAME, FOLDER = "WordPress export", "Ghost export", "folder with front matter"
Reader = Callable[[bytes], int]


def _written(name: str) -> bytes:
    write = copy_formats()[name].write
    assert write
    return write([STORY])


def readers() -> dict[str, tuple[Reader, list[bytes], str]]:
    """By a short name: the reader, files to begin with, and the fixtures' folder with more."""
    return {
        "ninjs": (partial(read_copy, "ninjs"), [_written("ninjs")], "ninjs"),
        "nitf": (partial(read_copy, "NITF"), [_written("NITF")], "nitf"),
        "newsmlg2": (partial(read_copy, "NewsML-G2"), [_written("NewsML-G2")], "newsml-g2"),
        "newsml1": (partial(read_copy, "NewsML 1"), [NEWSML1.encode()], "newsml-1"),
        "iptc7901": (partial(read_copy, "IPTC 7901"), [IPTC7901], ""),
        "feeds": (read_feed, [RSS.encode(), ATOM.encode(), JSON_FEED.encode()], ""),
        "wxr": (partial(read_file, WXR, "export.xml"), [WORDPRESS.encode()], "wordpress"),
        "ghost": (partial(read_file, GHOST_NAME, "ghost.json"), [GHOST.encode()], "ghost"),
        "disqus": (read_disqus, [DISQUS.encode()], "disqus"),
        "page": (read_page, [PAGE.encode()], ""),
        "frontmatter": (
            partial(read_file, FOLDER, "a.md"),
            [FRONT.encode(), ANCHORED.encode(), TOML.encode()],
            "",
        ),
        "lines": (read_archive_line, [jsonlines.dump(one).encode() for one in LINES], ""),
        "archive": (read_archive, [INDEX + b"\n" + jsonlines.dump(STORY).encode()], ""),
        "letters": (read_letter, [*LETTERS, ODD_CHARSET], ""),
        "members": (partial(read_file, "Ghost members", "members.csv"), [MEMBERS], ""),
        "comments-csv": (partial(read_comments, "csv"), [COMMENTS_CSV], ""),
        "comments-jsonl": (partial(read_comments, "jsonl"), [COMMENTS_JSON], ""),
        "comments-wxr": (partial(read_comments, "wxr"), [WORDPRESS.encode()], ""),
        "vocabulary": (read_vocabulary, [VOCABULARY_JSON, VOCABULARY_RDF], ""),
        "edition": (read_edition, [EDITION.encode()], ""),
        "topics": (read_topics, [TOPICS_JSON, TOPICS_CSV], ""),
        "markup": (read_markup, MARKUP, ""),
    }
