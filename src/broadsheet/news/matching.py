"""The readers' text index, asked in each database's own words.

An article stands in it at its *place*: the second it came out, then its
number. So the newest matches are walked from one end, and nothing is sorted
or weighed beyond what a reader can look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

Filters = dict[str, int | str]  # conditions such as `section_id = %s`, and their values
ARTICLES = 1_000_000_000  # more than there are numbers of articles
SAMPLE = 300  # articles; 3 ms
# Measured over 100,000 articles: from these shares on going down is quicker. The
# words of a phrase are looked at in each article, whichever way it goes.
FREQUENT_SHARE, FREQUENT_PHRASE_SHARE = 0.2, 0.02
# The same letters are folded by the column's expression (`news.textindex`).
ACCENTED = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőŕřśşšťùúûüūůűýÿźžżșț"
PLAIN = "aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorrssstuuuuuuuyyzzzst"
_FOLD = str.maketrans(ACCENTED, PLAIN)


@dataclass(frozen=True, slots=True)
class TextIndex:
    """A table with `place`, `title` and `text`, and the index beside it (`news.textindex`)."""

    table: str
    name: str

    @property
    def fts(self) -> str:
        return f"{self.name}_fts"


ARTICLES_WORDS = TextIndex("news_searchentry", "news_search")


class Matching(Protocol):
    """What matches a query."""

    def newest(self, limit: int) -> list[int]:
        """The articles' numbers, the newest first."""

    def best(self, limit: int) -> list[int]:
        """The articles' numbers, the best of the newest `limit` first.

        A frequent word is in half of a large archive: to weigh each of those
        takes a second, and what is old is seldom what is looked for.
        """


@dataclass(frozen=True, slots=True)
class Fts5Matching:
    """What matches a query in FTS5's language."""

    query: str
    filters: Filters
    index: TextIndex = ARTICLES_WORDS

    def newest(self, limit: int) -> list[int]:
        return [_article(place) for place, _score in self._ask("0", limit)]

    def best(self, limit: int) -> list[int]:
        # A word in the headline counts more.
        return _weighed(self._ask(f"bm25({self.index.fts}, 8.0, 1.0)", limit))

    def _ask(self, score: str, limit: int) -> list[tuple[int, float]]:
        where = "".join(f" AND {_FTS5[name]} {rest}" for name, _, rest in map(_parted, self.filters))
        # CROSS: the text index first, then the section of what it finds, never the other way.
        join = f" CROSS JOIN {self.index.table} e ON e.place = f.rowid" if " e." in where else ""
        return _rows(
            f"SELECT f.rowid, {score} FROM {self.index.fts} f{join} "  # noqa: S608
            f"WHERE {self.index.fts} MATCH %s{where} ORDER BY f.rowid DESC LIMIT %s",
            [self.query, *self.filters.values(), limit],
        )


@dataclass(frozen=True, slots=True)
class TsvectorMatching:
    """What matches a query that PostgreSQL's function `parse` takes.

    To match a word against an article costs far more than PostgreSQL believes,
    so it is told how to go: a frequent word down the articles until enough are
    found, any other by the index of words. A sample of the newest says which.
    """

    query: str
    filters: Filters
    parse: str
    index: TextIndex = ARTICLES_WORDS

    def newest(self, limit: int) -> list[int]:
        return [_article(place) for place in self._places(limit)]

    def best(self, limit: int) -> list[int]:
        score = f"-ts_rank(e.vector, {self.parse}('simple', %s))"
        places = self._places(limit)
        return _weighed(
            _rows(
                f"SELECT e.place, {score} FROM {self.index.table} e WHERE e.place = ANY(%s)",  # noqa: S608
                [self.query, places],
            )
        )

    def _places(self, limit: int) -> list[int]:
        matching = f"SELECT e.place {self._from()} WHERE {self._filter()}e.vector @@ q"
        if not self._is_frequent():
            # MATERIALIZED: all that match, by the index of words, then the newest of them.
            matching = f"WITH found AS MATERIALIZED ({matching}) SELECT place FROM found"  # noqa: S608
        found = f"{matching} ORDER BY place DESC LIMIT %s"
        return [row[0] for row in _rows(found, [self.query, *self.filters.values(), limit])]

    def _is_frequent(self) -> bool:
        conditions = " AND ".join(f"e.{condition}" for condition in self.filters) or "true"
        sample = (
            f"SELECT e.vector FROM {self.index.table} e WHERE {conditions} "  # noqa: S608
            f"ORDER BY e.place DESC LIMIT {SAMPLE}"
        )
        counted = _rows(
            f"SELECT count(*) FROM ({sample}) e, {self.parse}('simple', %s) q WHERE e.vector @@ q",  # noqa: S608
            [*self.filters.values(), self.query],
        )
        has_phrase = any(" " in quoted for quoted in self.query.split('"')[1::2])
        share = FREQUENT_PHRASE_SHARE if has_phrase else FREQUENT_SHARE
        return bool(counted[0][0] >= SAMPLE * share)

    def _from(self) -> str:
        return f"FROM {self.index.table} e, {self.parse}('simple', %s) q"

    def _filter(self) -> str:
        """Before the words: a section is quicker to compare."""
        return "".join(f"e.{condition} AND " for condition in self.filters)


def matching(
    query: str,
    filters: Filters,
    *,
    parse: str = "websearch_to_tsquery",
    index: TextIndex = ARTICLES_WORDS,
) -> Matching:
    """What matches.

    Args:
        query: in FTS5's language, or what PostgreSQL's function `parse` takes.
        filters: conditions on the columns `place`, `section_id` and `edition`, with their values.
        index: where to look.
    """
    if connection.vendor == "postgresql":
        return TsvectorMatching(query, filters, parse, index)
    return Fts5Matching(query, filters, index)


_FTS5 = {"place": "f.rowid", "section_id": "e.section_id", "edition": "e.edition"}


def _parted(condition: str) -> tuple[str, str, str]:
    return condition.partition(" ")


def _rows(sql: str, parameters: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _article(place: int) -> int:
    return place % ARTICLES


def _weighed(rows: list[tuple[int, float]]) -> list[int]:
    """The best first (a smaller score is better), of equals the newest."""
    return [_article(place) for place, _score in sorted(rows, key=lambda row: (row[1], -row[0]))]


def first_place(moment: datetime) -> int:
    """The first place in a second; the articles of that second follow."""
    return int(moment.timestamp() // 1) * ARTICLES


def fold(text: str) -> str:
    """Latin letters without their accents; other scripts as they are."""
    return text.translate(_FOLD)
