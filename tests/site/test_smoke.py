"""The paper comes up at all."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    "address", ["/", "/world/", "/archive/", "/search/?q=river", "/newsroom/login/"]
)
def test_every_door_opens(client: Any, paper: Any, address: str) -> None:
    assert client.get(address).status_code == 200


def test_an_address_that_never_was_is_not_found(client: Any, paper: Any) -> None:
    assert client.get("/no-such-page/").status_code == 404
