"""What the newsroom's list of people means for signing in."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks

from broadsheet.foundation.models import User
from broadsheet.site.papers import vouch


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def vouched_for(request: HttpRequest, user: User) -> None:
    """Who writes somebody's address here vouches for it: with another no second step can be set up."""
    vouch(user=user)
