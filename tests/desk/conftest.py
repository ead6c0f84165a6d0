"""A newsroom with its roles, and people who have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.desk.actions import Role, give_role, set_up_newsroom
from broadsheet.foundation.models import User
from tests import beginnings


@pytest.fixture
def newsroom(paper: Any) -> Any:
    """The paper of the tests with its roles and its review."""
    beginnings.begin("newsroom", set_up_newsroom)
    return paper


@pytest.fixture
def hire(newsroom: Any) -> Callable[[str], User]:
    """Somebody with a role: `hire("Reporter")`."""

    def one(role: str) -> User:
        user = User.objects.create_user(f"{role.lower()}@example.org", "a long enough password")
        give_role(user=user, role=Role(role))
        return user

    return one


@pytest.fixture
def desk_of(hire: Callable[[str], User]) -> Callable[[str], Client]:
    """A signed-in browser of somebody with a role."""

    def one(role: str) -> Client:
        client = Client()
        client.force_login(User.objects.filter(groups__name=role).first() or hire(role))
        return client

    return one
