"""Comments of pages on other sites: the list, the page, the frame, and writing there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from broadsheet.edition.filer import file_all
from broadsheet.edition.shelf import for_webroot, let_go, shared
from broadsheet.foundation.models import User
from broadsheet.news.models import SectionPage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import actions
from broadsheet.talk.conversations import PER_PAGE
from broadsheet.talk.models import OutsideSite, Post, PostState, Reaction, Reason, Report, Thread
from broadsheet.talk.outside.addresses import code_of
from tests.press import Press
from tests.talk.conftest import WORDS, filled

STORY = "https://example.org/2024/bridge"
CODE = code_of(host="example.org", page="/2024/bridge")
PAGE, FRAME = f"/talk/on/{CODE}/", f"/talk/frame/{CODE}/"
TITLE = "The bridge is closed"


@pytest.fixture
def site(open_paper: None) -> OutsideSite:
    return OutsideSite.objects.create(scheme="https", host="example.org")


def write(client: Client | None = None, *, to: str = FRAME, **more: str) -> Post:
    """A comment sent through the form there; the post that came of it."""
    before = set(Post.objects.values_list("pk", flat=True))
    answer = (client or Client()).post(to, filled(page_title=TITLE) | more)
    assert answer.status_code == 302, answer.content.decode()
    return Post.objects.exclude(pk__in=before).get()


class TestAddresses:
    @pytest.mark.parametrize(
        "written",
        [
            "https://example.org/2024/bridge/", "http://example.org/2024/bridge",
            "https://EXAMPLE.org:443/2024/bridge?utm_source=x&fbclid=1", "http://example.org:80/2024/bridge",
            "https://example.org/2024/x/../bridge#comments", "https://example.org/2024/%62ridge",
            " https://example.org/2024/./bridge ", "https://example.org./2024/bridge",
        ],
    )  # fmt: skip
    def test_one_page_however_its_address_is_written(self, site: OutsideSite, written: str) -> None:
        answer = Client().get("/talk/on/", {"page": written})
        assert answer.status_code == 302
        assert answer["Location"] == PAGE

    def test_a_listed_parameter_makes_another_page(self, site: OutsideSite) -> None:
        site.kept_parameters = "id\nlang"
        site.save()
        addresses = {
            Client().get("/talk/on/", {"page": f"https://example.org/story?{query}"})["Location"]
            for query in ["id=7&lang=en", "lang=en&utm_medium=mail&id=7", "lang=en&id=7#x"]
        }
        assert len(addresses) == 1
        other = Client().get("/talk/on/", {"page": "https://example.org/story?id=8&lang=en"})
        assert other["Location"] not in addresses

    def test_a_frame_asked_for_by_another_spelling_leads_to_the_page_itself(
        self, site: OutsideSite
    ) -> None:
        spelt = code_of(host="example.org", page="/2024/bridge/?utm_source=x")
        answer = Client().get(f"/talk/frame/{spelt}/latest.json")
        assert answer["Location"] == f"{FRAME}latest.json"

    def test_letters_beyond_ascii(self, site: OutsideSite) -> None:
        answer = Client().get("/talk/on/", {"page": "https://example.org/мост/статья"})
        post = write(to=answer["Location"])
        assert post.thread.page_url == (
            "https://example.org/%D0%BC%D0%BE%D1%81%D1%82/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F"
        )
        again = Client().get("/talk/on/", {"page": post.thread.page_url})
        assert again["Location"] == answer["Location"]

    def test_threads_go_along_when_the_site_moves(self, site: OutsideSite) -> None:
        post = write()
        OutsideSite.objects.filter(pk=site.pk).update(host="news.example.com")
        moved = Client().get("/talk/on/", {"page": "https://news.example.com/2024/bridge"}, follow=True)
        assert post.text in moved.content.decode()


class TestReading:
    def test_a_page_is_never_made_by_looking(self, site: OutsideSite) -> None:
        for address in (PAGE, FRAME, f"{FRAME}latest.json", f"{PAGE}latest.json", f"{FRAME}oldest/"):
            assert Client().get(address).status_code == 200
        assert not Thread.objects.exists()

    def test_a_site_that_is_not_listed_gets_a_sentence_and_no_thread(self, site: OutsideSite) -> None:
        other = code_of(host="other.example", page="/a")
        for address in (f"/talk/on/{other}/", f"/talk/frame/{other}/"):
            assert "no comments of this paper" in Client().get(address).content.decode()
            answer = Client().post(address, filled())
            assert answer.status_code == 404
            assert "no comments of this paper" in answer.content.decode()
        assert not Thread.objects.exists()

    def test_a_site_no_longer_in_use_shows_nothing_and_keeps_all(self, site: OutsideSite) -> None:
        post = write()
        site.is_active = False
        site.save()
        for address in (PAGE, FRAME, f"/talk/{post.pk}/", f"/talk/{post.pk}/reply/"):
            assert Client().get(address).status_code == 404, address
        assert Post.objects.filter(pk=post.pk).exists()

    def test_only_the_listed_origin_may_frame_and_only_the_frame(self, site: OutsideSite) -> None:
        post = write()
        framed = Client().get(FRAME)
        assert "frame-ancestors https://example.org;" in framed["Content-Security-Policy"]
        assert "X-Frame-Options" not in framed
        for address in (PAGE, "/forum/", f"/talk/{post.pk}/reply/", "/talk/on/"):
            answer = Client().get(address)
            assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
            assert answer["X-Frame-Options"] == "SAMEORIGIN"

    def test_every_link_of_the_frame_stays_in_it(self, site: OutsideSite) -> None:
        post = write()
        page = Client().get(FRAME).content.decode()
        for address in (
            f"{FRAME}{post.pk}/reply/",
            f"{FRAME}{post.pk}/report/",
            f"{FRAME}{post.pk}/like/",
        ):
            assert address in page
        assert f'"/talk/{post.pk}/' not in page
        for address in (f"{post.pk}/reply/", f"{post.pk}/report/", "oldest/"):
            answer = Client().get(f"{FRAME}{address}")
            assert answer.status_code == 200
            assert "frame-ancestors https://example.org;" in answer["Content-Security-Policy"]
            assert "masthead" not in answer.content.decode()

    def test_orders_and_pages(self, site: OutsideSite, django_assert_max_num_queries: Any) -> None:
        first = write()
        thread = first.thread
        Post.objects.bulk_create(
            Post(thread=thread, name="A", text=f"Number {n}", state="published", digest=str(n))
            for n in range(PER_PAGE + 20)
        )
        with django_assert_max_num_queries(14):
            newest = Client().get(FRAME).content.decode()
        assert f"Number {PER_PAGE + 19}" in newest
        assert WORDS not in newest
        assert WORDS in Client().get(f"{FRAME}oldest/").content.decode()
        assert WORDS in Client().get(f"{FRAME}?page=2").content.decode()
        there = Client().get(f"{FRAME}{first.pk}/")
        assert there["Location"] == f"{FRAME}?page=2#comment-{first.pk}"
        assert Client().get(f"/talk/{first.pk}/")["Location"] == f"{PAGE}?page=2#comment-{first.pk}"

    def test_a_comment_that_stands_elsewhere_is_not_shown_in_the_frame(
        self, site: OutsideSite, say: Callable[..., Post]
    ) -> None:
        other = say()
        assert Client().get(f"{FRAME}{other.pk}/")["Location"] == FRAME
        for verb in ("reply", "report", "edit", "answers"):
            assert Client().get(f"{FRAME}{other.pk}/{verb}/").status_code == 404
        assert Client().post(f"{FRAME}{other.pk}/like/", {"good": "yes"}).status_code == 404
        assert not Reaction.objects.exists()

    def test_answers_in_the_frame(self, site: OutsideSite) -> None:
        root = write()
        Post.objects.bulk_create(
            Post(
                thread=root.thread, parent=root, root=root, name="A", text=f"Answer {n}",
                state="published", digest=str(n),
            )
            for n in range(12)
        )  # fmt: skip
        assert f"{FRAME}{root.pk}/answers/" in Client().get(FRAME).content.decode()
        page = Client().get(f"{FRAME}{root.pk}/answers/").content.decode()
        assert "Answer 11" in page
        assert f'"/talk/{root.pk}/' not in page


class TestWriting:
    def test_the_first_word_makes_the_thread_with_the_title_the_script_sent(
        self, site: OutsideSite
    ) -> None:
        post = write(page_title="  The <b>bridge</b>\n is closed ")
        assert post.state == PostState.PUBLISHED
        thread = post.thread
        assert (thread.site, thread.page, thread.article) == (site, "/2024/bridge", None)
        assert thread.title == "The <b>bridge</b> is closed"
        page = Client().get(PAGE).content.decode()
        assert "<b>bridge" not in page
        assert "&lt;b&gt;bridge&lt;/b&gt;" in page

    def test_one_thread_whoever_comes_first(self, site: OutsideSite) -> None:
        assert write().thread == write(page_title="Another title", text="A second word.").thread
        assert Thread.objects.get().title == TITLE

    def test_without_a_title_the_address_stands_for_it(self, site: OutsideSite) -> None:
        assert write(page_title="").thread.title == "bridge"
        root = f"/talk/frame/{code_of(host='example.org', page='/')}/"
        assert write(page_title="", to=root).thread.title == "example.org"

    def test_a_title_goes_with_the_only_comment_when_that_is_taken_down(
        self, site: OutsideSite, editor: User
    ) -> None:
        bad = write(page_title="Cheap pills")
        actions.take_down(post=bad, reason=Reason.SPAM, by=editor)
        assert write(text="A fair word.").thread.title == TITLE

    def test_the_title_is_looked_at_as_the_words_are(self, site: OutsideSite) -> None:
        post = write(page_title="see www.pills.example www.more.example www.most.example")
        assert post.state == PostState.HELD
        assert "links" in post.why or post.signals

    def test_it_lands_in_the_frame_again(self, site: OutsideSite) -> None:
        client = Client()
        answer = client.post(FRAME, filled())
        post = Post.objects.get()
        assert answer["Location"] == f"{FRAME}{post.pk}/"
        assert client.get(answer["Location"])["Location"] == f"{FRAME}#comment-{post.pk}"
        OutsideSite.objects.update(comment_mode=CommentMode.HELD)
        held = client.post(FRAME, filled(text="Another word."))
        assert held["Location"] == f"{FRAME}thanks/{post.thread_id}/"
        thanks = client.get(held["Location"])
        assert f'href="{FRAME}"' in thanks.content.decode()
        assert "frame-ancestors https://example.org;" in thanks["Content-Security-Policy"]

    def test_cookies_of_the_frame_are_kept_apart_for_each_site(self, site: OutsideSite) -> None:
        in_frame = Client().post(FRAME, filled())
        on_page = Client().post(PAGE, filled(text="On the paper's own page."))
        assert set(in_frame.cookies) == set(on_page.cookies) == {"own", "writer"}
        for morsel in in_frame.cookies.values():
            sent = morsel.OutputString()
            assert sent.endswith("; Partitioned")
            for word in ("SameSite=None", "Secure", "HttpOnly"):
                assert word in sent
        for morsel in on_page.cookies.values():
            assert "Partitioned" not in morsel.OutputString()
            assert "SameSite=Lax" in morsel.OutputString()

    def test_one_s_own_held_comment_is_seen_there_by_its_writer_alone(self, site: OutsideSite) -> None:
        OutsideSite.objects.update(comment_mode=CommentMode.HELD)
        client = Client()
        write(client)
        assert WORDS in client.get(FRAME).content.decode()
        assert WORDS not in Client().get(FRAME).content.decode()
        assert Client().get(f"{FRAME}latest.json").json()["count"] == 0

    def test_reply_like_report_and_change(self, site: OutsideSite) -> None:
        client, other = Client(), Client()
        post = write(client)
        answer = write(other, to=f"{FRAME}{post.pk}/reply/", text="I saw it too.")
        assert answer.parent == post
        liked = other.post(f"{FRAME}{post.pk}/like/", {"good": "yes"})
        assert liked["Location"] == f"{FRAME}{post.pk}/"
        assert Reaction.objects.get().post == post
        told = other.post(f"{FRAME}{post.pk}/report/", filled(reason="spam"))
        assert f'href="{FRAME}{post.pk}/"' in told.content.decode()
        assert Report.objects.get().post == post
        changed = client.post(f"{FRAME}{post.pk}/edit/", filled(text="The bridge was closed at seven."))
        assert changed["Location"] == f"{FRAME}{post.pk}/"
        assert Post.objects.get(pk=post.pk).edited_at

    def test_a_script_gets_the_region_with_the_links_of_the_frame(self, site: OutsideSite) -> None:
        OutsideSite.objects.update(comment_mode=CommentMode.HELD)
        client = Client(headers={"X-Requested-With": "fetch"})
        answer = client.post(FRAME, filled())
        region = answer.content.decode()
        assert WORDS in region
        assert f'action="{FRAME}"' in region
        assert f'href="{STORY}#comment-{Post.objects.get().pk}"' in region
        assert f'href="{FRAME}mine/"' in region

    def test_what_cannot_be_taken_is_shown_again_with_the_title(self, site: OutsideSite) -> None:
        answer = Client().post(FRAME, filled(text="", page_title=TITLE))
        assert answer.status_code == 422
        assert f'value="{TITLE}"' in answer.content.decode()
        assert not Thread.objects.exists()

    def test_the_site_s_mode_then_the_board_s_then_the_paper_s(
        self, site: OutsideSite, mode: Callable[[CommentMode], None], section: SectionPage
    ) -> None:
        mode(CommentMode.HELD)
        assert write(text="One").state == PostState.HELD
        SectionPage.objects.filter(pk=section.pk).update(comment_mode=CommentMode.OPEN)
        site.board = section
        site.save()
        assert write(text="Two, after long thought").state == PostState.PUBLISHED
        site.comment_mode = CommentMode.CLOSED
        site.save()
        answer = Client().post(FRAME, filled(text="Three"))
        assert "closed" in answer.content.decode()
        assert "closed" in Client().get(FRAME).content.decode()

    def test_a_closed_thread_takes_nothing(self, site: OutsideSite) -> None:
        thread = write().thread
        actions.close(thread=thread)
        assert Client().post(FRAME, filled(text="Late.")).status_code == 422
        actions.reopen(thread=thread)
        assert write(text="In time.").thread == thread

    def test_a_reader_signed_in_writes_on_the_paper_s_own_page(self, site: OutsideSite) -> None:
        client = Client()
        client.force_login(User.objects.create_user("reader@example.org", name="Mira"))
        assert write(client, to=PAGE, name="").name == "Mira"


class TestForum:
    @pytest.fixture
    def thread(self, site: OutsideSite, section: SectionPage) -> Thread:
        site.board = section
        site.save()
        return write().thread

    def test_it_lists_the_threads_of_a_site_that_is_in_it(
        self, site: OutsideSite, thread: Thread
    ) -> None:
        pages = ("/forum/", "/forum/world/", "/forum/search/?q=bridge")
        for page in pages:
            assert TITLE not in Client().get(page).content.decode(), page
        site.in_forum = True
        site.save()
        for page in pages:
            text = Client().get(page).content.decode()
            assert TITLE in text, page
        assert PAGE in Client().get("/forum/world/").content.decode()
        assert "example.org" in Client().get("/forum/world/").content.decode()

    def test_it_is_no_topic(self, site: OutsideSite, thread: Thread) -> None:
        assert Client().get(f"/forum/topic/{thread.pk}/topic/").status_code == 404
        assert Client().post(f"/talk/topic/{thread.pk}/", filled()).status_code == 404
        assert Client().get(f"/talk/topic/{thread.pk}/latest.json").status_code == 404

    def test_threads_follow_the_site_to_another_board(
        self, site: OutsideSite, thread: Thread, section: SectionPage
    ) -> None:
        site.board = None
        site.save()
        thread.refresh_from_db()
        assert thread.board is None


class TestNewsroom:
    def test_a_moderator_sees_which_page_it_is(self, site: OutsideSite, editor: User) -> None:
        OutsideSite.objects.update(comment_mode=CommentMode.HELD)
        write()
        client = Client()
        client.force_login(editor)
        queue = client.get("/newsroom/moderation/").content.decode()
        assert f'href="{STORY}"' in queue
        assert TITLE in queue

    def test_a_moderator_keeps_the_thread_on_its_page(self, site: OutsideSite, editor: User) -> None:
        thread = write().thread
        client = Client()
        client.force_login(editor)
        assert "Close the thread" in client.get(PAGE).content.decode()
        assert client.post(f"/forum/thread/{thread.pk}/keep/", {"act": "close"})["Location"] == PAGE

    def test_off_topic_goes_to_the_forum_from_there_as_well(
        self, site: OutsideSite, editor: User, section: SectionPage
    ) -> None:
        site.board = section
        site.save()
        post = write()
        actions.move_to_forum(post=post, by=editor)
        moved = Post.objects.get(pk=post.pk)
        assert moved.thread.is_topic
        assert moved.thread.board == section
        assert "moved to the forum" in Client().get(FRAME).content.decode()
        origin = Client().get(moved.thread.url).content.decode()
        assert f'href="{PAGE}"' in origin

    @pytest.fixture
    def office(self, admin_client: Client, open_paper: None) -> Client:
        return admin_client

    def listed(self, office: Client, origin: str, **more: str) -> Any:
        form = {"origin": origin, "is_active": "on", "kept_parameters": ""} | more
        return office.post("/newsroom/talk_outside/new/", form)

    def test_listing_a_site(self, office: Client) -> None:
        answer = self.listed(office, "https://News.Example.org/", kept_parameters="id\nid\nlang")
        assert answer.status_code == 302, answer.content.decode()
        site = OutsideSite.objects.get()
        assert (site.origin, site.parameters) == ("https://news.example.org", ("id", "lang"))
        assert "news.example.org" in office.get("/newsroom/talk_outside/").content.decode()
        again = self.listed(office, "http://news.example.org")
        assert "listed already" in again.content.decode()
        page = office.get(f"/newsroom/talk_outside/edit/{site.pk}/").content.decode()
        assert "https://news.example.org" in page

    def test_a_site_with_threads_is_not_deleted(self, office: Client, site: OutsideSite) -> None:
        write()
        answer = office.post(f"/newsroom/talk_outside/delete/{site.pk}/", follow=True)
        assert "Untick" in answer.content.decode()
        assert OutsideSite.objects.filter(pk=site.pk).exists()
        assert Post.objects.exists()

    def test_only_who_may(self, office: Client, editor: User) -> None:
        editor.groups.clear()
        editor.is_superuser = False
        editor.save()
        editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client = Client()
        client.force_login(User.objects.get(pk=editor.pk))
        assert client.get("/newsroom/talk_outside/new/").status_code in {302, 403}
        assert self.listed(client, "https://example.org").status_code in {302, 403}
        assert not OutsideSite.objects.exists()
        editor.user_permissions.add(Permission.objects.get(codename="add_outsidesite"))
        client.force_login(User.objects.get(pk=editor.pk))
        self.listed(client, "https://example.org")
        assert OutsideSite.objects.exists()


class TestEdition:
    def test_the_frame_is_kept_once_something_is_said(self, site: OutsideSite, press: Press) -> None:
        press.read(FRAME)
        press.read(FRAME)
        assert press.rendered.count(FRAME) == 2  # nobody fills the house with invented addresses
        with press.committed():
            write()
        kept = press.read(FRAME)
        again = press.read(FRAME)
        assert press.rendered.count(FRAME) == 3
        assert again.body == kept.body
        assert "frame-ancestors https://example.org;" in again.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in again.headers
        with press.committed():
            write(text="A second word.")
        press.bake()
        assert "A second word." in press.read(FRAME).text

    def test_nothing_of_one_reader_is_kept(self, site: OutsideSite, press: Press) -> None:
        with press.committed():
            write()
        OutsideSite.objects.update(comment_mode=CommentMode.HELD)
        client = Client()
        with press.committed():
            write(client, text="Only mine to see.")
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        assert "Only mine to see." in press.read(FRAME, HTTP_COOKIE=cookies).text
        assert "Only mine to see." not in press.read(FRAME).text

    def test_a_site_taken_off_the_list_is_gone_at_once(self, site: OutsideSite, press: Press) -> None:
        with press.committed():
            write()
        assert WORDS in press.read(FRAME).text
        with press.committed():
            site.is_active = False
            site.save()
        press.bake()
        assert press.read(FRAME).status == 404

    def test_the_web_server_in_front_never_sends_a_frame_with_its_own_headers(
        self, site: OutsideSite, tmp_path: Path, settings: Any,
        django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:  # fmt: skip
        folder = settings.EDITION_FOLDER = tmp_path / "plates"
        for_webroot(folder, host="testserver")
        shelf = shared(folder)
        file_all(shelf)
        press = Press(shelf, django_capture_on_commit_callbacks)
        with press.committed():
            write()
        for address in (PAGE, FRAME):
            assert WORDS in press.read(address).text
        assert (folder / "webroot/now" / PAGE.strip("/") / "index.html").is_file()
        assert not (folder / "webroot/now" / FRAME.strip("/")).exists()
        let_go(folder)


class TestLeaving:
    def test_a_reader_s_words_there_go_with_the_reader(self, site: OutsideSite) -> None:
        from broadsheet.talk import erasing, exporting

        client = Client()
        reader = User.objects.create_user("reader@example.org", name="Mira")
        client.force_login(reader)
        first = write(client, to=PAGE, name="")
        write(to=f"{FRAME}{first.pk}/reply/", text="An answer.")
        alone = write(client, to=PAGE, name="", text="Nobody answers this.")
        told = exporting.export(reader)["comments"]
        assert {one["under"] for one in told} == {TITLE}
        erasing.forget_writer(reader)
        assert not Post.objects.filter(pk=alone.pk).exists()
        assert Post.objects.get(pk=first.pk).text == "The writer has deleted this."
        assert "Mira" not in Client().get(FRAME).content.decode()

    def test_a_guest_of_the_frame_sees_takes_along_and_deletes_their_own_there(
        self, site: OutsideSite
    ) -> None:
        client = Client()
        first = write(client)
        other_page = f"/talk/frame/{code_of(host='example.org', page='/other')}/"
        second = write(client, to=other_page, text="On another page.")
        page = client.get(f"{FRAME}mine/")
        text = page.content.decode()
        assert "frame-ancestors https://example.org;" in page["Content-Security-Policy"]
        assert page["Cache-Control"] == "private, no-store"
        for post in (first, second):
            assert post.text in text
            assert f'href="{FRAME}{post.pk}/delete/"' in text
        assert "masthead" not in text
        told = client.get(f"{FRAME}mine/data.json").json()["comments"]
        assert {one["text"] for one in told} == {first.text, second.text}
        assert client.get(f"{FRAME}{second.pk}/delete/").status_code == 200
        gone = client.post(f"{FRAME}{second.pk}/delete/")
        assert gone["Location"] == f"{FRAME}mine/?deleted"
        assert "Partitioned" in gone.cookies["own"].OutputString()
        assert not Post.objects.filter(pk=second.pk).exists()
        assert Client().post(f"{FRAME}{first.pk}/delete/").status_code == 404
        client.post(f"{FRAME}mine/delete/")
        assert not Post.objects.exists()


class TestCounts:
    LISTED = {"Origin": "https://example.org"}

    def ask(self, *pages: str, **headers: Any) -> Any:
        return Client().get("/talk/counts.json", {"page": list(pages)}, headers=headers)

    def test_by_the_address_as_it_was_asked(
        self, site: OutsideSite, django_assert_max_num_queries: Any
    ) -> None:
        write()
        write(text="A second word.")
        pages = [
            STORY,
            f"{STORY}/?utm_source=x",
            "https://example.org/new,old",
            "https://other.example/a",
            "x",
        ]
        with django_assert_max_num_queries(4):
            answer = self.ask(*pages, **self.LISTED)
        assert answer.json()["counts"] == {
            STORY: 2, f"{STORY}/?utm_source=x": 2, "https://example.org/new,old": 0
        }  # fmt: skip

    def test_only_listed_sites_may_read_it(self, site: OutsideSite) -> None:
        answer = self.ask(STORY, **self.LISTED)
        assert answer["Access-Control-Allow-Origin"] == "https://example.org"
        assert answer["Vary"] == "Origin"
        for origin in (
            "https://evil.example",
            "http://example.org",
            "null",
            "https://example.org.evil.example",
        ):
            answer = self.ask(STORY, Origin=origin)
            assert "Access-Control-Allow-Origin" not in answer
            assert answer["Vary"] == "Origin"
        articles = Client().get("/talk/counts.json", {"article": "/world/a/"})
        assert articles["Access-Control-Allow-Origin"] == "*"

    def test_not_too_many(self, site: OutsideSite) -> None:
        assert self.ask(*[STORY] * 101, **self.LISTED).status_code == 400


def test_the_script_is_one_file_for_everybody(site: OutsideSite, press: Press) -> None:
    first, again = press.read("/talk/embed.js"), press.read("/talk/embed.js")
    assert press.rendered.count("/talk/embed.js") == 1
    assert again.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert first.body == again.body
    assert "The Test Post" in again.text
