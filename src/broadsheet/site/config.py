"""What a paper's `broadsheet.toml` says, read once at start.

A paper is a folder (its *home*): `broadsheet.toml`, `secret.key`, the SQLite
file, `media/`, `static/`. Every value has a safe default; environment
variables named `BROADSHEET_…` win over the file.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadsheet.foundation import mailboxes
from broadsheet.site import databases, mail
from broadsheet.site.caches import in_front

CONFIG_NAME = "broadsheet.toml"
LISTS = ("languages", "plugins", "trusted_proxies", "scorers", "wire_mailboxes")
NUMBERS = ("mail_per_minute", "second_step_days", "count_one_in")
CLOCK = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
LANGUAGE = re.compile("[a-z]{2,3}(-[a-z0-9]{2,8})*")
SHARE_CARDS = ("missing", "always", "never")
DEFAULT_LANGUAGE = "en"
SECRET_NAME = "secret.key"  # noqa: S105 - the name of a file


class ConfigError(Exception):
    """The set-up cannot be used; the message says what and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A paper's set-up. Addresses are URLs; folders are absolute paths."""

    home: Path
    name: str = "Broadsheet"
    url: str = "http://localhost:8000"
    language: str = DEFAULT_LANGUAGE
    languages: tuple[str, ...] = ()  # of its editions, its own first; () is one in `language`
    timezone: str = "UTC"
    theme: str = ""  # a folder, absolute or inside the home; "" is the default theme
    database: str = ""  # postgres://…; "" is the SQLite file in the home
    redis: str = ""
    cdn: str = (
        ""  # the cache in front: varnish://host:port | fastly://… | cloudflare://… | cloudfront://…
    )
    webroot: bool = False  # finished pages also as plain files, for nginx or Caddy to send
    cdn_key: str = field(default="", repr=False)  # its token; better in BROADSHEET_CDN_KEY
    email: str = "console:"  # console: | smtp://user:password@host:port?tls=1 | file:FOLDER
    from_address: str = ""
    bounce_address: str = ""  # where letters come back to; each copy adds its mark: name+mark@host
    bounce_mailbox: str = field(default="", repr=False)  # imaps://user:password@host/folder
    # mailboxes that copy comes to, each NAME=imaps://user:password@host/folder
    wire_mailboxes: tuple[str, ...] = field(default=(), repr=False)
    mail_per_minute: int = 0  # newsletters to one mail domain; 0 is no limit
    second_step_days: int = 14  # from an account's first day until the newsroom asks for a second step
    count_one_in: int = 4  # one reader's request in so many is counted for “most read”; 0 counts none
    webhook_secret: str = field(default="", repr=False)  # user:password of the mail provider's events
    dkim_key: str = ""  # a file in the home; the paper then signs its letters itself
    dkim_selector: str = "broadsheet"  # under which the public key stands in DNS
    hub: str = ""  # tells of changed feeds: "" is the paper itself; https://… another's; "none"
    indexnow: str = ""  # the service told of new addresses, https://api.indexnow.org/indexnow
    fediverse: bool = False  # whether the paper can be followed from Mastodon and its like
    plugins: tuple[str, ...] | None = None  # names of entry points; None takes all installed
    trusted_proxies: tuple[str, ...] = ()
    scorers: tuple[str, ...] = ()  # services that are asked about comments; none by default
    push_two_people: bool = False  # breaking news to screens needs a second person's word
    print_at: str = ""  # when the day's print edition is made, as in "05:30"; "" only when asked for
    share_cards: str = "missing"  # headline pictures for sharing: missing | always | never
    demo: bool = False
    debug: bool = False
    secret_key: str = field(default="", repr=False)

    @property
    def mailboxes_of_the_wire(self) -> dict[str, str]:
        """The mailboxes that copy comes to, by the names that the newsroom uses."""
        named = (line.partition("=") for line in self.wire_mailboxes)
        return {name.strip(): address.strip() for name, _, address in named}

    @property
    def theme_folder(self) -> Path | None:
        return (self.home / self.theme).resolve() if self.theme else None


