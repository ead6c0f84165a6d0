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
    fronts = queries.front_pages()
    if not fronts:
        raise NoPaper("There is no front page yet: lay the paper out first.")
    with transaction.atomic():
        for front in fronts:
            groups = set_up_roles(front=front)
        set_up_review(fronts=fronts, reviewers=[groups[Role.EDITOR], groups[Role.PUBLISHER]])
