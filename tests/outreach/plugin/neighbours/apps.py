"""What is said to a paper, once its signature was checked, is also written into a file of its home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings

HOSTS = ("first.example", "second.example")


class NeighboursConfig(AppConfig):
    name = "neighbours"

    def ready(self) -> None:
        from broadsheet.foundation import outside
        from broadsheet.outreach.fediverse import hearing

        really, hear = outside.public_address, hearing.hear

        def address(host: str, port: int) -> str:
            return "127.0.0.1" if host in HOSTS else really(host, port)

        def hear_aloud(*, said: dict[str, Any], **more: Any) -> bool:
            with (Path(settings.HOME) / "heard.jsonl").open("a") as file:
                file.write(json.dumps(said) + "\n")
            return hear(said=said, **more)

        outside.public_address = address
        hearing.hear = hear_aloud
