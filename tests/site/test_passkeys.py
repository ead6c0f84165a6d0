"""A passkey in the place of a code: it opens the newsroom, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from broadsheet.foundation.models import User
from tests.site.passkey import Passkey
from tests.site.test_second_step import PASSWORD, sign_in

STEP, ADD = "/account/second-step/", "/account/2fa/webauthn/add/"
HERE = {"HTTP_HOST": "localhost"}


@pytest.fixture(autouse=True)
def nobody_was_limited_before() -> None:
    cache.clear()


@pytest.fixture
def passkey(editor: User) -> Passkey:
    """The editor's passkey, set up in a browser that is signed in."""
    EmailAddress.objects.create(user=editor, email=editor.email, verified=True, primary=True)
    browser = sign_in(**HERE)
    it_is_me(browser)
    asked = browser.get(ADD)
    assert asked.status_code == 200, asked.headers
    assert 'data-passkey="create"' in asked.content.decode()
    made = Passkey()
    sent = {"name": "Telephone", "credential": made.make(asked.context["js_data"]["creation_options"])}
    answer = browser.post(ADD, sent)
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    assert browser.get("/newsroom/").status_code == 200
    return made


def it_is_me(browser: Client) -> None:
    """Changes of the second step ask for the password once more."""
    assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def show(browser: Client, passkey: Passkey, **more: str) -> Any:
    asked = browser.get(STEP).context["passkeys"]
    return browser.post(STEP, {"credential": passkey.show(asked), **more})


def test_a_password_alone_is_not_enough_and_the_passkey_opens(passkey: Passkey) -> None:
    browser = sign_in(**HERE)
    assert browser.get("/newsroom/")["Location"].startswith(STEP)
    page = browser.get(STEP).content.decode()
    assert 'data-passkey="get"' in page
    assert 'name="code"' in page
    answer = show(browser, passkey, next="/newsroom/articles/")
    assert answer["Location"] == "/newsroom/articles/"
    assert browser.get("/newsroom/").status_code == 200
    assert "Telephone" in browser.get("/account/2fa/webauthn/").content.decode()


def test_nothing_else_opens(passkey: Passkey) -> None:
    thief = sign_in(**HERE)
    elsewhere = Passkey(origin="https://evil.example")
    elsewhere._key, elsewhere._id = passkey._key, passkey._id
    another = Passkey()
    another._id = passkey._id
    for false in (elsewhere, another, Passkey()):
        assert show(thief, false).status_code == 200
    asked = thief.get(STEP).context["passkeys"]
    seen = passkey.show(asked)
    other = sign_in(**HERE)
    other.get(STEP)
    assert other.post(STEP, {"credential": seen}).status_code == 200
    for browser in (thief, other):
        assert browser.get("/newsroom/").status_code == 302


@pytest.mark.parametrize(
    "sent", ["", "x", "5", "{}", "[]", '{"response": {}}', '{"rawId": "AA", "response": 5}']
)
def test_what_is_no_answer_of_a_browser_is_refused_in_words(passkey: Passkey, sent: str) -> None:
    browser = sign_in(**HERE)
    browser.get(STEP)
    answer = browser.post(STEP, {"credential": sent})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert browser.get("/newsroom/").status_code == 302


def test_a_recovery_code_opens_when_the_passkey_is_not_at_hand(passkey: Passkey, editor: User) -> None:
    codes = Authenticator.objects.get(user=editor, type="recovery_codes").wrap().get_unused_codes()
    browser = sign_in(**HERE)
    assert browser.post(STEP, {"code": codes[0]}).status_code == 302
    assert browser.get("/newsroom/").status_code == 200
    (kept,) = Authenticator.objects.filter(user=editor, type="webauthn")
    it_is_me(browser)
    gone = browser.post(f"/account/2fa/webauthn/keys/{kept.pk}/remove/")
    assert gone.status_code == 302
    assert sign_in(**HERE).get("/newsroom/").status_code == 200
