"""Keep the counts true, and say which pages show them."""

from __future__ import annotations

from django.db.models import Count, Max

from broadsheet.edition.api import stale
from broadsheet.news.actions import set_comment_count
from broadsheet.news.models import SectionPage
from broadsheet.news.queries import own_section
from broadsheet.talk.models import Post, PostState, Thread, ThreadState

TOP_SECTION_DEPTH = 3
STEP = 4  # letters of a tree path for each level (treebeard)


def board_of(section: SectionPage | None) -> SectionPage | None:
    """The board of a section: itself, or the top section it lies in, in the paper's own language."""
    top = section
    if section and section.depth > TOP_SECTION_DEPTH:
        top = SectionPage.objects.filter(path=section.path[: TOP_SECTION_DEPTH * STEP]).first()
    return own_section(top) if top else None


def locked(post: Post) -> tuple[Thread, Post]:
    """The thread a post is in by now, and the post as it is, for this transaction alone."""
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    found = Post.objects.select_for_update().get(pk=post.pk)
    if found.thread_id != thread.pk:  # moved meanwhile
        thread = Thread.objects.select_for_update().get(pk=found.thread_id)
    return thread, found


def recount(thread: Thread) -> None:
    """Count what readers can see; call it in the transaction that changed it."""
    shown = Post.objects.filter(thread=thread, state=PostState.PUBLISHED).aggregate(
        number=Count("pk"), last=Max("created_at")
    )
    thread.posts_shown, thread.last_post_at = shown["number"], shown["last"]
    if thread.is_topic:
        thread.state = _topic_state(thread)
    thread.save(update_fields=["posts_shown", "last_post_at", "state"])
    if thread.article_id:
        set_comment_count(article_id=thread.article_id, comments=thread.posts_shown)
    spoil(thread)


def spoil(thread: Thread) -> None:
    """The pages that show this thread are old."""
    board = [f"board:{thread.board_id}"] if thread.board_id else []
    stale(thread.tag, "forum", *board, *_origins(thread))


def _origins(thread: Thread) -> list[str]:
    """The threads in which a note leads to a post that was moved into this one."""
    if not thread.is_topic:
        return []
    left = Thread.objects.filter(traces__post__thread=thread).distinct()
    return [one.tag for one in left.only("article_id", "site_id", "page")]


def _topic_state(thread: Thread) -> ThreadState:
    """A topic is hidden as long as its opening post is not public."""
    opening = Post.objects.filter(thread=thread).order_by("pk").first()
    if opening is None or opening.state != PostState.PUBLISHED:
        return ThreadState.HIDDEN
    return ThreadState.OPEN if thread.state == ThreadState.HIDDEN else ThreadState(thread.state)
