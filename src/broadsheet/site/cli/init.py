"""`broadsheet init`: a real, empty paper."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from broadsheet.site.cli.common import check_address, say, set_up_django
from broadsheet.site.config import (
    CONFIG_NAME,
    DEFAULT_LANGUAGE,
    SECRET_NAME,
    ConfigError,
    check_basics,
)
from broadsheet.site.papers import write_paper, write_secret

Check = Callable[[str], None]
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--name", help="The paper's name.")
@click.option("--language", help="Its language, such as en, kk, ru, zh-hans or ar.")
@click.option("--timezone", help="Its time zone, such as Europe/London.")
@click.option("--editor", help="The e-mail address of the first editor.")
@click.option("--editor-name", default="", help="What the first editor is called.")
@click.option("--url", default="http://localhost:8000", show_default=True, help="Its public address.")
@click.option("--section", "sections", multiple=True, help="A section to begin with; may be repeated.")
@click.option("--secret", is_flag=True, help="Only make a new secret key (everybody is signed out).")
@click.option("--yes", is_flag=True, help="Ask nothing; take the defaults for what is not given.")
def init(
    folder: Path, name: str | None, language: str | None, timezone: str | None, editor: str | None,
    editor_name: str, url: str, sections: tuple[str, ...], secret: bool, yes: bool,
) -> None:  # fmt: skip
    """Make a new paper in FOLDER: its set-up, its secret, its database, its first editor.

    \b
    Example:
      broadsheet init mypaper --name "The Harbour Post" --language en \\
          --timezone Europe/London --editor editor@example.org
    """
    if secret:
        return _renew_secret(folder)
    _check_empty(folder)
    _check(url=url)
    ask = partial(_answer, yes=yes)
    name = ask(name, "The paper's name", folder.resolve().name.title())
    language = ask(
        language, "Its language (en, kk, ru, zh-hans, ar …)", "en", lambda it: _check(language=it)
    )
    timezone = ask(timezone, "Its time zone", "UTC", lambda it: _check(timezone=it))
    editor = ask(editor, "The first editor's e-mail address (empty for none yet)", "", _check_editor)
    write_paper(home=folder, name=name, language=language, timezone=timezone, url=url)
    os.environ["BROADSHEET_HOME"] = str(folder.resolve())
    try:
        _fill(sections=_named(sections) or ("News",), editor=editor, called=editor_name)
    except BaseException:
        (folder / CONFIG_NAME).unlink()  # by which it would be taken for a paper
        say("The paper is not finished; init can be run again.")
        raise
    click.echo(f"{name} is ready. Serve it with:\n\n  broadsheet serve --home {folder}\n")
    return None


def _check(
    *, url: str = "http://localhost", language: str = DEFAULT_LANGUAGE, timezone: str = "UTC"
) -> None:
    check_basics(url=url, languages=(language,), timezone=timezone)


def _check_editor(email: str) -> None:
    if email:
        check_address(email)


def _answer(
    given: str | None, question: str, default: str, check: Check = lambda _: None, *, yes: bool
) -> str:
    """What was given, or is answered; whoever sits there is asked again after a wrong answer."""
    if given is not None or yes:
        answer = given or default
        check(answer)
        return answer

    def checked(answer: str) -> str:
        try:
            check(answer)
        except (ConfigError, click.ClickException) as error:
            raise click.UsageError(str(error)) from None
        return answer

    return str(click.prompt(question, default=default, show_default=bool(default), value_proc=checked))


def _named(sections: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for section in sections if (name := section.strip()))


def _check_empty(folder: Path) -> None:
    if (folder / CONFIG_NAME).exists():
        raise click.ClickException(f"There is a paper in {folder} already; nothing was changed.")


def _renew_secret(folder: Path) -> None:
    if not (folder / CONFIG_NAME).exists():
        raise click.ClickException(f"There is no paper in {folder}.")
    write_secret(home=folder)
    click.echo(f"A new key is in {folder / SECRET_NAME}. Everybody has to sign in again.")


def _fill(*, sections: tuple[str, ...], editor: str, called: str) -> None:
    config = set_up_django()
    from broadsheet.news.layout import open_section
    from broadsheet.site.papers import add_person
    from broadsheet.site.preparing import prepare

    prepare(config, say=say)
    for section in sections:
        open_section(name=section)
    if not editor:
        say("No editor yet: add one with  broadsheet user add somebody@example.org --role Publisher")
        return
    password = secrets.token_urlsafe(12)
    add_person(email=editor, password=password, role="Publisher", superuser=True, name=called)
    click.echo(f"Newsroom sign-in: {editor}  password: {password}  (shown only now)")
