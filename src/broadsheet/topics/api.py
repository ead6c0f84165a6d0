"""What other rooms may use of the topics."""

from broadsheet.topics.actions import decide, forget_article
from broadsheet.topics.reading.dates import Dated, Precision, find_dates
from broadsheet.topics.reading.proposals import Proposal, propose
from broadsheet.topics.reading.quotes import Quote, find_quotes, has_quotes
from broadsheet.topics.reading.sentences import excerpt, sentence_at
from broadsheet.topics.registry import names_of, suggest
from broadsheet.topics.tagging.choosing import Mention
from broadsheet.topics.tagging.choosing import suggest as suggest_with
from broadsheet.topics.tagging.names import Names
from broadsheet.topics.tagging.words import folded

__all__ = [
    "Dated", "Mention", "Names", "Precision", "Proposal", "Quote", "decide", "excerpt", "find_dates",
    "find_quotes", "folded", "forget_article", "has_quotes", "names_of", "propose", "sentence_at",
    "suggest", "suggest_with",
]  # fmt: skip
