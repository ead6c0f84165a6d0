"""The readers' text index, asked in each database's own words.

An article stands in it at its *place*: the second it came out, then its
number. So the newest matches are walked from one end, and nothing is sorted
or weighed beyond what a reader can look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

ARTICLES = 1_000_000_000  # more than there are numbers of articles
# The same letters are folded by the column's expression (see the migration).
ACCENTED = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőŕřśşšťùúûüūůűýÿźžżșț"
PLAIN = "aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorrssstuuuuuuuyyzzzst"
_FOLD = str.maketrans(ACCENTED, PLAIN)


@dataclass(frozen=True, slots=True)
class Matching:
    """What matches a query, in the database's own words."""

    source: str  # FROM … WHERE …
    place: str  # the column to go by, as this database can walk it from its end
    score: str  # smaller is better
    parameters: list[Any]

    def newest(self, limit: int) -> list[int]:
        """The articles' numbers, the newest first."""
        newest = f"SELECT {self.place}, 0 {self.source} ORDER BY {self.place} DESC LIMIT %s"
        return [place % ARTICLES for place, _score in self._ask(newest, limit)]

    def best(self, limit: int) -> list[int]:
        """The articles' numbers, the best of the newest `limit` first.

        A frequent word is in half of a large archive: to weigh each of those
        takes a second, and what is old is seldom what is looked for.
        """
        newest = f"SELECT {self.place}, {self.score} {self.source} ORDER BY {self.place} DESC LIMIT %s"
        weighed = sorted(self._ask(newest, limit), key=lambda row: (row[1], -row[0]))
        return [place % ARTICLES for place, _score in weighed]

    def _ask(self, sql: str, limit: int) -> list[tuple[int, float]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [*self.parameters, limit])
            return cursor.fetchall()


def matching(query: str, filters: dict[str, int], *, parse: str = "websearch_to_tsquery") -> Matching:
    """What matches.

    Args:
        query: in FTS5's language, or what PostgreSQL's function `parse` takes.
        filters: conditions on the columns `place` and `section_id`, with their values.
    """
    if connection.vendor == "postgresql":
        where = "".join(f" AND e.{condition}" for condition in filters)
        source = f"FROM news_searchentry e, {parse}('simple', %s) q WHERE e.vector @@ q{where}"
        return Matching(source, "e.place", "-ts_rank(e.vector, q)", [query, *filters.values()])
    where = "".join(f" AND {_FTS5[name]} {rest}" for name, _, rest in map(_parted, filters))
    # CROSS: the text index first, then the section of what it finds, never the other way.
    join = " CROSS JOIN news_searchentry e ON e.place = f.rowid" if "e.section_id" in where else ""
    return Matching(
        f"FROM news_search_fts f{join} WHERE news_search_fts MATCH %s{where}",
        "f.rowid",
        "bm25(news_search_fts, 8.0, 1.0)",  # a word in the headline counts more
        [query, *filters.values()],
    )


_FTS5 = {"place": "f.rowid", "section_id": "e.section_id"}


def _parted(condition: str) -> tuple[str, str, str]:
    return condition.partition(" ")


def first_place(moment: datetime) -> int:
    """The first place in a second; the articles of that second follow."""
    return int(moment.timestamp() // 1) * ARTICLES


def fold(text: str) -> str:
    """Latin letters without their accents; other scripts as they are."""
    return text.translate(_FOLD)
