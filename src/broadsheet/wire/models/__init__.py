"""What the wire keeps: imports that were done, sources that are polled, and what came from them."""

from broadsheet.wire.models.imports import Import, Imported, Term
from broadsheet.wire.models.sources import Source
from broadsheet.wire.models.wire import Band, Item, Rule

__all__ = ["Band", "Import", "Imported", "Item", "Rule", "Source", "Term"]
