"""An import that is killed at any moment and run again ends as if nothing had happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.wire.conftest import comment, item, picture
from tests.wire.killing import killed_and_run_again


def test_a_killed_wordpress_import_ends_the_same(empty_home: Path, wxr: Any, tmp_path: Path) -> None:
    tag = '<category domain="post_tag" nicename="t{0}">T{0}</category>'
    items = [
        item(n, more=comment(n) + comment(n + 100, parent=n) + tag.format(n % 7)) for n in range(1, 31)
    ]
    killed_and_run_again(empty_home, wxr("".join(items)), tmp_path)


def test_a_killed_edition_ends_the_same(empty_home: Path, whole_edition: Path, tmp_path: Path) -> None:
    published = "published = 2024-03-04T09:00:00Z\n"
    for n in range(15):
        (whole_edition / f"pictures/p{n}.png").write_bytes(picture(f"#0000{n:02x}"))
        (whole_edition / f"stories/s{n}.md").write_text(
            f'+++\nheadline = "Story {n}"\nsection = "city"\n{published}+++\n'
            f"![A picture](pictures/p{n}.png)\n\nSee [the next](story:s{(n + 1) % 15}).\n"
        )
    for name in ("forum.toml", "newsletter.toml", "contributions.toml"):
        _date(whole_edition / name)
    _date(whole_edition / "stories/flood.md")
    killed_and_run_again(empty_home, whole_edition, tmp_path)


def _date(file: Path) -> None:
    """Times instead of ages: two papers loaded at two moments are to be the same."""
    lines = []
    for line in file.read_text().split("\n"):
        if line.startswith("age = "):
            line = ("published" if file.suffix == ".md" else "when") + " = 2024-03-04T09:00:00Z"
        if line.startswith("updated_age = "):
            line = "updated = 2024-03-04T12:00:00Z"
        lines.append(line)
    file.write_text("\n".join(lines))
