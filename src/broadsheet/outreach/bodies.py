"""An article's text for where our style sheets and scripts do not reach.

Feeds, readers' apps and mail get plain HTML with full addresses: no srcset,
no consent button, no class names.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

import nh3
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.blocks import StreamValue
from wagtail.images.views.serve import generate_image_url

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.addresses import absolute

PICTURE_WIDTH = 1200  # what Google News and the apps ask for at least
SUMMARY_WORDS = 50
TAGS = {
    "a", "b", "blockquote", "br", "cite", "code", "dd", "del", "dl", "dt", "em", "figcaption",
    "figure", "footer", "h2", "h3", "h4", "hr", "i", "img", "li", "ol", "p", "pre", "q", "s",
    "strong", "sub", "sup", "table", "caption", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "*": {"lang", "dir"},
}
OWN_BLOCKS = frozenset(
    {"text", "picture", "gallery", "pull_quote", "fact_box", "embed", "table", "related"}
)


Blocks = Sequence[Any]


def blocks_of(articles: Sequence[ArticlePage]) -> list[Blocks]:
    """The text of each article, with all pictures and links of all of them fetched in one go.

    Each body by itself would ask once for each kind of block: a feed of thirty, a hundred times.
    """
    if not articles:
        return []
    pieces = [list(article.body.raw_data) for article in articles]
    together = chain.from_iterable(pieces)
    blocks = iter(StreamValue(articles[0].body.stream_block, list(together), is_lazy=True))
    return [list(islice(blocks, len(piece))) for piece in pieces]


def full_html(*, article: ArticlePage, blocks: Blocks | None = None) -> str:
    """Main picture, text, corrections and credit of an article as clean HTML.

    Args:
        blocks: the article's, from `blocks_of`, where many articles are wanted.
    """
    context = {
        "article": article,
        "blocks": [(_template(block), block) for block in (article.body if blocks is None else blocks)],
        "main_picture": article.picture,
    }
    return clean(render_to_string("outreach/body/body.html", context))


def summary(*, article: ArticlePage) -> str:
    """The standfirst, or the first words of the text."""
    if article.standfirst:
        return clean_line(article.standfirst)
    # As it is kept, so that no picture is fetched on the way to the first words.
    texts = (str(block["value"]) for block in article.body.raw_data if block["type"] == "text")
    return clean_line(Truncator(strip_tags(next(texts, ""))).words(SUMMARY_WORDS))


def clean(html: str) -> str:
    """Only harmless tags, every address absolute."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", settings.PAPER.url + "/"),
        link_rel=None,
    ).strip()


def sized(picture: Any) -> tuple[str, int, int]:
    """A picture's full address at our width, with the width and height it has then."""
    width = min(PICTURE_WIDTH, picture.width)
    height = max(1, round(picture.height * width / picture.width))
    return absolute(generate_image_url(picture, f"width-{width}|format-jpeg")), width, height


def _template(block: Any) -> str:
    name = block.block_type if block.block_type in OWN_BLOCKS else "other"
    return f"outreach/body/{name}.html"
