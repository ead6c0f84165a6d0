"""The typeset PDF of an article, read back by somebody else's reader."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from broadsheet.news import actions
from broadsheet.news.models import Source
from broadsheet.outreach.printing import faces, kept, matter, press, tasks

CELLS = {
    "data": [["District", "Rent"], ["Harbour", "1,200"]], "first_row_is_table_header": True,
    "first_col_is_header": False, "table_caption": "Rents by district",
}  # fmt: skip
NOT_TYPST = '#panic("no") $x^2$ *bold* @nobody <label> \\ // = [x] `y`'


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.PRINT_FOLDER = tmp_path / "print"


def url_of(article: Any) -> str:
    return f"/print/{article.pk}/{article.slug}.pdf"


def read(article: Any) -> PdfReader:
    answer = Client().get(url_of(article))
    assert answer.status_code == 200, answer.content[:200]
    return PdfReader(BytesIO(answer.content))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


def faces_in(pdf: PdfReader) -> str:
    fonts = [font for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    return " ".join(str(font.get_object()["/BaseFont"]) for font in fonts)


def test_a_pdf_is_the_story_its_source_and_its_address(file_article: Any, picture: Any) -> None:
    source = Source.objects.create(name="Steppe News", slug="steppe-news")
    article = file_article(
        "River rises", source=source, standfirst="By a metre.", picture=picture,
        dateline_place="Lindhaven",
        body=[
            ("text", "<p>The <b>river</b> rose.</p><h2>What now</h2><ul><li>Sandbags</li></ul>"
                     '<blockquote>Never so high</blockquote><p><a href="/about/">More</a></p>'),
            ("pull_quote", {"text": "We were lucky", "attribution": "The mayor"}),
            ("fact_box", {"title": "The river", "text": "<p>It is 90 km long.</p>"}),
            ("table", CELLS),
            ("embed", {"url": "https://video.example/1", "caption": "The flood"}),
        ],
    )  # fmt: skip
    pdf = read(article)
    text = words(pdf)
    for part in (
        "The Test Post", "River rises", "By a metre.", "Steppe News", "Lindhaven — The river rose.",
        "What now", "Sandbags", "Never so high", "We were lucky", "The mayor", "Rents by district",
        "It is 90 km long.", "Harbour", "https://video.example/1", "A. Photographer",
        f"http://testserver{article.url}", "1 of 1",
    ):  # fmt: skip
        assert part in text, part
    assert len(pdf.pages[0].images) == 1
    assert pdf.metadata is not None
    assert pdf.metadata.title == "River rises"
    assert "BroadsheetText" in faces_in(pdf)
    answer = Client().get(url_of(article))
    assert answer["X-Robots-Tag"] == "noindex"
    assert f"http://testserver{article.url}" in answer["Link"]


def test_no_word_of_a_story_is_an_instruction(file_article: Any) -> None:
    article = file_article(NOT_TYPST, body=[("text", f"<p>{NOT_TYPST.replace('<', '&lt;')}</p>")])
    assert words(read(article)).count(NOT_TYPST) == 2


@pytest.mark.parametrize(
    ("language", "headline", "face"),
    [("ar", "ارتفع منسوب النهر", "NotoNaskhArabic"), ("kk", "Өзен суы көтерілді", "BroadsheetText"),
     ("zh-hans", "河水上涨一米", "CJK")],
)  # fmt: skip
def test_every_script_is_set_in_a_face_that_has_it(
    file_article: Any, language: str, headline: str, face: str
) -> None:
    if missing := faces.missing_for(language):
        pytest.skip(f"this machine has no face for {language}, such as {missing}")
    pdf = read(
        file_article(headline, language=language, slug="x", body=[("text", f"<p>{headline}</p>" * 30)])
    )
    assert face in faces_in(pdf)
    assert pdf.trailer["/Root"]["/Lang"].split("-")[0] in {"en", language.split("-")[0]}


def test_words_are_divided_where_their_language_is_known(file_article: Any) -> None:
    long = "<p>" + "Donaudampfschifffahrtsgesellschaft und Hochwasserschutzbeauftragte. " * 30 + "</p>"
    pages = {
        language: read(file_article("Wörter", language=language, body=[("text", long)])).pages[0]
        for language in ("de", "kk")
    }
    ends = {
        language: [
            line
            for line in page.extract_text().splitlines()
            if line.rstrip().endswith(("-", "‐", "\xad"))
        ]
        for language, page in pages.items()
    }
    assert ends["de"]
    assert not ends["kk"]


def test_a_long_story_runs_over_pages_and_loses_no_word(file_article: Any) -> None:
    numbered = "".join(
        f"<p>Paragraph number{n} of many, each with some words to fill a line.</p>" for n in range(300)
    )
    pdf = read(file_article(body=[("text", numbered)]))
    assert len(pdf.pages) > 1
    text = words(pdf)
    assert all(f"number{n} " in text for n in range(300))


def test_a_pdf_is_set_once_for_what_it_says(
    article: Any, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet.outreach.printing import press as room

    jobs: list[str] = []
    really = room.set_type
    monkeypatch.setattr(room, "set_type", lambda **job: jobs.append(job["form"]) or really(**job))
    first = press.read(url_of(article))
    with press.committed():
        actions.set_comment_count(article_id=article.pk, comments=3)
    press.bake()
    assert press.read(url_of(article)).body == first.body
    assert jobs == ["article"]
    article.title = "River falls"
    article.save_revision()
    with press.committed():
        actions.publish(article=article)
    press.bake()
    assert "River falls" in words(PdfReader(BytesIO(press.read(url_of(article)).body)))
    assert jobs == ["article"] * 2
    assert len(list(kept._of(article.pk))) == 1


def test_what_is_withdrawn_is_gone_from_the_press_too(
    press: Any, article: Any, file_article: Any
) -> None:
    draft = file_article("Not yet", draft=True)
    assert press.read(f"/print/{draft.pk}/{draft.slug}.pdf").status == 404
    assert press.read(url_of(article)).status == 200
    assert list(kept._of(article.pk))
    with press.committed():
        actions.withdraw(article=article)
    assert press.read(url_of(article)).status == 404
    assert not list(kept._of(article.pk))


def test_what_nobody_may_read_is_swept_away(article: Any, file_article: Any) -> None:
    Client().get(url_of(article))
    draft = file_article("Not yet", draft=True)
    kept.made_once(owner=draft.pk, kind="pdf", key="0", make=lambda: b"left over")
    tasks.forget_unread()
    assert not list(kept._of(draft.pk))
    assert list(kept._of(article.pk))


def test_a_busy_press_says_so_and_nothing_is_kept(
    press: Any, article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet.outreach.printing import press as room

    def busy(**_: Any) -> bytes:
        raise room.TooBusy("Too many pages are waiting to be set.")

    with monkeypatch.context() as patched:
        patched.setattr(room, "set_type", busy)
        answer = press.read(url_of(article))
    assert answer.status == 503
    assert answer.headers["Retry-After"]
    assert press.read(url_of(article)).status == 200


def test_the_address_ends_in_the_slug(client: Any, article: Any) -> None:
    answer = client.get(f"/print/{article.pk}/another.pdf")
    assert answer.status_code == 302
    assert answer["Location"] == url_of(article)
    assert url_of(article) in client.get(article.url).content.decode()


def test_a_picture_without_its_file_is_left_out(file_article: Any, picture: Any) -> None:
    article = file_article(picture=picture)
    picture.file.storage.delete(picture.file.name)
    pdf = read(article)
    assert not pdf.pages[0].images
    assert "The river rose" in words(pdf)


def test_markup_of_any_kind_becomes_blocks() -> None:
    found = matter.blocks_in("loose <i>words</i><p>one<br>two</p><div><p>in</p></div><script>x</script>")
    assert [matter.words_of(block) for block in found] == ["loose words", "one\ntwo", "in"]
    assert matter.blocks_in("") == []
    assert matter.blocks_in("<table><tr><td colspan='99'>a</td></tr></table>")[0]["columns"] == 20


def test_a_theme_brings_its_own_form(settings: Any, tmp_path: Any) -> None:
    (tmp_path / "print").mkdir()
    (tmp_path / "print/article.typ").write_text("OWN")
    settings.THEMES = [tmp_path, *settings.THEMES]
    press.form_of.cache_clear()
    try:
        assert press.form_of("article").endswith(b"OWN")
    finally:
        press.form_of.cache_clear()
