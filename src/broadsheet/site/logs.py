"""What the log need not say."""

from __future__ import annotations

import logging

from django.core.exceptions import ObjectDoesNotExist

INDEXING = "wagtail.tasks.update_reference_index_task"


class WithoutGoneThings(logging.Filter):
    """Leaves out that a thing was gone before Wagtail came to index its references.

    A byline, a topic or a pick is written anew each time its page is published,
    and the page itself is indexed: nothing is lost.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[0] if record.exc_info else None
        was_gone = error is not None and issubclass(error, ObjectDoesNotExist)
        return not (was_gone and INDEXING in record.getMessage())
