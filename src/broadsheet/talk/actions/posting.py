"""A reader says something."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import Prepared, Slot, insert
from broadsheet.foundation.text import clean_line
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import bans, errors, hooks, lockdown, names, notices, search
from broadsheet.talk.actions.counting import board_of, recount
from broadsheet.talk.asked import Asked, ask
from broadsheet.talk.drafts import MAX_TITLE, Draft
from broadsheet.talk.models import OutsideSite, Post, PostState, Thread, ThreadState
from broadsheet.talk.modes import mode_of
from broadsheet.talk.pipeline.assessing import Place, Read, assess

SAME_PRESS_OF_THE_BUTTON = timedelta(days=1)
OF_A_BROWSER_WE_DO_NOT_KNOW_YET = timedelta(minutes=2)  # its first answer may be still on the way

# One writer at a time in a thread, so that counts and repeats are seen by each.
_thread_under = Prepared(
    lambda: Thread.objects.select_for_update(of=("self",))
    .filter(article=Slot("article"))
    .select_related("article__section")
    .only(
        "article__live", "article__published_at", "article__comment_mode", "article__slug",
        "article__url_path", "article__section__comment_mode", "board_id", "page", "site_id", "state",
        "title",
    )
)  # fmt: skip


def post_comment(
    *, article_id: int, draft: Draft, parent: Post | None = None, said: Read | None = None
) -> Post:
    """Put the draft under an article: published, or held with the reasons.

    The same words by the same writer in the same place are the same post,
    however often the button was pressed.

    Raises:
        NoArticle, Closed, ParentGone, StaffName, NameTaken, Banned: see their sentences.
    """
    with transaction.atomic(savepoint=False):
        thread = _thread_under.first(article=article_id) or _first_thread(article_id)
        if not news.is_published(thread.article):
            raise errors.NoArticle
        return _post(thread=thread, draft=draft, parent=parent, said=said)


def reply_in_topic(
    *, thread: Thread, draft: Draft, parent: Post | None = None, said: Read | None = None
) -> Post:
    """Put the draft into a topic of the forum. As `post_comment`."""
    with transaction.atomic(savepoint=False):
        return _post(thread=_locked(thread), draft=draft, parent=parent, said=said)


def comment_on_page(
    *,
    site: OutsideSite,
    page: str,
    title: str,
    draft: Draft,
    parent: Post | None = None,
    said: Read | None = None,
) -> Post:
    """Put the draft under a page of another site. As `post_comment`.

    Args:
        page: its path as `outside.finding` gives it.
        title: what the writer's browser calls the page; kept with the first word.
    """
    with transaction.atomic(savepoint=False):
        thread = _locked(page_thread(site=site, page=page))
        thread.site = site  # with what was read of it already
        if not thread.posts_shown and not _is_spoken_of(thread):
            Thread.objects.filter(pk=thread.pk).update(title=title or thread.title)
            thread.title = title or thread.title
            draft, said = replace(draft, title=title), None  # a reader's words as well
        return _post(thread=thread, draft=draft, parent=parent, said=said)


def open_topic(*, board: SectionPage, draft: Draft, said: Read | None = None) -> Post:
    """Open the topic `draft.title` on a board; its opening post is returned.

    It is held until the reader has one approved post.

    Raises:
        Closed, StaffName, NameTaken, Banned.
    """
    with transaction.atomic(savepoint=False):
        # One topic at a time on a board, so that a second press finds the first.
        SectionPage.objects.select_for_update(of=("self",)).get(pk=board.pk)
        standing = _standing_topic(board, draft)
        if standing:
            return standing
        thread = Thread.objects.create(board=board, title=draft.title, state=ThreadState.HIDDEN)
        return _post(thread=thread, draft=draft, parent=None, said=said)


def thread_of(*, article: ArticlePage) -> Thread:
    """The article's thread, made when the first word is said."""
    board = board_of(article.section)
    return Thread.objects.get_or_create(article=article, defaults={"board": board})[0]


def page_thread(*, site: OutsideSite, page: str) -> Thread:
    """The thread of a page elsewhere, made when the first word is said."""
    plain = {"board": site.board, "title": name_of_page(page) or site.host[:MAX_TITLE]}
    return Thread.objects.get_or_create(site=site, page=page, defaults=plain)[0]


def name_of_page(page: str) -> str:
    """What a page is called as long as nobody has said it: the last piece of its path."""
    return clean_line(unquote(page.partition("?")[0].rpartition("/")[2]))[:MAX_TITLE]


