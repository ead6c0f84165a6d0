"""What the newsroom does before it prints a reader's story: checks, and letters."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image, ImageOps
from PIL.ExifTags import GPS, IFD, Base

from broadsheet.foundation.stamps import stamp
from broadsheet.news.models import Picture
from broadsheet.stories import actions, lookalikes
from broadsheet.stories.links import Purpose, link
from broadsheet.stories.models import Check, Contribution, Letter, PictureLook, ReplyTemplate, State
from broadsheet.stories.uploads import looks
from tests.stories.conftest import old_stamp, upload

DEMO = sorted(path for path in (Path(__file__).parents[2] / "demo").rglob("*.jpg"))


@pytest.fixture
def desk(client: Any, editor: Any) -> Any:
    client.force_login(editor)
    return client


def photograph() -> Image.Image:
    """A picture with enough in it to be known again."""
    image = Image.open(DEMO[0]).convert("RGB")
    image.thumbnail((900, 900))
    return image


def as_jpeg(image: Image.Image, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def with_place() -> bytes:
    """A photograph as a telephone writes it."""
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = "Acme", "Pocket 3"
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2010:11:10 07:31:00"
    exif.get_ifd(IFD.GPSInfo).update({
        GPS.GPSLatitudeRef: "S", GPS.GPSLatitude: (51.0, 7.0, 30.0),
        GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: (71.0, 26.0, 0.0),
    })  # fmt: skip
    return as_jpeg(photograph(), exif=exif)


def page_of(desk: Any, story: Contribution, query: str = "") -> str:
    return desk.get(reverse("stories_one", args=[story.pk]) + query).content.decode()


def yours(story: Contribution) -> str:
    return link(contribution=story, purpose=Purpose.YOURS).removeprefix("http://testserver")


def answer_form(**fields: str) -> dict[str, str]:
    return {"text": "At six, from the bridge.", "stamp": good_stamp(), "website": ""} | fields


def good_stamp() -> str:
    from django.core import signing

    with pytest.MonkeyPatch.context() as patch:
        moment = signing.time.time()
        patch.setattr(signing.time, "time", lambda: moment - 60)
        return stamp(purpose="stories-answer")


# Pictures


def test_a_picture_is_known_again_smaller_saved_anew_and_mirrored() -> None:
    image = photograph()
    look = looks.look_of(image)
    small = Image.open(io.BytesIO(as_jpeg(image.resize((300, 200)), quality=40)))
    assert looks.alike(look, looks.look_of(small))
    assert looks.alike(look, looks.look_of(ImageOps.mirror(image)))


def test_different_pictures_of_the_demo_are_not_taken_for_one() -> None:
    found = [looks.look_of(Image.open(path)) for path in DEMO]
    assert len(found) > 5
    pairs = [(one, two) for at, one in enumerate(found) for two in found[at + 1 :]]
    assert [pair for pair in pairs if looks.alike(*pair)] == []


def test_a_plain_surface_is_like_nothing() -> None:
    assert looks.look_of(Image.new("RGB", (640, 480), (120, 160, 190))) == ""
    assert not looks.alike("", "")


def test_staff_see_where_a_picture_was_taken_and_readers_do_not(desk: Any, received: Any) -> None:
    story = received([upload("quay.jpg", with_place())])
    page = page_of(desk, story)
    assert "-51.12500, 71.43333" in page
    assert "Acme Pocket 3" in page
    assert "2010-11-10 07:31:00" in page
    clean = desk.get(reverse("stories_clean", args=[story.attachments.get().pk]))
    assert not dict(Image.open(io.BytesIO(b"".join(clean.streaming_content))).getexif())


def test_staff_see_that_a_picture_was_sent_before_or_is_in_the_paper(desk: Any, received: Any) -> None:
    first = received([upload("a.jpg", as_jpeg(photograph()))], headline="The first one")
    file = ImageFile(io.BytesIO(as_jpeg(photograph().resize((500, 400)))), name="old.jpg")
    Picture.objects.create(title="From our archive", file=file)
    assert lookalikes.look_at_pictures() == 1
    assert lookalikes.look_at_pictures() == 0
    again = as_jpeg(photograph().resize((400, 300)), quality=50)
    second = received([upload("b.jpg", again)], headline="The second one", email="two@example.org")
    page = page_of(desk, second)
    assert "May be the same picture as" in page
    assert "From our archive" in page
    assert "The first one (Jo Reader)" in page
    assert "The second one" in page_of(desk, first)


def test_a_picture_whose_file_is_gone_is_looked_at_once(paper: Any) -> None:
    picture = Picture.objects.create(
        title="Lost", file=ImageFile(io.BytesIO(as_jpeg(photograph())), name="lost.jpg")
    )
    picture.file.storage.delete(picture.file.name)
    assert lookalikes.look_at_pictures() == 1
    assert PictureLook.objects.get().look == ""


# Checks


def test_checking_goes_step_by_step_with_a_name_under_each(
    desk: Any, received: Any, editor: Any
) -> None:
    story = received([upload("quay.jpg", as_jpeg(photograph()))])
    address = reverse("stories_verify", args=[story.pk])
    assert "Not checked" in page_of(desk, story)
    for _ in range(2):
        desk.post(address, {"begin": "1"})
    story.refresh_from_db()
    assert story.state == State.VERIFYING
    assert story.checks.count() == len(Check.Step)
    for step in Check.Step.values:
        desk.post(address, {"step": step, "result": "passed", "note": "Telephone"})
    assert set(story.checks.values_list("result", "by")) == {("passed", editor.pk)}
    assert "Not checked" not in page_of(desk, story)


def test_a_step_that_is_not_in_order_needs_a_note(desk: Any, received: Any) -> None:
    story = received()
    address = reverse("stories_verify", args=[story.pk])
    desk.post(address, {"begin": "1"})
    answer = desk.post(address, {"step": "facts", "result": "failed", "note": ""}, follow=True)
    assert "Say what is not in order" in answer.content.decode()
    assert story.checks.get(step="facts").result == "open"
    assert desk.post(address, {"step": "made up", "result": "passed"}).status_code == 200
    assert story.checks.count() == 2  # without pictures only these


# Letters


def test_a_letter_goes_out_once_and_its_answer_comes_back_to_who_wrote(
    desk: Any, received: Any, letters: Any, editor: Any, client: Any
) -> None:
    story = received()
    letters()
    desk.post(reverse("stories_write", args=[story.pk]), {"text": "Where did you stand?"})
    [letter] = letters()
    assert letter.to == ["jo@example.org"]
    assert "Where did you stand?" in letter.body
    assert yours(story) in letter.body
    assert "Water" not in letter.subject
    client.logout()
    assert client.post(yours(story), answer_form()).status_code == 302
    assert client.post(yours(story), answer_form()).status_code == 302  # the same words: one letter
    [told] = letters()
    assert told.to == [editor.email]
    assert "bridge" not in told.body + told.subject
    client.force_login(editor)
    assert "from the bridge" in page_of(client, story)
    assert [one.from_newsroom for one in story.letters.all()] == [True, False]


def test_a_template_is_filled_in_and_strange_keys_do_nothing(desk: Any, received: Any) -> None:
    story = received(name="{paper}")
    own = ReplyTemplate.objects.create(name="Snow", text="Dear {name}: {headline}! {unknown}")
    assert "Dear {paper}: Water in the cellar! {unknown}" in page_of(desk, story, f"?template={own.pk}")
    assert "Did you take the pictures yourself?" in page_of(desk, story, "?template=proof")
    for key in ("99999", "9" * 400, "../x", ""):
        assert "Dear" not in page_of(desk, story, f"?template={key}")


def test_nobody_is_written_to_who_took_the_story_back(
    desk: Any, received: Any, letters: Any, client: Any
) -> None:
    story = received()
    desk.post(reverse("stories_write", args=[story.pk]), {"text": "Where?"})
    actions.withdraw(contribution=story)
    letters()
    answer = desk.post(reverse("stories_write", args=[story.pk]), {"text": "Why?"}, follow=True)
    assert "Nobody can be written to" in answer.content.decode()
    assert "cannot be answered" in client.post(yours(story), answer_form()).content.decode()
    assert not Letter.objects.exists()
    assert letters() == []


@pytest.mark.parametrize("token", ["x", "abc:def", "{key}", "{key}:forged"])
def test_a_forged_link_shows_and_takes_nothing(client: Any, received: Any, token: str) -> None:
    address = f"/stories/yours/{token.format(key=received().key)}/"
    assert client.get(address).status_code == 404
    assert client.post(address, answer_form()).status_code == 404
    assert not Letter.objects.exists()


def test_a_link_for_something_else_opens_no_letters(client: Any, received: Any) -> None:
    other = link(contribution=received(), purpose=Purpose.WITHDRAW).removeprefix("http://testserver")
    assert client.get(other.replace("withdraw", "yours")).status_code == 404


def test_an_answer_is_attacked(client: Any, received: Any) -> None:
    address = yours(received())
    cross = client.post(address, answer_form(), headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
    assert "once more" in client.post(address, answer_form(stamp="forged")).content.decode()
    assert "once more" in client.post(address, answer_form(stamp=old_stamp())).content.decode()
    assert client.post(address, answer_form(website="http://spam.example")).status_code == 200
    assert "10000" in client.post(address, answer_form(text="x" * 10_001)).content.decode()
    assert client.post(address, answer_form(text=" \u202e ")).status_code == 200
    assert not Letter.objects.exists()
    evil = "<script>alert(1)</script>"
    client.post(address, answer_form(text=evil))
    assert evil not in client.get(address).content.decode()


def test_ten_answers_a_day_and_no_more(client: Any, received: Any) -> None:
    address = yours(received())
    for number in range(10):
        assert client.post(address, answer_form(text=f"Letter {number}")).status_code == 302
    answer = client.post(address, answer_form(text="Letter 11"))
    assert answer.status_code == 429
    assert "Letter 11" in answer.content.decode()
    assert Letter.objects.count() == 10


def test_only_who_handles_stories_writes_and_checks(client: Any, received: Any) -> None:
    story = received()
    for name in ("stories_verify", "stories_write"):
        answer = client.post(reverse(name, args=[story.pk]), {"text": "Hello", "begin": "1"})
        assert answer.status_code == 302
        assert "login" in answer.url
    story.refresh_from_db()
    assert story.state == State.RECEIVED
    assert not Letter.objects.exists()
