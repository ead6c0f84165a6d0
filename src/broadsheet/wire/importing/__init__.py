"""Take a file's content into the paper, each thing in one transaction.

A thing is recorded as imported in the transaction that imports it, with a
fingerprint of what the file said. So a run that was killed goes on where it
was, and a second run changes nothing.
"""

from broadsheet.wire.importing.copies import copy_of
from broadsheet.wire.importing.running import run_import

__all__ = ["copy_of", "run_import"]
