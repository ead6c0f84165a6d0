"""The picture by which an article is shared."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from PIL import Image

from broadsheet.foundation.clock import now
from broadsheet.news import actions
from broadsheet.outreach.printing import cards, faces, kept, tasks


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.PRINT_FOLDER = tmp_path / "print"


def metas(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page))


def path_of(article: Any) -> str:
    return cards.card_url(article).removeprefix("http://testserver")


def ink_in(content: bytes, box: tuple[int, int, int, int]) -> int:
    """How many dark points there are in a part of a picture."""
    part = Image.open(BytesIO(content)).convert("L").crop(box)
    return sum(part.histogram()[:100])


def test_an_article_without_a_picture_is_shared_with_its_headline(client: Any, article: Any) -> None:
    told = metas(client.get(article.url).content.decode())
    assert told["og:image"] == cards.card_url(article)
    assert told["og:image:alt"] == told["twitter:image:alt"] == "The Test Post: River rises"
    assert told["twitter:card"] == "summary_large_image"
    answer = client.get(path_of(article))
    assert answer["Content-Type"] == "image/png"
    shown = Image.open(BytesIO(answer.content))
    assert shown.size == (int(told["og:image:width"]), int(told["og:image:height"])) == (1200, 630)
    assert "noindex" not in answer.headers.get("X-Robots-Tag", "")


def test_a_picture_of_its_own_goes_before_the_card_unless_the_paper_says_otherwise(
    client: Any, file_article: Any, picture: Any, settings: Any
) -> None:
    article = file_article(picture=picture)
    told = metas(client.get(article.url).content.decode())
    assert "/card-" not in told["og:image"]
    assert told["og:image:alt"] == "Water up to the railing"
    settings.SHARE_CARDS = cards.ALWAYS
    assert "/card-" in metas(client.get(article.url).content.decode())["og:image"]
    settings.SHARE_CARDS = cards.NEVER
    assert "/card-" not in metas(client.get(file_article("Another").url).content.decode()).get(
        "og:image", ""
    )


@pytest.mark.parametrize(
    ("language", "headline"),
    [
     ("en", "A headline of a common length that says what has happened and where it did"),
     ("ar", "ارتفع منسوب النهر مترا واحدا في يوم الثلاثاء"),
     ("kk", "Өзен суы сейсенбіде бір метрге көтерілді"),
     ("zh-hans", "河水在星期二上涨了一米"), ("en", "Verylongword" * 15), ("de", "Wort " * 60),
    ],
)  # fmt: skip
def test_a_headline_in_any_script_stays_on_its_card(
    client: Any, file_article: Any, language: str, headline: str
) -> None:
    if missing := faces.missing_for(language):
        pytest.skip(f"this machine has no face for {language}, such as {missing}")
    article = file_article(headline, language=language, slug="x")
    content = client.get(path_of(article)).content
    assert ink_in(content, (72, 150, 1128, 520)) > 5000  # the headline
    assert ink_in(content, (0, 0, 1200, 50)) == 0  # and the margins stay white
    assert ink_in(content, (0, 590, 1200, 630)) == 0
    assert ink_in(content, (0, 0, 60, 630)) == 0


def test_a_new_headline_has_a_new_address_and_the_old_one_leads_there(client: Any, article: Any) -> None:
    before = path_of(article)
    client.get(before)
    article.title = "River falls"
    article.save_revision()
    article = actions.publish(article=article)
    assert path_of(article) != before
    assert client.get(before)["Location"] == cards.card_url(article)
    assert client.get(path_of(article)).status_code == 200
    assert len(list(kept._of(article.pk))) == 1


def test_the_card_of_a_withdrawn_article_is_gone(press: Any, article: Any, file_article: Any) -> None:
    path = path_of(article)
    assert press.read(path).status == 200
    with press.committed():
        actions.withdraw(article=article)
    assert press.read(path).status == 404
    assert press.read(path_of(file_article("Not yet", draft=True))).status == 404


def test_the_card_is_there_before_anybody_asks_and_a_new_headline_has_a_new_one(
    file_article: Any, picture: Any
) -> None:
    def made(article: Any) -> list[str]:
        run = DBTaskResult.objects.filter(task_path=tasks.make_card.module_path)
        for one in run:
            tasks.make_card.func(*one.args_kwargs["args"])
        run.delete()
        return [file.name for file in kept._of(article.pk)]

    article = file_article("River rises")
    (first,) = made(article)
    article.title = "River falls"
    article.save_revision()
    (second,) = made(actions.publish(article=article))
    assert second != first
    old = file_article("Of an archive", published_at=now() - timedelta(days=9))
    assert made(old) == []
    assert made(file_article("With a picture", picture=picture)) == []
    late = file_article("Withdrawn at once")
    actions.withdraw(article=late)
    assert made(late) == []
