"""The registry as a file: JSON Lines or CSV, in and out.

A line is a topic: `name`, and if wanted `slug`, `kind`, `description`,
`parent` (a slug), `place` ("51.16, 71.45": degrees north and east), `names`,
`titles`, `ids`. In JSON Lines a name is a text or {"text", "language", "case",
"needs_context", "inflected"}, a title {"text", "since", "until"}, `ids`
{"wikidata": "Q232"}. In CSV names are parted by "|", each may end in rules:
"Georgia [context]", "oil [any]", "Или [ru, context, fixed]"; ids are
"wikidata:Q232|geonames:1522867", titles "mayor of Almaty (2008-04-01 – )".
What it is in another language of the paper: `descriptions` {"kk": "…"} in JSON
Lines, a column `description_kk` in CSV.
"""

from broadsheet.topics.exchange.giving import export_topics
from broadsheet.topics.exchange.taking import Report, import_topics

__all__ = ["Report", "export_topics", "import_topics"]
