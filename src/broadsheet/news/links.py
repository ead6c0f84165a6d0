"""Links in running text to pages of the paper."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from broadsheet.edition.api import depends_on


class PublicPageLink(PageLinkHandler):
    """Leads to a page that readers can see; of any other only the words stay.

    What is withdrawn or not yet out must not give away its address elsewhere.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        depends_on(*{address_tag(attrs["id"]) for attrs in attrs_list if attrs.get("id")})
        return [
            f'<a href="{escape(page.url)}">' if page is not None and page.live and page.url else "<a>"
            for page in cls.get_many(attrs_list)
        ]


def address_tag(pk: Any) -> str:
    """What a page depends on that links to page `pk`: that it is there, and where."""
    return f"address:{pk}"
