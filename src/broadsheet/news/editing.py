"""What the article's editor sends beside the article's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from broadsheet.news import languages
from broadsheet.news.slugs import PageForm

FIELD = "named-"  # and the topic's number: "yes" or "no"
QUOTE = "said-"  # and the quote's digest: "yes" or "no"


class ArticleForm(PageForm):
    """The editor of an article, with what was decided about the names in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and self.parent_page and "language" in self.fields:
            self.initial["language"] = languages.of_page(self.parent_page)

    def save(self, commit: bool = True) -> Any:
        from broadsheet.news import checks
        from broadsheet.news.naming import Naming, take_decisions
        from broadsheet.news.quotes import decide_quotes

        if not self.instance.pk and "action-publish" in self.data and checks.blocks(self.instance):
            self.instance.live = False  # Wagtail else makes a new page public before it asks anybody
        article = super().save(commit=commit)
        decided = _decided(self.data)
        if article.pk and decided:
            added = take_decisions(
                article=article,
                accepted=[pk for pk, said in decided.items() if said == "yes"],
                refused=[pk for pk, said in decided.items() if said == "no"],
                by=self.for_user,
            )
            if added and commit:
                article.article_topics.commit()
        said = {
            name.removeprefix(QUOTE): self.data[name] == "yes"
            for name in self.data
            if name.startswith(QUOTE) and self.data[name] in {"yes", "no"}
        }
        if article.pk and said:
            decide_quotes(article=article, found=Naming(article).quotes, decided=said, by=self.for_user)
        return article


def _decided(data: Mapping[str, Any]) -> dict[int, str]:
    """Topics with what was said of each; what is left open is not among them."""
    found = {}
    for name in data:
        number = name.removeprefix(FIELD)
        if name != number and number.isascii() and number.isdecimal() and len(number) < 12:
            found[int(number)] = str(data[name])
    return found
