"""Verbs of the desk."""

from __future__ import annotations

from django.db import transaction

from broadsheet.desk.review import set_up_review
from broadsheet.desk.roles import Role, give_role, set_up_roles
from broadsheet.news import queries

__all__ = ["NoPaper", "Role", "give_role", "set_up_newsroom"]


class NoPaper(Exception):
    """There is no front page yet: lay the paper out first."""


def set_up_newsroom() -> None:
    """Make the roles and the review, so that people can start to work.

    Idempotent; run it again after an upgrade to give new rooms' permissions.

    Raises:
        NoPaper: the paper has no front page yet.
    """
    front = queries.the_front_page()
    if front is None:
        raise NoPaper("There is no front page yet: lay the paper out first.")
    with transaction.atomic():
        groups = set_up_roles(front=front)
        set_up_review(front=front, reviewers=[groups[Role.EDITOR], groups[Role.PUBLISHER]])
