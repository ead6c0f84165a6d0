"""A story as a ninjs 3.0 item."""

from __future__ import annotations

from broadsheet.wire import bylines, markup
from broadsheet.wire.moments import iso
from broadsheet.wire.naming import uri_of
from broadsheet.wire.ninjs.items import Item
from broadsheet.wire.story import Agency, Gallery, Picture, Release, Rights, Story
from broadsheet.wire.subjects import address_of

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"
LISTS = {"person": "people", "organisation": "organisations", "place": "places", "event": "events"}


def item_of(story: Story) -> Item:
    """The item, without what the story does not say."""
    changed = story.updated or story.published
    types = {"picture": "picture", "package": "composite"}
    return _without_empty(
        {
            "standard": {"name": "ninjs", "version": "3.0", "schema": SCHEMA},
            "uri": uri_of(story.id),
            "type": types.get(story.kind, "text"),
            "version": story.version,
            "firstCreated": iso(story.published) if story.published else "",
            "versionCreated": iso(changed) if changed else "",
            "embargoed": iso(story.embargo) if story.embargo else "",
            "pubStatus": "canceled" if story.release == Release.CANCELLED else str(story.release),
            "urgency": story.urgency,
            **_rights_out(story.rights),
            "edNote": story.ednote,
            "language": story.language,
            "headlines": _roles(main=story.headline, kicker=story.kicker),
            "descriptions": _roles(summary=story.standfirst),
            "bodies": _bodies(story),
            "by": bylines.line_of(story.bylines),
            "slugline": story.slugline,
            "located": story.dateline_place,
            "infoSources": _sources(story.agency),
        }
        | _named(story)
        | _pictures_out(story)
    )


def _rights_out(rights: Rights) -> Item:
    return {
        "copyrightHolder": rights.holder,
        "copyrightNotice": rights.notice,
        "usageTerms": rights.terms,
    }


def _roles(**values: str) -> list[Item]:
    return [
        {"role": role, "contentType": "text/plain", "value": text}
        for role, text in values.items()
        if text
    ]


def _bodies(story: Story) -> list[Item]:
    html = markup.html_of(story.body)
    return [{"role": "main", "contentType": "text/html", "value": html}] if html else []


def _sources(agency: Agency | None) -> list[Item]:
    if agency is None:
        return []
    found = [_without_empty({"name": agency.name, "role": "source", "uri": agency.url})]
    return found + ([{"name": agency.credit_line, "role": "credit"}] if agency.credit_line else [])


def _named(story: Story) -> Item:
    """Who wrote it and what it is about, each in the list of its kind."""
    lists: dict[str, list[Item]] = {}
    for one in story.bylines:
        said = {"name": one.name, "rel": "creator", "literal": one.slug}
        lists.setdefault("people", []).append(_without_empty(said))
    for subject in story.subjects:
        address = address_of(subject.code)
        said = {"name": subject.name, "uri": address, "literal": "" if address else subject.code}
        lists.setdefault(LISTS.get(subject.kind, "subjects"), []).append(_without_empty(said))
    keywords = [{"name": word, "rel": "keyword"} for word in story.keywords]
    if keywords:
        lists.setdefault("subjects", []).extend(keywords)
    return lists


def _pictures_out(story: Story) -> Item:
    if story.kind == "picture":
        return _picture_out(story.picture) if story.picture else {}
    inside = [block for block in story.body if isinstance(block, Picture)]
    inside += [one for block in story.body if isinstance(block, Gallery) for one in block.pictures]
    found = [("featuremedia", story.picture)] if story.picture else []
    found += [(f"picture-{number}", one) for number, one in enumerate(inside, 1)]
    return {
        "associations": [
            {"name": name, "uri": uri_of(one.src), "type": "picture", **_picture_out(one)}
            for name, one in found
        ]
    }


def _picture_out(picture: Picture) -> Item:
    return _without_empty(
        {
            "descriptions": _roles(caption=picture.caption, alt=picture.alt),
            "by": picture.credit,
            **_rights_out(picture.rights),
            "renditions": [{"name": "main", "href": picture.src}],
        }
    )


def _without_empty(item: Item) -> Item:
    return {name: value for name, value in item.items() if value not in ("", 0, [], None)}
