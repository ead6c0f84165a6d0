"""The block model: everything an article's body can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

from broadsheet.news.choosers import article_chooser
from broadsheet.news.embeds import frame_address

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote", "hr",
            "superscript", "subscript", "strikethrough"]  # fmt: skip
CAPTION = "table_caption"
SMALL_FEATURES = ["bold", "italic", "ol", "ul", "link"]

ArticleChooserBlock = article_chooser.get_block_class(
    name="ArticleChooserBlock", module_path="broadsheet.news.blocks"
)


class PictureBlock(blocks.StructBlock):
    """A picture in the text; empty fields fall back to the picture's own."""

    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("description for those who do not see it"), required=False, max_length=255
    )
    caption = blocks.TextBlock(label=_("caption"), required=False, rows=2)
    credit = blocks.CharBlock(label=_("credit"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "components/blocks/picture.html"


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False, max_length=200)
    pictures = blocks.ListBlock(PictureBlock(), label=_("pictures"), min_num=1)

    class Meta:
        icon = "grip"
        label = _("Gallery")
        template = "components/blocks/gallery.html"


class PullQuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quote"), rows=3)
    attribution = blocks.CharBlock(label=_("who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        template = "components/blocks/pull_quote.html"


class FactBoxBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = blocks.RichTextBlock(label=_("text"), features=SMALL_FEATURES)

    class Meta:
        icon = "list-ul"
        label = _("Fact box")
        template = "components/blocks/fact_box.html"


class FoundBlock(blocks.CharBlock):
    """What we found out ourselves: kept with the block, not shown to be filled in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget = forms.HiddenInput()

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Nothing: it is the same in every language."""
        return []

    class Meta:
        form_classname = "desk-found"
        label = " "


class TranslatedTableBlock(TableBlock):
    """Wagtail's table, whose cells a translation has each for itself."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Its caption and cells, as wagtail-localize asks for them."""
        from wagtail_localize.segments import StringSegmentValue

        return [StringSegmentValue(where, text) for where, text in _texts_of(value or {})]

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        """The table with what was translated of it."""
        said = {segment.path: segment.render_text() for segment in segments}
        made = dict(value)
        if CAPTION in said:
            made[CAPTION] = said[CAPTION]
        made["data"] = [
            [said.get(f"{row}-{column}", cell) for column, cell in enumerate(cells)]
            for row, cells in enumerate(value["data"])
        ]
        return made

    def deconstruct(self) -> Any:
        """In migrations it is Wagtail's."""
        _path, args, kwargs = super().deconstruct()
        return (f"{TableBlock.__module__}.{TableBlock.__name__}", args, kwargs)


def _texts_of(table: Any) -> Iterator[tuple[str, str]]:
    if caption := table.get(CAPTION):
        yield CAPTION, caption
    for row, cells in enumerate(table.get("data") or []):
        for column, cell in enumerate(cells):
            if cell and str(cell).strip():
                yield f"{row}-{column}", str(cell)


class EmbedBlock(blocks.StructBlock):
    """Something on another site. Nothing is asked of it before the reader consents."""

    url = blocks.URLBlock(label=_("address"))
    caption = blocks.CharBlock(label=_("what it is"), required=False, max_length=255)
    embed_url = FoundBlock(required=False)

    def clean(self, value: Any) -> Any:
        """Ask the site, while the editor saves, what it offers to show."""
        cleaned = super().clean(value)
        cleaned["embed_url"] = frame_address(cleaned["url"]) if cleaned["url"] else ""
        return cleaned

    class Meta:
        icon = "media"
        label = _("Embed")
        template = "components/blocks/embed.html"


class RelatedBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False, max_length=200)
    articles = blocks.ListBlock(ArticleChooserBlock(label=_("article")), label=_("articles"))

    class Meta:
        icon = "link"
        label = _("Related")
        template = "components/blocks/related.html"


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """The block model, with what installed plug-ins add to it."""
    own: list[tuple[str, blocks.Block]] = [
        (
            "text",
            blocks.RichTextBlock(
                label=_("Text"), features=FEATURES, template="components/blocks/text.html"
            ),
        ),
        ("picture", PictureBlock()),
        ("gallery", GalleryBlock()),
        ("pull_quote", PullQuoteBlock()),
        ("fact_box", FactBoxBlock()),
        ("embed", EmbedBlock()),
        ("table", TranslatedTableBlock(label=_("Table"), template="components/blocks/table.html")),
        ("related", RelatedBlock()),
    ]
    added = [
        (name, import_string(path)())
        for plugin in settings.PLUGINS
        for name, path in plugin.blocks.items()
    ]
    return own + added


BODY_BLOCKS = body_blocks()
