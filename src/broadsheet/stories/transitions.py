"""Which way a contribution may go, as a table."""

from __future__ import annotations

from django.utils.translation import gettext as _

from broadsheet.stories.models import Contribution, State

TRANSITIONS: dict[State, frozenset[State]] = {
    State.UNVERIFIED: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.VERIFYING, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    State.VERIFYING: frozenset({State.RECEIVED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    # A decision has a way back: a declined one at any time, a taken one when
    # its draft has been deleted (see `actions.put_back`).
    State.DECLINED: frozenset({State.RECEIVED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.RECEIVED, State.PUBLISHED, State.WITHDRAWN}),
    # Follows the article; its writer asks the newsroom to take it out of the paper.
    State.PUBLISHED: frozenset({State.ACCEPTED}),
    State.WITHDRAWN: frozenset(),
}


class NotPossible(Exception):
    """A contribution cannot go there from where it stands; the message says why."""


def locked(contribution: Contribution) -> Contribution:
    """The contribution as it is now, nobody else's until the transaction ends."""
    found = Contribution.objects.select_for_update().filter(pk=contribution.pk).first()
    if found is None:
        raise NotPossible(_("This story has been deleted."))
    return found


def move(contribution: Contribution, state: State) -> None:
    """Set the new state if the table of transitions has such a step.

    Raises:
        NotPossible: it has not.
    """
    here = State(contribution.state)
    if state not in TRANSITIONS[here]:
        raise NotPossible(
            _("This story is “%(here)s” and cannot become “%(there)s”.")
            % {"here": here.label, "there": state.label}
        )
    contribution.state = state
