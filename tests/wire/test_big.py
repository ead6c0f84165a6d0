"""A file larger than memory: read as a stream, in flat memory.

`BROADSHEET_BIG_MB` sets the size of the file (`make test-big` takes 2,048).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wire.conftest import comment, item

ROOT = Path(__file__).parents[2]
MEGABYTES = int(os.environ.get("BROADSHEET_BIG_MB", "16"))
GROWTH = 24 * 1024  # KB that the peak may grow over that of a small file
MEASURE = """
import os, resource, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django; django.setup()
from pathlib import Path
from django.utils import timezone
from broadsheet.wire.formats import format_of
from broadsheet.wire.reading import Options
from broadsheet.wire.story import Story
path = Path(sys.argv[1])
reading = format_of(path).read(path, Options(pictures=False))
stories = comments = 0
for thing in reading.items(lambda key: timezone.now()):
    if isinstance(thing, Story):
        stories += 1
        comments += len(thing.comments)
print(stories, comments, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write(path: Path, wxr_text: str, megabytes: int) -> int:
    """Repeat the items of an export until the file is large enough; how many there are."""
    before, _, rest = wxr_text.partition("<item>")
    body, _, after = rest.rpartition("</item>")
    number = 0
    with path.open("w") as file:
        file.write(before)
        while file.tell() < megabytes * 1024 * 1024:
            for _ in range(100):
                number += 1
                file.write("<item>" + body.replace("777777", str(number)) + "</item>\n")
        file.write(after)
    return number


def measure(path: Path) -> tuple[int, int, int]:
    command = [sys.executable, "-c", MEASURE, str(path)]
    environment = {"PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    stories, comments, peak = map(int, done.stdout.split())
    return stories, comments, peak


def test_a_large_export_is_read_in_flat_memory(wxr: object, tmp_path: Path) -> None:
    paragraphs = "<p>The river rose again, and nobody was surprised.</p>\n" * 120
    one = wxr(item(777777, content=paragraphs, more=comment(1) + comment(2, parent=1)))  # type: ignore[operator]
    text = one.read_text()
    small, large = tmp_path / "small.xml", tmp_path / "large.xml"
    write(small, text, 1)
    number = write(large, text, MEGABYTES)
    _, _, peak_of_small = measure(small)
    stories, comments, peak = measure(large)
    assert (stories, comments) == (number, 2 * number)
    assert peak - peak_of_small < GROWTH, f"{peak} KB for {MEGABYTES} MB, {peak_of_small} KB for 1 MB"


def test_a_story_without_end_is_refused_in_flat_memory(wxr: object, tmp_path: Path) -> None:
    whole = wxr(item(1)).read_text()  # type: ignore[operator]
    large = tmp_path / "endless.xml"
    with large.open("w") as file:
        file.write(whole.partition("</channel>")[0] + "<item><content><![CDATA[")
        for _ in range(MEGABYTES):
            file.write("endless " * (128 * 1024))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(large)],
        env={"PYTHONPATH": f"{ROOT}/src:{ROOT}"}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "ImportRefused: The XML is broken at line" in done.stderr


@pytest.mark.skipif(MEGABYTES > 100, reason="only the small size")
def test_the_marks_of_cdata_may_fall_anywhere(wxr: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stream is read in pieces: whatever their size, the text is the same."""
    from broadsheet.wire import xmlstream

    file = wxr(item(1, content="<p>é a & b ]] > ]]&gt; &#65; 新聞</p>", title="x & y") * 3)  # type: ignore[operator]
    wanted = None
    for size in (100_000, 64, 17, 7, 3, 1):
        monkeypatch.setattr(xmlstream, "CHUNK", size)
        document = xmlstream.Document(file)
        found = [
            [(child.tag, child.text) for child in element] for element in document.elements("{*}item")
        ]
        wanted = wanted or found
        assert found == wanted, size
        assert document.mended.ampersands == 0
