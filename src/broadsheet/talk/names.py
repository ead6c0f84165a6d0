"""Names that look like somebody else's.

Two names are the same to a reader's eye when their skeletons are the same:
compatibility forms, case, accents and invisible marks gone, letters of other
alphabets and digits put as the Latin letters they look like. Skeletons are
compared, never shown.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from django.db.models import Q

from broadsheet.foundation.models import User
from broadsheet.news import queries as news
from broadsheet.news.models import Author

# After folding the case: Cyrillic, Greek, Armenian and Latin letters, digits and
# signs that are drawn like the letter on the left. I, l and 1 are one letter.
LOOKALIKES = str.maketrans(
    {
        other: letter
        for letter, others in {
            "a": "аα4@ɑ",
            "b": "вβ",
            "c": "сϲ",
            "d": "ԁđð",
            "e": "еєε3ҽ",
            "g": "ɡց",
            "h": "нһհ",
            "j": "јϳ",
            "k": "кκқ",
            "l": "i1|!ıłіιӏ",
            "m": "м",
            "n": "ηոп",
            "o": "оοσ0øօө",
            "p": "рρ",
            "q": "ԛ",
            "s": "ѕ5$",
            "t": "тτ",
            "u": "υսμ",
            "v": "ν",
            "w": "ԝω",
            "x": "хχ",
            "y": "уүγ",
        }.items()
        for other in others
    }
)
RESERVED = ("moderator", "administrator", "admin", "newsroom")
STAFF_SECONDS = 5.0  # how long a process goes by the names it has read
KEY_LENGTH = 120  # as long as `Post.name_key`


# Names of the newsroom, in one piece and in words, with the accounts they belong to (None: nobody's).
StaffNames = dict[str | tuple[str, ...], set[int | None]]
_known: tuple[float, StaffNames] = (0.0, {})


def skeleton(name: str) -> tuple[str, ...]:
    """The words of `name` as the eye takes them."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    for letter in set(plain):
        if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
            plain = plain.replace(letter, "")
    drawn = plain.translate(LOOKALIKES).replace("rn", "m").replace("vv", "w")
    return tuple(re.findall(r"[^\W_]+", drawn))


def key(name: str) -> str:
    """The skeleton in one piece: equal for names that look equal."""
    return "".join(skeleton(name))[:KEY_LENGTH]


def is_a_staff_name(name: str, *, user: User | None = None) -> bool:
    """Whether `name` could be taken for the newsroom's, and is not `user`'s own."""
    words = skeleton(name)
    if not _reserved().isdisjoint(words):
        return True
    known, own = staff_names(), user.pk if user else 0
    return any(known.get(part, {own}) - {own} for part in _parts(words))


def staff_names() -> StaffNames:
    """The paper, its authors, and everybody who may enter the newsroom, as of some seconds ago."""
    global _known
    made_at, found = _known
    if time.monotonic() - made_at > STAFF_SECONDS or not made_at:
        found = _staff_names()
        _known = (time.monotonic(), found)
    return found


def _staff_names() -> StaffNames:
    names: list[tuple[str, int | None]] = [(news.paper_settings().name, None)]
    names += Author.objects.values_list("name", "user_id")
    for user in _newsroom():
        names += [(user.name, user.pk), (user.get_full_name(), user.pk)]
    found: StaffNames = {}
    for name, user_id in names:
        words = skeleton(name)
        if words:
            found.setdefault("".join(words), set()).add(user_id)
            if len(words) > 1:
                found.setdefault(words, set()).add(user_id)
    return found


def _parts(words: tuple[str, ...]) -> Iterator[str | tuple[str, ...]]:
    """What of a name could be one of the newsroom's: all its letters, or two words of it and more."""
    yield "".join(words)
    for first in range(len(words) - 1):
        for end in range(first + 2, len(words) + 1):
            yield words[first:end]


@cache
def _reserved() -> set[str]:
    return {key(word) for word in RESERVED}


def _newsroom() -> Iterable[User]:
    enters = Q(is_staff=True) | Q(is_superuser=True)
    for path in ("groups__permissions", "user_permissions"):
        enters |= Q(
            **{f"{path}__codename": "access_admin", f"{path}__content_type__app_label": "wagtailadmin"}
        )
    return User.objects.filter(enters, is_active=True).distinct()
