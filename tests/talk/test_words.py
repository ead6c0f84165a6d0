"""What the form for comments says in the paper's other languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from broadsheet.talk.forms import CommentForm
from broadsheet.talk.orders import Order
from tests.talk.conftest import filled


@pytest.mark.parametrize("language", ["ar", "kk"])
def test_labels_and_orders_are_in_the_language_of_the_edition(language: str) -> None:
    with override(language):
        fields = [field for field in CommentForm() if not field.is_hidden]
        said = [str(words) for field in fields for words in (field.label, field.help_text) if words]
        said += [str(label) for label in Order.labels]
    assert len(said) > len(Order.labels)
    assert not [words for words in said if words.isascii()]


def test_a_form_that_a_script_sends_comes_back_in_the_language_of_its_page(
    open_paper: None, article: Any, translate: Any
) -> None:
    def answer(**headers: str) -> str:
        sent = filled(text="")
        return Client().post(to, sent, headers=headers).content.decode()

    to = f"/talk/article/{translate(article).pk}/"
    assert "Please write something." not in answer(x_requested_with="fetch", accept_language="kk")
    assert "Пікіріңіз" in answer(x_requested_with="fetch", accept_language="kk")
    assert "Please write something." in answer(accept_language="kk")  # a page of the whole paper
    assert "Please write something." in answer(x_requested_with="fetch", accept_language="ja")
