"""A theme of one's own, and a plug-in, in a paper that is really served."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site.conftest import SOURCE, Serving, broadsheet, environment

PLUGIN = Path(__file__).parent / "plugin"
FILE_A_STORY = """
import django; django.setup()
from broadsheet.news.filing import Copy, file_and_publish
from broadsheet.news.models import SectionPage
body = [("text", "<p>The sea rose.</p>"), ("tide", {"place": "Old Quay", "height": "2.4"})]
section = SectionPage.objects.get()
article = file_and_publish(copy=Copy(headline="Spring tide", section=section, body=body))
print(article.url)
"""


@pytest.fixture
def themed(home: Path) -> Path:
    """A home whose theme overrides a template, a component, a token and adds a file."""
    templates = home / "mine/templates"
    (templates / "components").mkdir(parents=True)
    (home / "mine/static/css").mkdir(parents=True)
    (templates / "components/foot.html").write_text("<footer>Printed by the tide</footer>")
    (templates / "errors").mkdir()
    (templates / "errors/404.html").write_text(
        '{% extends "base.html" %}{% block main %}Washed away{% endblock %}'
    )
    (home / "mine/static/css/theme.css").write_text(":root { --accent: #00563f; }")
    with (home / "broadsheet.toml").open("a") as file:
        file.write('theme = "mine"\n')
    return home


def test_a_theme_overrides_templates_and_tokens(themed: Path, serving: Callable[..., Serving]) -> None:
    paper = serving(themed)
    page = paper.get("/")[2]
    assert "Printed by the tide" in page
    assert "masthead" in page  # what it does not override is the default's
    assert "Washed away" in paper.get("/nowhere/")[2]
    link = next(part for part in page.split('"') if "css/theme." in part)
    assert "#00563f" in paper.get(link)[2]


def test_a_plug_in_adds_an_app_a_block_a_button_and_pages(
    home: Path, serving: Callable[..., Serving]
) -> None:
    more = {"PYTHONPATH": f"{SOURCE}:{PLUGIN}"}
    filed = subprocess.run(
        [sys.executable, "-c", FILE_A_STORY],
        env=environment(
            BROADSHEET_HOME=str(home), DJANGO_SETTINGS_MODULE="broadsheet.site.settings", **more
        ),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert filed.returncode == 0, filed.stderr
    paper = serving(home, **more)
    page = paper.get(filed.stdout.strip())[2]
    assert '<p class="tide">Old Quay: 2.4 m</p>' in page
    assert page.count(">Tides</a>") == 2  # in the bar at the top and at the end
    assert paper.get("/x/tides/today/")[2] == "High water at noon"


def test_a_plug_in_that_is_named_but_not_installed_is_a_sentence(home: Path) -> None:
    done = broadsheet("check", "--home", str(home), BROADSHEET_PLUGINS="tides")
    assert done.returncode == 2
    assert "These plug-ins are not installed: tides" in done.stderr
    assert "Traceback" not in done.stderr
