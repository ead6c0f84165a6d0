"""The demonstration edition holds together: whatever a file names is there."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parents[2] / "demo"
DIRECTIVE = re.compile(r"^::: *(\w+)\n(.*?)^:::$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((/[^)\s]*)\)")
AGE = re.compile(r"(?:(\d+)w)?\s*(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?")
LANGUAGES = {"en", "kk", "ru", "zh-hans", "ar"}
# The shortest that is a story: words, or characters where words are not spaced.
SHORTEST = {"en": 330, "kk": 230, "ru": 240, "ar": 240, "zh-hans": 480}


@dataclass(frozen=True)
class Piece:
    """A story or a standing page as it stands in its file."""

    slug: str
    head: dict[str, Any]
    body: str

    @property
    def language(self) -> str:
        return str(self.head.get("language", "en"))

    @property
    def directives(self) -> list[tuple[str, dict[str, Any]]]:
        return [(name, tomllib.loads(text)) for name, text in DIRECTIVE.findall(self.body)]

    @property
    def length(self) -> int:
        text = DIRECTIVE.sub("", self.body)
        if self.language == "zh-hans":
            return len(re.findall(r"[\u4e00-\u9fff]", text))
        return len(text.split())

    @property
    def pictures(self) -> Iterator[dict[str, Any]]:
        if "picture" in self.head:
            yield self.head["picture"]
        for name, fields in self.directives:
            if name == "picture":
                yield fields
            elif name == "gallery":
                yield from fields["pictures"]


def piece(file: Path) -> Piece:
    _, head, body = file.read_text(encoding="utf-8").split("+++\n", 2)
    return Piece(file.stem, tomllib.loads(head), body)


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DEMO / name).read_text(encoding="utf-8"))


def length_of(words: str) -> timedelta:
    found = AGE.fullmatch(words)
    assert found, f"“{words}” is not a length of time"
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def age_of(story: Piece) -> timedelta:
    if "age" in story.head:
        return length_of(story.head["age"])
    age: timedelta = datetime.now(UTC) - story.head["published"]
    return age


EDITION = toml("edition.toml")
STORIES = {file.stem: piece(file) for file in sorted((DEMO / "stories").glob("*.md"))}
PAGES = {file.stem: piece(file) for file in sorted((DEMO / "pages").glob("*.md"))}
COMMENTS = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))["comments"]
    for file in sorted((DEMO / "comments").glob("*.toml"))
}


def slugs(kind: str) -> set[str]:
    found = [one["slug"] for one in EDITION[kind]]
    assert len(found) == len(set(found)), f"a slug is there twice among the {kind}"
    return set(found)


def addresses() -> set[str]:
    """Every address of the edition that a text may lead to."""
    return (
        {f"/{one}/" for one in slugs("sections") | set(PAGES)}
        | {f"/{one.head['section']}/{slug}/" for slug, one in STORIES.items()}
        | {f"/by/{one}/" for one in slugs("authors")}
        | {f"/topic/{one}/" for one in slugs("topics")}
    )


every_story = pytest.mark.parametrize("story", STORIES.values(), ids=list(STORIES))
every_talk = pytest.mark.parametrize("slug", list(COMMENTS))


@every_story
def test_a_story_names_only_what_the_edition_has(story: Piece) -> None:
    head = story.head
    assert head["section"] in slugs("sections")
    assert set(head.get("authors", [])) <= slugs("authors")
    assert set(head["topics"]) <= slugs("topics")
    assert head.get("source", "meridian-wire") in slugs("sources")
    assert head.get("authors") or head.get("source"), "nobody signs it"
    assert story.language in LANGUAGES
    for name, fields in story.directives:
        if name == "related":
            assert set(fields["stories"]) <= set(STORIES) - {story.slug}


@every_story
def test_a_story_has_a_head_and_enough_to_read(story: Piece) -> None:
    assert story.head["headline"]
    assert story.head["standfirst"]
    assert len(story.head.get("kicker", "")) <= 80
    assert story.length >= SHORTEST[story.language]


@every_story
def test_a_storys_pictures_are_there_and_described(story: Piece) -> None:
    assert story.head["picture"]
    for picture in story.pictures:
        assert (DEMO / picture["src"]).is_file(), picture["src"]
        assert picture["alt"]
        assert len(picture["alt"]) <= 255
        assert picture["caption"]
        assert picture["credit"]


@every_story
def test_a_story_says_nothing_before_it_happens(story: Piece) -> None:
    age = age_of(story)
    assert age >= timedelta(minutes=20)
    if "updated_age" in story.head:
        assert length_of(story.head["updated_age"]) < age
    for correction in story.head.get("corrections", []):
        assert correction["text"]
        assert length_of(correction["after"]) < age


def test_links_between_stories_lead_somewhere() -> None:
    known = addresses()
    for one in (*STORIES.values(), *PAGES.values()):
        assert set(LINK.findall(one.body)) <= known, one.slug


def test_every_picture_is_used_once_somewhere() -> None:
    used = {picture["src"] for story in STORIES.values() for picture in story.pictures}
    used |= {one["portrait"] for one in EDITION["authors"]}
    used |= {src for one in toml("contributions.toml")["contributions"] for src in one["files"]}
    drawn = {f"pictures/{file.name}" for file in (DEMO / "pictures").iterdir()}
    assert used == drawn


def test_the_edition_is_as_wide_as_a_paper() -> None:
    assert EDITION["paper"]["name"] == "The Lindhaven Courier"
    assert len(STORIES) == 30
    by_section = Counter(one.head["section"] for one in STORIES.values())
    assert set(by_section) == slugs("sections")
    assert len(by_section) == 6
    assert min(by_section.values()) >= 4
    assert {one.language for one in STORIES.values()} == LANGUAGES
    assert len(EDITION["authors"]) == 6
    assert {name for one in STORIES.values() for name in one.head.get("authors", [])} == slugs("authors")
    assert 12 <= len(EDITION["topics"]) <= 24
    assert {one["kind"] for one in EDITION["topics"]} == {
        "person", "place", "organisation", "event", "subject",
    }  # fmt: skip
    assert {"about", "imprint", "house-rules"} <= set(PAGES)


def test_every_kind_of_block_is_shown() -> None:
    used = {name for story in STORIES.values() for name, _ in story.directives}
    assert used == {
        "picture", "gallery", "pull_quote", "fact_box", "embed", "table", "related",
    }  # fmt: skip


def test_one_story_is_live_and_was_corrected_twice() -> None:
    live = [one for one in STORIES.values() if one.head.get("live")]
    assert [one.slug for one in live] == ["flood-barrier"]
    assert len(live[0].head["corrections"]) == 2
    assert len(re.findall(r"^### ", live[0].body, re.MULTILINE)) >= 12


def test_every_author_says_to_be_a_byline_of_the_demonstration() -> None:
    for author in EDITION["authors"]:
        assert "demonstration edition" in author["bio"]
        assert (DEMO / author["portrait"]).is_file()


def test_the_front_page_shows_stories_of_the_edition() -> None:
    front = EDITION["front"]
    chosen = [front["lead"], *front["picks"]]
    assert set(chosen) <= set(STORIES)
    assert len(chosen) == len(set(chosen))
    assert EDITION["breaking"]["story"] in STORIES
    assert len(EDITION["breaking"]["text"]) <= 160


@every_talk
def test_comments_answer_comments_of_their_story_in_two_levels(slug: str) -> None:
    age = age_of(STORIES[slug])
    comments = COMMENTS[slug]
    by_id = {one["id"]: one for one in comments}
    assert len(by_id) == len(comments)
    for one in comments:
        assert one["name"]
        assert one["text"]
        assert length_of(one["after"]) < age
        if "parent" in one:
            above = by_id[one["parent"]]
            assert "parent" not in above, "a third level"
            assert length_of(above["after"]) < length_of(one["after"])


def test_readers_talk_and_moderators_have_work() -> None:
    every = [one for comments in COMMENTS.values() for one in comments]
    assert len({one["id"] for one in every}) == len(every)
    states = Counter(one.get("state", "published") for one in every)
    assert states["published"] >= 60
    assert states["held"] >= 8
    assert [bool(one.get("reason")) for one in every if one.get("state") == "removed"] == [True]
    talked_about = [
        slug
        for slug, comments in COMMENTS.items()
        if any(one.get("state", "published") == "published" for one in comments)
    ]
    assert len(talked_about) >= 14
    assert {STORIES[slug].language for slug in talked_about} == LANGUAGES
    assert sum(bool(one.get("pick")) for one in every) >= 4
    assert sum("parent" in one for one in every) >= 20


def test_the_forum_has_topics_with_replies_in_several_boards() -> None:
    topics = toml("forum.toml")["topics"]
    assert len(topics) >= 6
    assert {one["board"] for one in topics} <= slugs("sections")
    assert len({one["board"] for one in topics}) >= 4
    for topic in topics:
        known = {topic["id"]}
        assert topic["replies"]
        for reply in topic["replies"]:
            assert length_of(reply["after"]) < length_of(topic["age"])
            assert reply.get("parent", topic["id"]) in known
            known.add(reply["id"])


def test_the_newsletter_has_a_sent_issue_and_a_draft() -> None:
    issues = toml("newsletter.toml")["issues"]
    assert sorted(one["state"] for one in issues) == ["draft", "sent"]
    for issue in issues:
        assert set(issue["stories"]) <= set(STORIES)
        if issue["state"] == "sent":
            sent = length_of(issue["age"])
            assert all(age_of(STORIES[slug]) > sent for slug in issue["stories"])


def test_two_stories_by_readers_wait() -> None:
    contributions = toml("contributions.toml")["contributions"]
    assert len(contributions) == 2
    for one in contributions:
        assert 150 <= len(one["text"].split()) <= 300
        assert one["email"].endswith(".example")
        assert all((DEMO / src).is_file() for src in one["files"])
