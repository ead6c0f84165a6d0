"""From one address in `broadsheet.toml` to Django's database settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL lets readers read while one writes; FULL makes an answered write survive
# a power cut; IMMEDIATE takes the write lock at BEGIN, so that two writers
# wait for each other instead of failing half-way.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)

# How often PostgreSQL hears a statement before it keeps its plan (`foundation.postgresql`).
PREPARE_THRESHOLD = 2


def settings(*, address: str, home: Path) -> dict[str, Any]:
    """`DATABASES["default"]` for `address`: "" is SQLite in `home`.

    Raises:
        ValueError: the address is of a kind that is not supported.
    """
    if not address:
        return _sqlite(home / "paper.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(Path(parts.path))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "broadsheet.foundation.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _options(parts.query),
        }
    raise ValueError(f"it must begin with postgres:// or sqlite://, not “{parts.scheme}”.")


def cache(*, redis: str) -> dict[str, Any]:
    """`CACHES["default"]`: Redis where set, else this process's memory.

    Nothing that must hold across processes lives here: rate limits are counted
    in the database (`foundation.limits`).
    """
    if redis:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


def _options(query: str) -> dict[str, Any]:
    """What an address says behind its question mark; "prepare_threshold=none" keeps no plans."""
    options: dict[str, Any] = {"prepare_threshold": PREPARE_THRESHOLD} | dict(parse_qsl(query))
    asked = options["prepare_threshold"]
    try:
        options["prepare_threshold"] = None if asked == "none" else int(asked)
    except ValueError as error:
        raise ValueError(f"prepare_threshold must be a number or none, not “{asked}”.") from error
    return options


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "broadsheet.foundation.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds a writer waits for another
            "init_command": SQLITE_PRAGMAS,
        },
        "TEST": {"NAME": ":memory:"},
    }
