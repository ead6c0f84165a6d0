"""Pictures of a ninjs item: those it is associated with, and the one it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from broadsheet.wire import cleaning
from broadsheet.wire.ninjs.items import Item, entries_in, text_in
from broadsheet.wire.story import Block, Gallery, Picture, Rights

MAIN_PICTURE = {"featuremedia", "mainpic", "main", "lead"}


def pictures_in(item: Item) -> Iterator[tuple[str, Picture | None]]:
    """The associated pictures by their names."""
    for number, one in enumerate(entries_in(item, "associations")):
        if text_in(one, "type") in {"", "picture", "graphic"}:
            yield text_in(one, "name") or str(number), picture_in(one)


def main_picture(item: Item, pictures: dict[str, Picture | None]) -> Picture | None:
    """The picture on top: the one named so, or the one that the item is."""
    named = next((pictures[name] for name in pictures if name.lower() in MAIN_PICTURE), None)
    return named or picture_in(item)


def picture_in(item: Item) -> Picture | None:
    """The picture that an item is, by its largest rendition."""
    renditions = [one for one in entries_in(item, "renditions") if text_in(one, "href")]
    kinds = [text_in(one, "mimetype") or text_in(one, "contenttype") or "image/" for one in renditions]
    images = [one for one, kind in zip(renditions, kinds, strict=True) if kind.startswith("image/")]
    if not images:
        return None
    described = entries_in(item, "descriptions")
    return Picture(
        src=text_in(max(images, key=_size), "href"),
        alt=next((text_in(one, "value") for one in described if text_in(one, "role") == "alt"), ""),
        caption=description_in(item),
        credit=text_in(item, "by") or text_in(item, "byline") or text_in(item, "source"),
        rights=rights_in(item),
    )


def _size(rendition: Item) -> float:
    sides = [rendition.get("width"), rendition.get("height")]
    width, height = (side if isinstance(side, (int, float)) else 0 for side in sides)
    return float(width * height)


def with_rights(body: tuple[Block, ...], pictures: dict[str, Picture | None]) -> tuple[Block, ...]:
    """What the associations say of pictures in the text."""
    known = {one.src: one for one in pictures.values() if one}
    return tuple(
        replace(block, pictures=tuple(_known(one, known) for one in block.pictures))
        if isinstance(block, Gallery)
        else _known(block, known)
        if isinstance(block, Picture)
        else block
        for block in body
    )


def _known(picture: Picture, known: dict[str, Picture]) -> Picture:
    more = known.get(picture.src)
    if more is None:
        return picture
    return replace(
        picture,
        alt=picture.alt or more.alt,
        caption=picture.caption or more.caption,
        credit=picture.credit or more.credit,
        rights=more.rights,
    )


def shown_in(body: tuple[Block, ...]) -> set[str]:
    """The addresses of the pictures in a text."""
    galleries = [one.src for block in body if isinstance(block, Gallery) for one in block.pictures]
    return {block.src for block in body if isinstance(block, Picture)} | set(galleries)


def description_in(item: Item) -> str:
    """The description for readers: plain where there is one, else without its markup."""
    found = [one for one in entries_in(item, "descriptions") if text_in(one, "role") != "alt"]
    plain = [one for one in found if "html" not in text_in(one, "contenttype")]
    if plain:
        return text_in(plain[0], "value")
    if marked := found[0].get("value") if found else item.get("description_html"):
        return cleaning.plain(marked) if isinstance(marked, str) else ""
    return cleaning.without_tags(text_in(item, "description_text"))


def rights_in(item: Item) -> Rights:
    """Whose it is, and on what terms."""
    holder, notice = text_in(item, "copyrightholder"), text_in(item, "copyrightnotice")
    return Rights(holder=holder, notice=notice, terms=text_in(item, "usageterms"))
