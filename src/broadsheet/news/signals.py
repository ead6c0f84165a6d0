"""What happened to an article, for the rooms above.

Sent inside the transaction of the change, with `article` (an `ArticlePage`).
Receivers record what must follow (a task, a stale tag); they do no slow work.
"""

from django.dispatch import Signal

article_published = Signal()  # public for the first time, or again after a withdrawal
article_changed = Signal()  # public before and after, and something readers see is new
article_withdrawn = Signal()  # was public, is no longer
article_killed = Signal()  # taken back for good, with its `record`; a public one was withdrawn before

# Many new articles at once, as `articles`: their rows were written without the models' own
# signals. `article_published` is sent for each of them as well, with `filed`: such an article is new,
# so there is nothing yet that knows its number.
articles_filed = Signal()
