"""What the form for comments says in the paper's other languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from broadsheet.talk.forms import CommentForm
from broadsheet.talk.orders import Order


@pytest.mark.parametrize("language", ["ar", "kk"])
def test_labels_and_orders_are_in_the_language_of_the_edition(language: str) -> None:
    with override(language):
        fields = [field for field in CommentForm() if not field.is_hidden]
        said = [str(words) for field in fields for words in (field.label, field.help_text) if words]
        said += [str(label) for label in Order.labels]
    assert len(said) > len(Order.labels)
    assert not [words for words in said if words.isascii()]
