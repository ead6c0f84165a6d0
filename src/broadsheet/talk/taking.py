"""From a draft to its post: counted against the limits, then posted, with what comes in that moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from broadsheet.foundation.clock import now
from broadsheet.foundation.limits import count_each, give_back
from broadsheet.foundation.models import User
from broadsheet.foundation.together import in_one_piece, together
from broadsheet.talk import actions, limits
from broadsheet.talk.actions import Sent
from broadsheet.talk.drafts import Draft
from broadsheet.talk.errors import TalkError, TooMany
from broadsheet.talk.models import Post
from broadsheet.talk.pipeline.assessing import Read


def comment(*, article_id: int, draft: Draft, said: Read, parent: Post | None = None) -> Post:
    """Take a comment on an article. All that wait are taken in one piece.

    Raises:
        TalkError: it is refused, with the reason; then it does not count either.
    """
    _ = draft.digest, draft.name_key  # made out here, where nobody waits for it
    return in_one_piece(_comments, Sent(article_id=article_id, draft=draft, parent=parent, said=said))


def one(
    *,
    check: Callable[..., None],
    post: Callable[..., Post],
    draft: Draft,
    said: Read,
    parent: Post | None = None,
) -> Post:
    """Take what is said elsewhere, each by itself. As `comment`.

    Args:
        check: counts against the limits.
        post: makes the post.
    """

    def act() -> Post:
        check(writer=draft.writer)
        made = post(draft=draft, said=said, **({"parent": parent} if parent else {}))
        _name(draft)
        return made

    return together(act)


def _comments(sent: Sequence[Sent]) -> list[Post | TalkError]:
    moment = now()
    counts = [
        limits.of_a_post(writer=one.draft.writer, thread=f"article:{one.article_id}") for one in sent
    ]
    fits = count_each(counts, moment=moment)
    posted = iter(actions.post_comments([one for one, fit in zip(sent, fits, strict=True) if fit]))
    results = [next(posted) if fit else TooMany() for fit in fits]
    refused = [
        of_one for of_one, result in zip(counts, results, strict=True) if isinstance(result, TalkError)
    ]
    give_back(refused, moment=moment)
    for one, result in zip(sent, results, strict=True):
        if isinstance(result, Post):
            _name(one.draft)
    return results


def _name(draft: Draft) -> None:
    """The first name under which an account writes becomes its own."""
    user = draft.writer.user
    if user and not user.name:
        User.objects.filter(pk=user.pk, name="").update(name=draft.name)
