"""Names in an article's text become links to their topics, each where it stands first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

from broadsheet.news.models import ArticlePage
from broadsheet.topics import api as topics
from broadsheet.topics.models import Decision, Topic

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
# Inside these nothing becomes a link: what is one, headlines, other people's words, code.
_CLOSED = frozenset(
    {"a", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "button", "code", "script", "style"}
)


class Linker:
    """The links of one article while it is rendered; blocks go through in their order.

    Args:
        language: of the text.
        about: the article's topics, their `names` fetched.
        refused: (spelling, topic) that an editor refused here.
    """

    def __init__(
        self, *, language: str, about: Iterable[Topic], refused: Iterable[tuple[str, int]] = ()
    ) -> None:
        self._language = language
        self._topics = {topic.pk: topic for topic in about}
        self._refused = set(refused)
        self._names = topics.names_of(self._topics.values(), language=language)
        self._open = set(self._topics)

    def link(self, html: str) -> str:
        """A block's HTML with the names that stand here first made links."""
        if not self._open:
            return html
        closed: list[str] = []
        pieces = []
        for piece in _TAG.split(html):
            if piece.startswith("<"):
                self._step(piece, closed)
                pieces.append(piece)
            else:
                pieces.append(piece if closed else self._linked(piece))
        return "".join(pieces)

    def _step(self, tag: str, closed: list[str]) -> None:
        found = _NAME.match(tag)
        name = found[1].lower() if found else ""
        if name not in _CLOSED or tag.endswith("/>"):
            return
        if not tag.startswith("</"):
            closed.append(name)
        elif name in closed:
            while closed.pop() != name:
                continue

    def _linked(self, piece: str) -> str:
        text = unescape(piece)
        if not self._open or not text.strip():
            return piece
        made, at = [], 0
        given = set(self._topics)
        for mention in topics.suggest_with(text, self._language, names=self._names, given=given):
            if mention.topic not in self._open or (mention.spelling, mention.topic) in self._refused:
                continue
            self._open.discard(mention.topic)
            made += [
                escape(text[at : mention.start], quote=False),
                f'<a class="name" href="{escape(self._topics[mention.topic].url)}">',
                f"{escape(mention.text, quote=False)}</a>",
            ]
            at = mention.end
        return "".join([*made, escape(text[at:], quote=False)]) if made else piece


def linker_of(article: ArticlePage) -> Linker | None:
    """The links of an article; None when it has no topics."""
    about = article.topics
    if not about:
        return None
    refused = Decision.objects.filter(article_id=article.pk or 0, accepted=False)
    pairs = refused.values_list("spelling", "topic_id")
    return Linker(language=article.language, about=about, refused=pairs)
