"""A plug-in as somebody else would write it: tides under a story."""

from broadsheet.foundation.plugins import Plugin

plugin = Plugin(
    name="tides",
    apps=("tide_table",),
    blocks={"tide": "tide_table.blocks.TideBlock"},
    bar_buttons=("tide_table/button.html",),
    urls="tide_table.urls",
)