def find_home(*, start: Path | None = None) -> Path:
    """The paper's folder: `BROADSHEET_HOME`, this folder, or the one paper below it.

    Raises:
        ConfigError: there is none, or more than one to choose from.
    """
    if named := os.environ.get("BROADSHEET_HOME"):
        return Path(named).expanduser().resolve()
    here = (start or Path.cwd()).resolve()
    if (here / CONFIG_NAME).is_file():
        return here
    below = sorted(path.parent for path in here.glob(f"*/{CONFIG_NAME}"))
    if len(below) == 1:
        return below[0]
    if below:
        names = ", ".join(path.name for path in below)
        raise ConfigError(f"There are several papers here ({names}): say which with --home.")
    raise ConfigError("There is no paper here. Make one with: broadsheet init mypaper")


def load(home: Path) -> Config:
    """Read the set-up of the paper in `home`.

    Raises:
        ConfigError: the file is missing or not TOML, or a value is not usable.
    """
    values = _read_toml(home / CONFIG_NAME)
    known = set(Config.__dataclass_fields__) - {"home", "secret_key"}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ConfigError(f"{home / CONFIG_NAME} has settings nobody knows: {', '.join(unknown)}")
    values |= _from_environment(known)
    for name in LISTS:
        if isinstance(values.get(name), str):
            raise ConfigError(f'{name} must be a list, as in ["{values[name]}"].')
        if values.get(name) is not None:
            values[name] = tuple(values[name])
    _choose_languages(values)
    config = Config(home=home, secret_key=_secret(home), **values)
    _check(config)
    return config


def _choose_languages(values: dict[str, Any]) -> None:
    """The first of several languages is the paper's own, and the other way round."""
    several = values.get("languages") or ()
    own = values.get("language") or (several[0] if several else DEFAULT_LANGUAGE)
    if several and several[0] != own:
        raise ConfigError(
            f"languages begins with the paper's own language: “{own}”, not “{several[0]}”."
        )
    values |= {"language": own, "languages": tuple(several) or (own,)}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path} is missing. Make a paper with: broadsheet init") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error


