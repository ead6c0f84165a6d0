"""From one address in `broadsheet.toml` to Django's e-mail settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SIGNING = "broadsheet.outreach.dkim.EmailBackend"


def settings(*, address: str, home: Path, signs: bool = False) -> dict[str, Any]:
    """E-mail settings for `console:`, `file:FOLDER` or `smtp://user:pw@host:port?tls=1`.

    Args:
        signs: whether the paper signs its letters itself.

    Raises:
        ValueError: the address is of a kind that is not supported.
    """
    parts = urlsplit(address)
    base = "django.core.mail.backends."
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": base + "console.EmailBackend"}
    if parts.scheme == "file":
        folder = home / (parts.path or "mail")
        return {"EMAIL_BACKEND": base + "filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    if parts.scheme in {"smtp", "smtps"}:
        query = parse_qs(parts.query)
        return {
            "EMAIL_BACKEND": SIGNING if signs else base + "smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": query.get("tls") == ["1"],
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 30,  # seconds
        }
    raise ValueError(f"email must be console:, file: or smtp://, not “{address}”.")
