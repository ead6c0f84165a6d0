"""What an issue looks like in a mail program."""

from __future__ import annotations

import re
from typing import Any

from broadsheet.outreach.models import Issue, IssueStory
from broadsheet.outreach.newsletter import writing


def letter(*articles: Any, intro: str = "") -> writing.Letter:
    issue = Issue(subject="The week\r\nBcc: all@example.org", intro=intro)
    issue.stories = [IssueStory(article=article) for article in articles]
    issue.save()
    return writing.write(issue=issue)


def test_each_story_stands_in_its_own_direction_with_words_for_its_picture(
    file_article: Any, picture: Any
) -> None:
    first = file_article("النهر يرتفع", language="ar", picture=picture)
    made = letter(first, file_article("River rises", picture=picture))
    for language, way, side in (("ar", "rtl", "right"), ("en", "ltr", "left")):
        assert re.search(f'text-align:{side};[^>]*><div lang="{language}" dir="{way}"', made.html)
    [image] = re.findall(r"<img[^>]*>", made.html)  # of the first story alone
    assert 'alt="Water up to the railing"' in image
    assert 'src="http://testserver/' in image


def test_what_goes_out_has_no_script_no_relative_link_and_is_small(file_article: Any) -> None:
    articles = [file_article(f"<b>Story</b> {number}", standfirst="Words " * 60) for number in range(30)]
    made = letter(*articles, intro="<script>alert(1)</script>\n\nhttps://example.org/ is ours.")
    assert len(made.html.encode()) < 60_000  # large providers cut off at 102 KB
    assert "<script" not in made.html
    assert "<b>Story" not in made.html
    assert "url(" not in made.html  # no font, picture or style sheet from elsewhere
    links = re.findall(r'(?:href|src)="([^"]*)"', made.html)
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in links)
    assert "\n" not in made.subject


def test_a_letter_is_readable_in_the_dark_and_ends_with_the_way_out(article: Any) -> None:
    made = letter(article)
    assert "prefers-color-scheme: dark" in made.html
    for part in (made.html, made.plain):
        assert writing.LEAVE_HERE in part
        assert "The Test Post" in part


def test_each_element_has_its_style_written_into_it(article: Any) -> None:
    """Many programs throw the head's style away."""
    html = letter(article, intro="Good morning.").html
    body = html.partition("<body")[2]
    assert "<mj-" not in html
    for kind in ("masthead", "headline", "foot"):
        [style] = re.findall(rf'class="{kind} [a-z]+" style="([^"]*)"', body)
        assert "font:" in style
    assert not re.search(r"<a (?![^>]*style=)", body)


def test_a_paper_from_right_to_left_has_its_letters_so(article: Any, settings: Any) -> None:
    settings.LANGUAGE_CODE = "ar"
    html = letter(article).html
    assert re.search(r'<html lang="ar" dir="rtl"', html)
    assert "direction:rtl;font-size:0px" in html
    assert "text-align:right" in html.partition('class="masthead')[0]


def test_signs_that_no_letter_can_hold_spoil_none(article: Any) -> None:
    made = letter(article, intro="Page one\x0c page two \ufffe & <more> {{ subject }} ]]> \U0001f4f0")
    assert "Page one page two  &amp; &lt;more&gt; {{ subject }} ]]&gt; \U0001f4f0" in made.html