def _from_environment(known: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in known:
        raw = os.environ.get(f"BROADSHEET_{name.upper()}")
        if raw is None:
            continue
        if name in {"demo", "debug", "webroot", "fediverse", "push_two_people"}:
            found[name] = raw.lower() in {"1", "true", "yes", "on"}
        elif name in NUMBERS:
            found[name] = int(raw) if raw.isdecimal() else raw
        elif name in LISTS:
            found[name] = [item.strip() for item in raw.split(",") if item.strip()]
        else:
            found[name] = raw
    return found


def _secret(home: Path) -> str:
    if key := os.environ.get("BROADSHEET_SECRET_KEY"):
        return key
    try:
        return (home / SECRET_NAME).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise ConfigError(
            f"{home / SECRET_NAME} is missing: without it nobody could stay signed in. "
            "Bring it back from a back-up, or make a new one with: broadsheet init --secret"
        ) from None


def _check_outreach(config: Config) -> None:
    if config.print_at and not CLOCK.fullmatch(config.print_at):
        raise ConfigError(f"print_at must be a time such as 05:30, not “{config.print_at}”.")
    if config.share_cards not in SHARE_CARDS:
        raise ConfigError(
            f"share_cards must be one of {', '.join(SHARE_CARDS)}, not “{config.share_cards}”."
        )
    if config.webhook_secret and ":" not in config.webhook_secret:
        raise ConfigError("webhook_secret must be user:password, two long random words.")
    by_provider = config.email.partition(":")[0] in mail.PROVIDERS
    for name, is_set in (("webhook_secret", config.webhook_secret), ("email", by_provider)):
        if is_set and find_spec("anymail") is None:
            raise ConfigError(f"{name} needs django-anymail: pip install broadsheet[providers]")
    try:
        mail.settings(address=config.email, home=config.home)
        mail.anymail(address=config.email)
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _check_database(config: Config) -> None:
    try:
        databases.settings(address=config.database, home=config.home)
    except ValueError as error:
        raise ConfigError(f"database cannot be read: {error}") from error
    if config.redis and not config.redis.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigError(f"redis must begin with redis://, rediss:// or unix://, not “{config.redis}”.")


def check_basics(*, url: str, languages: tuple[str, ...], timezone: str) -> None:
    """What a paper cannot do without; the first language is its own.

    Raises:
        ConfigError: one of them cannot be used.
    """
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(f"“{timezone}” is not a time zone (try Europe/London).") from None
    if not url.startswith(("http://", "https://")):
        raise ConfigError(f"url must begin with https:// or http://, not “{url}”.")
    for language in languages:
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
            raise ConfigError(
                f"languages are written in small letters, as in en, kk or zh-hans, not “{language}”."
            )
    if not _can_be_own(languages[0]):
        raise ConfigError(
            f"“{languages[0]}” is not a language that a paper can be in (try en, kk or zh-hans)."
        )


def _can_be_own(language: str) -> bool:
    """Whether Django has words for it; asked of its folder, since this is read before Django is."""
    django = find_spec("django")
    assert django is not None
    (place, *_) = django.submodule_search_locations or [""]
    folders = Path(place, "conf/locale").iterdir()
    known = {folder.name.lower().replace("_", "-") for folder in folders if folder.is_dir()}
    return language in known or language.partition("-")[0] in known


def _check_languages(config: Config) -> None:
    if len(set(config.languages)) < len(config.languages):
        raise ConfigError("languages names a language twice.")


def _check_signature(config: Config) -> None:
    if config.dkim_key and not (config.home / config.dkim_key).is_file():
        raise ConfigError(
            f"dkim_key names {config.home / config.dkim_key}, which is missing. "
            "Make it with: broadsheet newsletter key"
        )
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", config.dkim_selector):
        raise ConfigError(f"dkim_selector must be a word, not “{config.dkim_selector}”.")


def _check_hub(config: Config) -> None:
    if config.hub not in {"", "none"} and not config.hub.startswith(("https://", "http://")):
        raise ConfigError(f"hub must be an address, or “none”, not “{config.hub}”.")
    if config.indexnow and not config.indexnow.startswith(("https://", "http://")):
        raise ConfigError(f"indexnow must be the address of a service, not “{config.indexnow}”.")


def _check_numbers(config: Config) -> None:
    for name in NUMBERS:
        number = getattr(config, name)
        if not isinstance(number, int) or number < 0:
            raise ConfigError(f"{name} must be a number, not “{number}”.")


def _check_mailboxes(config: Config) -> None:
    for line in config.wire_mailboxes:
        name, _, address = line.partition("=")
        try:
            mailboxes.at(address.strip())
        except ValueError as error:
            raise ConfigError(f"wire_mailboxes, “{name.strip()}”: {error}.") from None
        if not name.strip():
            raise ConfigError("wire_mailboxes: each is written NAME=imaps://user:password@host/folder.")


def _check(config: Config) -> None:
    check_basics(url=config.url, languages=config.languages, timezone=config.timezone)
    if config.bounce_address and config.bounce_address.count("@") != 1:
        raise ConfigError(f"bounce_address must be name@host, not “{config.bounce_address}”.")
    if config.bounce_mailbox and not config.bounce_mailbox.startswith(("imap://", "imaps://")):
        raise ConfigError("bounce_mailbox must be imaps://user:password@host/folder.")
    _check_database(config)
    _check_languages(config)
    _check_numbers(config)
    _check_outreach(config)
    _check_signature(config)
    _check_hub(config)
    _check_mailboxes(config)
    try:
        in_front(address=config.cdn, key=config.cdn_key)
    except ValueError as error:
        raise ConfigError(str(error)) from None
    if config.webroot and config.cdn:
        raise ConfigError(
            "webroot and cdn do not go together: a web server sends files without the tags by "
            "which the cache in front is purged."
        )
    if len(config.secret_key) < 50:
        raise ConfigError(f"The key in {config.home / SECRET_NAME} is too short to be safe.")
    if config.theme_folder and not config.theme_folder.is_dir():
        raise ConfigError(f"The theme folder {config.theme_folder} does not exist.")
