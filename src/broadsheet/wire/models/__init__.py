"""What the wire keeps: imports, sources and what came from them, and who takes the paper's own."""

from broadsheet.wire.models.customers import Customer, Withdrawal
from broadsheet.wire.models.imports import Import, Imported, Term
from broadsheet.wire.models.service import ServiceSettings
from broadsheet.wire.models.sources import Source
from broadsheet.wire.models.wire import Band, Item, Rule

__all__ = [
    "Band",
    "Customer",
    "Import",
    "Imported",
    "Item",
    "Rule",
    "ServiceSettings",
    "Source",
    "Term",
    "Withdrawal",
]
