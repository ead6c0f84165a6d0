"""A password alone opens nothing where a second step is set up, and soon nowhere in the newsroom."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User

PASSWORD = "a long enough password"
PERIOD = 30  # seconds, RFC 6238


def sign_in(email: str = "editor@example.org", password: str = PASSWORD, **more: str) -> Client:
    client = Client(**more)
    client.post("/newsroom/login/", {"username": email, "password": password})
    return client


def code(secret: str, *, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + step))


@pytest.fixture(autouse=True)
def nobody_was_limited_before() -> None:
    cache.clear()


@pytest.fixture
def secret(editor: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    RecoveryCodes.activate(editor)
    return secret


def test_a_stolen_password_opens_nothing(secret: str, article: Any) -> None:
    thief = sign_in()
    for path in ("/newsroom/", "/newsroom/articles/", "/account/", "/account/2fa/", "/account/data/"):
        answer = thief.get(path)
        assert (answer.status_code, answer["Location"][:21]) == (302, "/account/second-step/"), path
    attacks = (
        (f"/newsroom/articles/{article.pk}/kill/", {"because": "I can"}),
        ("/account/2fa/totp/deactivate/", {}),
        ("/account/email/", {"email": "thief@example.org", "action_add": ""}),
        ("/account/password/change/", {"oldpassword": PASSWORD}),
        (f"/talk/article/{article.pk}/", {"name": "Editor", "text": "Trust me."}),
    )
    for path, sent in attacks:
        assert thief.post(path, sent).status_code == 403, path
    assert thief.get("/newsroom/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    article.refresh_from_db()
    assert article.live
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_code_of_the_app_opens_the_newsroom_and_only_once(secret: str) -> None:
    client = sign_in()
    right = code(secret)
    answer = client.post("/account/second-step/", {"code": right, "next": "/newsroom/articles/"})
    assert answer["Location"] == "/newsroom/articles/"
    assert client.get("/newsroom/").status_code == 200
    other = sign_in()
    seen_over_a_shoulder = {"code": right}
    assert other.post("/account/second-step/", seen_over_a_shoulder).status_code == 200
    assert other.get("/newsroom/").status_code == 302


def test_nobody_is_led_to_another_house(secret: str) -> None:
    sent = {"code": code(secret), "next": "https://evil.example/"}
    assert sign_in().post("/account/second-step/", sent)["Location"] == "/newsroom/"


def test_guessing_codes_stops(secret: str) -> None:
    thief = sign_in()
    for guess in range(6):
        thief.post("/account/second-step/", {"code": f"{guess:06}"})
    right = code(secret)
    assert thief.post("/account/second-step/", {"code": right}).status_code == 200
    assert thief.get("/newsroom/").status_code == 302


def test_a_recovery_code_is_good_once(secret: str, editor: User) -> None:
    kept = Authenticator.objects.get(user=editor, type="recovery_codes").wrap().get_unused_codes()
    assert sign_in().post("/account/second-step/", {"code": kept[0]}).status_code == 302
    assert sign_in().post("/account/second-step/", {"code": kept[0]}).status_code == 200


def test_secrets_are_not_readable_in_the_database(secret: str) -> None:
    assert all(secret not in str(one.data) for one in Authenticator.objects.all())


def test_a_session_from_before_is_asked_for_what_was_set_up_since(editor: User) -> None:
    thief = sign_in()
    TOTP.activate(editor, generate_totp_secret())
    for path in ("/account/2fa/", "/newsroom/"):
        assert thief.get(path)["Location"].startswith("/account/second-step/")
    assert thief.post("/account/password/change/", {"oldpassword": PASSWORD}).status_code == 403


def test_after_the_days_of_grace_the_newsroom_asks_for_it(editor: User) -> None:
    client = sign_in()
    assert "asks for a second step" in client.get("/newsroom/").content.decode()
    User.objects.update(date_joined=now() - timedelta(days=15))
    answer = client.get("/newsroom/articles/")
    assert answer["Location"] == "/account/2fa/totp/activate/"
    assert client.post("/newsroom/breaking/", {"text": "Owned"}).status_code == 302
    assert "Owned" not in Client().get("/").content.decode()
    assert "Is it you?" in client.get(answer["Location"], follow=True).content.decode()


def test_wrong_passwords_are_limited_and_lock_nobody_else_out(editor: User) -> None:
    for _guess in range(10):
        sign_in(password="guess")
    thief = sign_in()  # has guessed it now
    assert thief.get("/newsroom/").status_code == 302
    owner = sign_in(REMOTE_ADDR="203.0.113.7")
    assert owner.get("/newsroom/").status_code == 200


def test_the_owner_sees_and_ends_other_sessions(editor: User) -> None:
    there = sign_in(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Old telephone")
    here = sign_in()
    page = here.get("/account/sessions/").content.decode()
    assert "203.0.113.7" in page
    assert "Old telephone" in page
    here.post("/account/sessions/")
    assert there.get("/newsroom/").status_code == 302
    assert here.get("/newsroom/").status_code == 200
