"""What another site offers to show in a frame, asked once, when an editor saves.

Readers never cause it: the frame's address is kept in the article, and the
reader's browser loads it after a click (`components/blocks/embed.html`).
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.core.cache import cache
from lxml import html
from lxml.etree import ParserError
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException

logger = logging.getLogger(__name__)

NOT_AGAIN_SECONDS = 60  # an editor's page saves itself often; a silent site is not asked each time
WITHOUT_COOKIES = {"www.youtube.com": "www.youtube-nocookie.com"}


def frame_address(url: str) -> str:
    """The address of the frame that the site behind `url` offers by oEmbed.

    "" when we know no way to ask it, it offers no frame, or it does not
    answer: then the reader gets a plain link.
    """
    silent = f"embed-silent:{hash(url)}"
    if cache.get(silent):
        return ""
    try:
        offered = get_embed(url).html
    except (EmbedException, KeyError, TypeError) as error:  # the latter: an answer that is no oEmbed
        logger.info("Nothing to embed for %s: %r", url, error)
        cache.set(silent, True, NOT_AGAIN_SECONDS)
        return ""
    return _frame_in(offered)


def _frame_in(offered: str) -> str:
    """The https address of the first frame in a provider's HTML."""
    try:
        frames = html.fragment_fromstring(offered, create_parent=True).xpath("//iframe/@src")
    except (ParserError, ValueError):
        return ""
    address = str(frames[0]).strip() if frames else ""
    if address.startswith("//"):
        address = f"https:{address}"
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        return ""
    return parts._replace(netloc=WITHOUT_COOKIES.get(parts.netloc, parts.netloc)).geturl()
