from wagtail import blocks


class TideBlock(blocks.StructBlock):
    place = blocks.CharBlock()
    height = blocks.DecimalBlock()

    class Meta:
        template = "tide_table/block.html"
