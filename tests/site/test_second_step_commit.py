"""What follows the commit when a second step is set up.

In a file of its own: tests that empty the database come last, file by file.
"""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession

from broadsheet.foundation.models import User
from tests.site.test_second_step import PASSWORD, code, nobody_was_limited_before, sign_in

__all__ = ["nobody_was_limited_before"]
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_setting_it_up_signs_everybody_else_out(editor: User) -> None:
    thief, owner = sign_in(), sign_in()
    assert thief.get("/newsroom/").status_code == 200
    asked = owner.get("/account/2fa/totp/activate/")
    assert asked["Location"].startswith("/account/reauthenticate/")
    page = owner.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert page.status_code == 200
    shown = page.context["form"].secret
    assert shown in page.content.decode()
    done = owner.post("/account/2fa/totp/activate/", {"code": code(shown)}, follow=True)
    assert "Recovery codes" in done.content.decode()
    assert owner.get("/newsroom/").status_code == 200
    assert thief.get("/newsroom/").status_code == 302
    assert UserSession.objects.count() == 1
