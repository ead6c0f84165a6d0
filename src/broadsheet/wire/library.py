"""The paper's pictures with what is said of each, on their way to and from an archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import Picture
from broadsheet.wire import paper, story
from broadsheet.wire.run import Kind, Run, digest_of

MOST = 2**31 - 1  # what a number in the database holds


def pictures(path_of: Callable[[Picture], str]) -> list[paper.Kept]:
    """Every picture that the paper has, also those in no story.

    Two of the same bytes and the same words are one.
    """
    found: dict[tuple[str, ...], paper.Kept] = {}
    for one in Picture.objects.order_by("pk").iterator(chunk_size=500):
        src = path_of(one)
        kept = paper.Kept(
            src=src,
            title=one.title,
            alt=one.description,
            caption=one.caption,
            credit=one.credit,
            focus=_focus(one),
        )
        found.setdefault((src, one.description, one.caption, one.credit), kept)
    return sorted(found.values(), key=astuple)


def take_picture(run: Run, kept: paper.Kept) -> None:
    """Bring a picture to what the archive says of it; one that is not here comes in."""
    digest = digest_of(kept)
    key = f"{kept.src} {digest}"
    if run.known(Kind.PICTURE, key):
        return
    words = story.Picture(src=kept.src, alt=kept.alt, caption=kept.caption, credit=kept.credit)
    pk = run.picture(words, f"picture “{kept.title}”")
    if pk is None:
        return
    picture = Picture.objects.get(pk=pk)
    picture.title = clean_line(kept.title)[:255] or picture.title
    if len(kept.focus) == 4 and all(0 <= number <= MOST for number in kept.focus):
        x, y, width, height = kept.focus
        picture.focal_point_x, picture.focal_point_y = x, y
        picture.focal_point_width, picture.focal_point_height = width, height
    picture.save()
    run.note(Kind.PICTURE, key, digest=digest)


def _focus(one: Picture) -> tuple[int, ...]:
    numbers = (one.focal_point_x, one.focal_point_y, one.focal_point_width, one.focal_point_height)
    return tuple(number or 0 for number in numbers) if one.focal_point_x is not None else ()
