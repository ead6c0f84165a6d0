"""From one address in `broadsheet.toml` to Django's e-mail settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SIGNING = "broadsheet.outreach.dkim.EmailBackend"
BY_PROVIDER = "broadsheet.outreach.provider.EmailBackend"
# What anymail calls what stands before and after the colon, and after the @.
PROVIDERS = {
    "brevo": ("API_KEY", "", ""),
    "mailersend": ("API_TOKEN", "", ""),
    "mailgun": ("API_KEY", "", "SENDER_DOMAIN"),
    "mailjet": ("API_KEY", "SECRET_KEY", ""),
    "mailtrap": ("API_TOKEN", "", ""),
    "postmark": ("SERVER_TOKEN", "", ""),
    "resend": ("API_KEY", "", ""),
    "scaleway": ("SECRET_KEY", "PROJECT_ID", ""),
    "sparkpost": ("API_KEY", "", ""),
}


def settings(*, address: str, home: Path, signs: bool = False) -> dict[str, Any]:
    """E-mail settings for `console:`, `file:FOLDER`, `smtp://user:pw@host:port?tls=1` or `provider://KEY`.

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
    if parts.scheme in PROVIDERS:
        return {"EMAIL_BACKEND": BY_PROVIDER, "MAIL_PROVIDER": parts.scheme}
    raise ValueError(
        f"email must be console:, file:, smtp:// or the name of a provider ({', '.join(PROVIDERS)}), "
        f"not “{parts.scheme}:”."
    )


def anymail(*, address: str) -> dict[str, str]:
    """What django-anymail wants to know of `provider://KEY:SECOND@DOMAIN?api=https://…`.

    Empty where letters go another way.

    Raises:
        ValueError: the key, or another part that this provider asks for, is missing.
    """
    parts = urlsplit(address)
    if parts.scheme not in PROVIDERS:
        return {}
    keys, _at, domain = parts.netloc.rpartition("@") if "@" in parts.netloc else (parts.netloc, "", "")
    first, _colon, second = keys.partition(":")
    wanted = zip(PROVIDERS[parts.scheme], map(unquote, (first, second, domain)), strict=True)
    found = {name: value for name, value in wanted if name}
    if not all(value for name, value in found.items() if name != "SENDER_DOMAIN"):
        raise ValueError(f"email lacks a key: {parts.scheme}://KEY, as docs/newsletter.md says.")
    if api := parse_qs(parts.query).get("api"):
        found["API_URL"] = api[0]
    return {f"{parts.scheme.upper()}_{name}": value for name, value in found.items() if value}
