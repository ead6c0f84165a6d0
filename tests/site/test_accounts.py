"""Signing up and in by code, the account page, and leaving."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from broadsheet.foundation.models import User
from broadsheet.talk.models import Post, Thread


@pytest.fixture(autouse=True)
def _fresh_limits(paper: Any) -> None:
    cache.clear()  # allauth counts its limits there


def code_in(letter: Any) -> str:
    found = re.search(r"^[A-Z0-9]{3,}(-?[A-Z0-9]+)*$", letter.body, re.MULTILINE)
    assert found, letter.body
    return found.group()


def sign_up(client: Any, email: str) -> Any:
    return client.post(reverse("account_signup"), {"email": email}, follow=True)


def ask_for_code(client: Any, email: str) -> Any:
    return client.post(reverse("account_request_login_code"), {"email": email}, follow=True)


@pytest.fixture
def reader() -> User:
    user = User.objects.create_user("jo@example.org", name="Jo Reader")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_a_reader_takes_their_data_away(client: Any, reader: User, article: Any) -> None:
    assert client.get(reverse("account_data")).status_code == 302  # to sign in
    client.force_login(reader)
    Post.objects.create(
        thread=Thread.objects.create(article=article), user=reader, writer=f"user:{reader.pk}",
        name="Jo Reader", name_key="jo reader", text="Mine, all mine.",
    )  # fmt: skip
    answer = client.get(reverse("account_data"))
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    data = answer.json()
    assert data["email"] == "jo@example.org"
    assert [one["text"] for one in data["comments"]] == ["Mine, all mine."]
    assert {"likes", "stories", "newsletter", "kept_articles"} <= data.keys()
    client.force_login(User.objects.create_user("other@example.org"))
    assert client.get(reverse("account_data")).json()["comments"] == []


def test_a_reader_signs_up_with_a_code_and_no_password(client: Any) -> None:
    page = sign_up(client, "new@example.org")
    assert page.redirect_chain[-1][0] == reverse("account_email_verification_sent")
    assert "Enter the code" in page.content.decode()
    assert "_auth_user_id" not in client.session
    [letter] = mail.outbox
    assert letter.to == ["new@example.org"]
    assert letter.subject == "Your code to confirm this address"
    assert "The Test Post" in letter.body
    page = client.post(page.redirect_chain[-1][0], {"code": code_in(letter)}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("profile")
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified


def test_a_reader_signs_in_with_a_code(client: Any, reader: User) -> None:
    page = ask_for_code(client, "Jo@Example.org")
    assert "Enter the code" in page.content.decode()
    [letter] = mail.outbox
    assert letter.subject == "Your code to sign in"
    page = client.post(reverse("account_confirm_login_code"), {"code": code_in(letter)}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("profile")
    assert "Jo Reader" in page.content.decode()


def test_the_sign_in_page_sends_a_code_as_well(client: Any, reader: User) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert f'action="{reverse("account_request_login_code")}"' in page
    assert 'type="password"' not in page
    client.post(reverse("account_login"), {"login": reader.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[0])})
    assert "_auth_user_id" in client.session


def test_signing_in_leads_back_to_where_the_reader_came_from(client: Any, reader: User) -> None:
    page = client.get(reverse("account_leave"), follow=True)
    assert 'name="next" value="/account/leave/"' in page.content.decode()
    data = {"email": reader.email, "next": "/account/leave/"}
    page = client.post(reverse("account_request_login_code"), data, follow=True)
    data = {"code": code_in(mail.outbox[0]), "next": "/account/leave/"}
    assert client.post(page.redirect_chain[-1][0], data).url == "/account/leave/"


def test_nobody_is_sent_to_another_site(client: Any, reader: User) -> None:
    data = {"email": reader.email, "next": "https://evil.example/"}
    client.post(reverse("account_request_login_code"), data)
    data = {"code": code_in(mail.outbox[0]), "next": "https://evil.example/"}
    assert client.post(reverse("account_confirm_login_code"), data).url == "/account/"


def test_a_wrong_code_does_not_open_and_three_are_enough(client: Any, reader: User) -> None:
    ask_for_code(client, reader.email)
    code = code_in(mail.outbox[0])
    address = reverse("account_confirm_login_code")
    for _ in range(3):
        client.post(address, {"code": "WRONG-0"})
    client.post(address, {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_new_code_can_be_sent(client: Any, reader: User) -> None:
    assert "Send a new code" in ask_for_code(client, reader.email).content.decode()
    cache.clear()
    client.post(reverse("account_confirm_login_code"), {"action": "resend"}, follow=True)
    assert len(mail.outbox) == 2
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[1])})
    assert client.session["_auth_user_id"] == str(reader.pk)


def test_who_never_entered_the_first_code_signs_in_with_another(client: Any) -> None:
    sign_up(client, "new@example.org")
    sign_up(Client(), "new@example.org")
    assert User.objects.filter(email="new@example.org").count() == 1
    mail.outbox.clear()
    other = Client()
    ask_for_code(other, "new@example.org")
    other.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[0])})
    assert "_auth_user_id" in other.session


def test_somebody_of_the_newsroom_signs_in_with_a_code_or_a_password(client: Any, editor: User) -> None:
    ask_for_code(client, editor.email)
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[0])})
    assert client.session["_auth_user_id"] == str(editor.pk)
    assert EmailAddress.objects.get(user=editor).verified
    _check_look(client.get(reverse("account_change_password")))


@pytest.mark.parametrize("ask", [sign_up, ask_for_code])
def test_known_and_unknown_addresses_get_the_same_answer(ask: Any, reader: User) -> None:
    """The same pages, the same number of letters; only the owner of the address reads which."""

    def answer(email: str) -> Any:
        mail.outbox.clear()
        page = ask(Client(), email)
        body = re.sub(r'value="[A-Za-z0-9]{64}"', "", page.content.decode()).replace(email, "ADDRESS")
        return body, page.redirect_chain, page.status_code, len(mail.outbox)

    assert answer(reader.email) == answer("nobody@example.org")


def test_the_letters_to_known_and_unknown_addresses_differ(client: Any, reader: User) -> None:
    ask_for_code(client, "nobody@example.org")
    sign_up(Client(), reader.email)
    unknown, exists = mail.outbox
    assert "no account" in unknown.subject
    assert "http://testserver/account/signup/" in unknown.body
    assert "already" in exists.subject
    assert not re.search(r"^[A-Z0-9]{6,}$", exists.body, re.MULTILINE)


def test_no_code_for_an_unknown_address_ever_works(client: Any) -> None:
    ask_for_code(client, "nobody@example.org")
    for guess in ("", "ABC-DEF", "None"):
        client.post(reverse("account_confirm_login_code"), {"code": guess})
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()


def test_asking_for_codes_has_its_limit(client: Any, reader: User) -> None:
    for _ in range(6):
        ask_for_code(Client(), reader.email)
    assert len(mail.outbox) == 3


def test_limits_go_by_the_reader_behind_the_proxy(settings: Any, rf: Any) -> None:
    from broadsheet.site.signing_in import AccountAdapter

    settings.TRUSTED_PROXIES = ("10.0.0.0/8",)
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "198.51.100.7, 10.0.0.2"})
    assert AccountAdapter().get_client_ip(request) == "198.51.100.7"
    request = rf.get("/", REMOTE_ADDR="192.0.2.9", headers={"X-Forwarded-For": "198.51.100.7"})
    assert AccountAdapter().get_client_ip(request) == "192.0.2.9"


ANYBODYS = ["account_login", "account_signup", "account_request_login_code", "account_reset_password",
            "account_reset_password_done", "account_reset_password_from_key_done",
            "account_inactive"]  # fmt: skip
READERS = ["profile", "account_leave", "account_email", "account_logout", "account_set_password"]


@pytest.mark.parametrize("name", ANYBODYS)
def test_every_door_is_in_the_papers_look(client: Any, name: str) -> None:
    _check_look(client.get(reverse(name)))


@pytest.mark.parametrize("name", READERS)
def test_every_page_of_the_account_is_in_the_papers_look(client: Any, reader: User, name: str) -> None:
    client.force_login(reader)
    _check_look(client.get(reverse(name)))


def _check_look(page: Any) -> None:
    assert page.status_code == 200
    html = page.content.decode()
    assert 'class="page-head"' in html
    assert "<style" not in html
    assert "style=" not in html
    assert "placeholder=" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"


def test_a_forgotten_password_is_set_anew_by_the_link(client: Any, editor: User) -> None:
    client.post(reverse("account_reset_password"), {"email": editor.email})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert link
    page = client.get(link.group(1), follow=True)
    _check_look(page)
    new = {"password1": "another long password", "password2": "another long password"}
    client.post(page.redirect_chain[-1][0], new)
    editor.refresh_from_db()
    assert editor.check_password("another long password")
    assert "too old" in Client().get(link.group(1), follow=True).content.decode()


def test_the_account_page_is_for_its_reader_only(client: Any, reader: User) -> None:
    assert client.get(reverse("profile")).status_code == 302
    client.force_login(reader)
    assert "jo@example.org" in client.get(reverse("profile")).content.decode()
    client.logout()
    assert client.get(reverse("profile")).status_code == 302


def rename(client: Any, name: str) -> str:
    page: str = client.post(reverse("profile"), {"name": name}, follow=True).content.decode()
    return page


def test_a_reader_changes_the_name_that_others_see(client: Any, reader: User) -> None:
    client.force_login(reader)
    assert "Your name is changed" in rename(client, "  Jo \u202e  of\r\nHarbour Street ")
    reader.refresh_from_db()
    assert reader.name == "Jo of Harbour Street"


@pytest.mark.parametrize("name", ["Ed Itor", "ed  itor", "Еd Itоr", "The Test Post", "M0derator",
                                  "Ana Reader", "ana reader", "!!!", ""])  # fmt: skip
def test_a_name_that_passes_for_somebody_elses_is_refused(client: Any, editor: User, reader: User,
                                                          name: str) -> None:  # fmt: skip
    User.objects.filter(pk=editor.pk).update(name="Ed Itor")
    User.objects.create_user("ana@example.org", name="Ana Reader")
    client.force_login(reader)
    page = rename(client, name)
    assert "changed" not in page
    reader.refresh_from_db()
    assert reader.name == "Jo Reader"


def test_a_new_address_counts_once_its_code_was_entered(client: Any, reader: User) -> None:
    client.force_login(reader)
    client.post(reverse("account_email"), {"email": "jo@new.example", "action_add": ""})
    reader.refresh_from_db()
    assert reader.email == "jo@example.org"
    code = code_in(next(letter for letter in mail.outbox if letter.to == ["jo@new.example"]))
    client.post(reverse("account_email_verification_sent"), {"code": code})
    reader.refresh_from_db()
    assert reader.email == "jo@new.example"
    assert [one.email for one in EmailAddress.objects.filter(user=reader)] == ["jo@new.example"]


def test_signing_out_needs_a_click(client: Any, reader: User) -> None:
    client.force_login(reader)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_the_accounts_forms_need_their_token(reader: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    for name in ("profile", "account_leave", "account_email", "account_logout"):
        assert strict.post(reverse(name), {"name": "X", "sure": "on"}).status_code == 403


def test_leaving_asks_once_more(client: Any, reader: User) -> None:
    client.force_login(reader)
    client.get(reverse("account_leave"))
    client.post(reverse("account_leave"), {})
    assert User.objects.filter(pk=reader.pk).exists()


def test_who_leaves_takes_everything_along_but_what_others_answered(
    client: Any, reader: User, article: Any
) -> None:
    from broadsheet.stories.api import ContributionCopy, import_contribution
    from broadsheet.stories.models import Contribution
    from broadsheet.talk.api import CommentCopy, import_comments
    from broadsheet.talk.models import Post

    when = article.published_at
    copies = [
        CommentCopy(key="1", name="Jo Reader", text="Mine, answered.", when=when, email=reader.email),
        CommentCopy(key="2", name="Ana", text="An answer.", when=when, parent_key="1"),
        CommentCopy(key="3", name="Jo Reader", text="Mine, alone.", when=when, email=reader.email),
    ]
    import_comments(article=article, comments=copies)
    Post.objects.filter(name="Jo Reader").update(user=reader, writer=f"user:{reader.pk}")
    story = {"key": "s", "name": "Jo Reader", "email": reader.email, "headline": "Mine"}
    import_contribution(copy=ContributionCopy(**story, text="Text", when=when))
    client.force_login(reader)
    page = client.post(reverse("account_leave"), {"sure": "on"})
    assert "Your account is deleted" in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(pk=reader.pk).exists()
    assert not Contribution.objects.exists()
    texts = list(Post.objects.order_by("pk").values_list("text", "email", "name"))
    assert texts == [
        ("The writer has deleted this.", "", "A reader who left"), ("An answer.", "", "Ana"),
    ]  # fmt: skip
    article.refresh_from_db()
    assert article.tally.comments == 2


def test_an_account_of_the_newsroom_is_not_deleted_by_its_owner(client: Any, editor: User) -> None:
    client.force_login(editor)
    page = client.post(reverse("account_leave"), {"sure": "on"}).content.decode()
    assert "belongs to the newsroom" in page
    assert User.objects.filter(pk=editor.pk).exists()
