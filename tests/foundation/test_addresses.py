"""Addresses that can be none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/%00", "/world/%00/", "/topic/%00/"])
def test_nothing_stands_at_an_address_with_a_nul(paper: Any, path: str) -> None:
    assert Client().get(path).status_code == 404
