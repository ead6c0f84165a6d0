"""What the background process does first (-100 to 100; what says nothing has 0)."""

from __future__ import annotations

LETTERS = 50  # a reader waits for a code or a link, whatever an import has left to do
PICTURES = -10
LINKS = -15  # to other sites, which may be slow
INDEXES = -20  # of what came in by the thousand