def _is_spoken_of(thread: Thread) -> bool:
    """Whether anything is in a thread that is not taken down."""
    return thread.posts.exclude(state=PostState.REMOVED).exists()


def _first_thread(article_id: int) -> Thread:
    """The thread of an article under which nothing was said yet."""
    article = news.published().select_related("section").defer("body").filter(pk=article_id).first()
    if article is None:
        raise errors.NoArticle
    thread = _locked(thread_of(article=article))
    thread.article = article
    return thread


def _locked(thread: Thread) -> Thread:
    return Thread.objects.select_for_update().get(pk=thread.pk)


def _post(*, thread: Thread, draft: Draft, parent: Post | None, said: Read | None) -> Post:
    asked = ask(draft)
    mode = mode_of(thread=thread)
    _may_write(thread, mode, draft, parent, asked)
    standing = _standing(thread, draft, parent) if asked.repeats else None
    if standing:
        return standing
    found = assess(
        draft=draft, place=place_of(thread, draft, mode=mode), repeats=asked.repeats, said=said
    )
    post = Post(
        thread=thread,
        parent=parent,
        root=(parent.root or parent) if parent else None,
        name=draft.name,
        name_key=names.key(draft.name),
        email=draft.email,
        user=draft.writer.user,
        writer=draft.writer.key,
        text=draft.text,
        state=PostState.HELD if found.holds else PostState.PUBLISHED,
        signals=found.kept,
        score=found.score,
        language=found.language,
        needs_look=True,
        is_staff=draft.writer.is_staff,
        wants_notices=draft.wants_notices and bool(draft.email),
        digest=draft.digest,
        address_hash=draft.writer.address_hash,
    )
    post.weigh()
    insert([post])
    search.index_new(posts=[post])
    if post.state == PostState.PUBLISHED:
        recount(thread)
        notices.prepare(post=post)
    hooks.tell(post=post, event=hooks.HELD if post.state == PostState.HELD else hooks.CREATED)
    return post


def place_of(thread: Thread, draft: Draft, *, mode: CommentMode) -> Place:
    """What a thread, the paper and the bans say to a draft."""
    return Place(
        mode=mode,
        opens_topic=opens_topic(thread),
        first=news.paper_settings().comments_first_held,
        lockdown=bool(lockdown.current()),
        suspended=bans.suspension_of(writer=draft.writer, email=draft.email),
    )


def _may_write(
    thread: Thread, mode: CommentMode, draft: Draft, parent: Post | None, asked: Asked
) -> None:
    if mode == CommentMode.CLOSED or _is_hidden(thread):
        raise errors.Closed
    bans.check(writer=draft.writer)
    if parent and not _can_be_answered(parent, thread):
        raise errors.ParentGone
    writer = draft.writer
    if not writer.is_staff and names.is_a_staff_name(draft.name, user=writer.user):
        raise errors.StaffName
    if asked.is_a_members_name:
        raise errors.NameTaken


def _can_be_answered(parent: Post, thread: Thread) -> bool:
    return Post.objects.filter(pk=parent.pk, thread=thread, state=PostState.PUBLISHED).exists()


def _is_hidden(thread: Thread) -> bool:
    """Whether it is a topic that readers cannot see, and not just being opened."""
    return thread.state == ThreadState.HIDDEN and not opens_topic(thread)


def opens_topic(thread: Thread, *, before: Post | None = None) -> bool:
    """Whether nothing is said in a topic yet, or nothing `before` this post."""
    earlier = thread.posts.filter(pk__lt=before.pk) if before else thread.posts
    return thread.is_topic and not earlier.exists()


def _standing(thread: Thread, draft: Draft, parent: Post | None) -> Post | None:
    """This very post, when the button was pressed before."""
    same = Post.objects.filter(thread=thread, parent=parent, digest=draft.digest)
    if draft.writer.is_fresh:
        same = same.filter(
            user=None,
            name_key=names.key(draft.name),
            address_hash=draft.writer.address_hash,
            created_at__gt=now() - OF_A_BROWSER_WE_DO_NOT_KNOW_YET,
        )
    else:
        since = now() - SAME_PRESS_OF_THE_BUTTON
        same = same.filter(writer=draft.writer.key, created_at__gt=since)
    return same.exclude(state=PostState.REMOVED).first()


def _standing_topic(board: SectionPage, draft: Draft) -> Post | None:
    since = now() - SAME_PRESS_OF_THE_BUTTON
    topics = Thread.objects.filter(
        board=board, article=None, site=None, title=draft.title, created_at__gt=since
    )
    for thread in topics:
        standing = _standing(thread, draft, None)
        if standing:
            return standing
    return None
