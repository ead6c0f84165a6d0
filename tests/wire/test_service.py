"""The paper as a wire: what others get, in which form, and what nobody gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from broadsheet.desk.roles import Role, give_role, set_up_roles
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.news import kills
from broadsheet.news.models import ArticlePage, Author, SectionPage
from broadsheet.news.models import Source as Agency
from broadsheet.topics.models import Topic
from broadsheet.wire.formats import copy_format_of
from broadsheet.wire.models import Customer, ServiceSettings
from broadsheet.wire.pictures import keep_picture
from broadsheet.wire.service import keys
from broadsheet.wire.story import Picture as Named
from broadsheet.wire.story import Story
from tests.wire.conftest import picture

jsonschema = pytest.importorskip("jsonschema")
pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"
JSON = "application~1json"


class Reader:
    """A customer's program."""

    def __init__(self, customer: Customer, key: str) -> None:
        self.customer = customer
        self.key = key
        self.client = Client()

    def raw(self, path: str, **headers: str) -> Any:
        named = {"Authorization": f"Bearer {self.key}", **headers} if self.key else headers
        return self.client.get(path if path.startswith("/") else ROOT + path, headers=named)

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.raw(path)
        assert answer.status_code == status, answer.content
        return answer.json()

    def headlines(self, path: str) -> list[str]:
        return [one["headline"] for one in self.get(path)["articles"]]


@pytest.fixture
def reader(editor: User) -> Reader:
    customer = Customer(name="Radio Coast", per_minute=1000)
    return Reader(customer, keys.make(customer=customer, by=editor))


@pytest.fixture
def stranger() -> Reader:
    return Reader(Customer(), "")


@pytest.fixture
def full(file_article: Callable[..., ArticlePage], section: SectionPage) -> ArticlePage:
    """An article with everything in it."""
    kept, _ = keep_picture(
        picture=Named(src="quay.png", alt="The quay", caption="At noon", credit="M. Lind"),
        data=picture("navy"),
    )
    other = file_article("Comet seen")
    draft = file_article("Not yet", draft=True)
    author = Author.objects.create(name="Mara Lind", slug="mara", role="Reporter")
    above = Topic.objects.create(name="Coast", slug="coast", kind="place")
    topic = Topic.objects.create(name="Harbour", slug="harbour", kind="place", parent=above)
    link = '<a linktype="page" id="{}">there</a>'
    body: list[Any] = [
        (
            "text",
            f"<p>The <b>river</b> rose, see {link.format(other.pk)} and {link.format(draft.pk)}.</p>",
        ),
        ("picture", {"image": kept, "alt": "Men on it", "caption": "", "credit": ""}),
        ("gallery", {"title": "The day", "pictures": [{"image": kept, "alt": "One"}]}),
        ("pull_quote", {"text": "Never so high.", "attribution": "A ferryman"}),
        ("fact_box", {"title": "The barrier", "text": "<p>Of 1981.</p>"}),
        ("embed", {"url": "https://video.example.org/7", "caption": "The gates"}),
        ("table", {"data": [["Gate", "m"], ["North", "4"]], "first_row_is_table_header": True}),
        ("related", {"title": "More", "articles": [other, draft]}),
    ]
    article = file_article(
        "River rises", body=body, authors=[author], topics=[topic], picture=kept, kicker="Weather",
        standfirst="The barrier closed.", dateline_place="Old Quay",
    )  # fmt: skip
    return news.correct(article=article, text="Two metres, not three.")


def of(article: ArticlePage) -> str:
    return f"{ROOT}articles/{article.translation_key}"


# Who may ---------------------------------------------------------------------


def test_without_a_key_nothing_is_given(stranger: Reader, article: ArticlePage) -> None:
    for path in ("articles", "sections", "authors", "topics", "withdrawn", of(article)):
        answer = stranger.raw(path)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert "needs a key" in answer.json()["error"]
    assert stranger.get("")["articles"] == "http://testserver/api/v1/articles"


def test_an_open_paper_gives_headlines_but_no_texts(stranger: Reader, full: ArticlePage) -> None:
    ServiceSettings.objects.update_or_create(pk=1, defaults={"access": "open", "open_per_minute": 100})
    (first, *_rest) = stranger.get("articles?section=world")["articles"]
    assert first["headline"] == "River rises"
    assert not {"html", "blocks", "picture", "rights", "formats"} & set(first)
    assert "html" not in stranger.get(of(full))
    for path in ("articles?body=html", "articles?fields=blocks", f"{of(full)}?body=html",
                 f"{of(full)}?fields=picture", f"{of(full)}/ninjs", f"{of(full)}/nitf"):  # fmt: skip
        assert "with a key only" in stranger.get(path, 401)["error"]


def test_a_key_is_kept_as_a_hash_and_can_be_paused_exchanged_and_ended(
    reader: Reader, article: ArticlePage
) -> None:
    stored = json.dumps(list(Customer.objects.values()), default=str)
    assert reader.key not in stored
    assert reader.get("articles")["articles"]
    customer = Customer.objects.get()
    assert customer.used_at
    keys.pause(customer=customer)
    assert "paused" in reader.get("articles", 403)["error"]
    keys.resume(customer=customer)
    old, reader.key = reader.key, keys.renew(customer=customer)
    reader.get("articles")
    assert "Nobody has this key" in Reader(customer, old).get("articles", 401)["error"]
    keys.end(customer=customer)
    assert "ended" in reader.get("articles", 403)["error"]
    for verb in (keys.pause, keys.resume, keys.renew):
        with pytest.raises(keys.Ended):
            verb(customer=customer)
    assert Client().get(ROOT + "articles", headers={"Authorization": "Basic eDp5"}).status_code == 401


def test_a_customer_has_so_many_requests_a_minute(reader: Reader, article: ArticlePage) -> None:
    Customer.objects.update(per_minute=2)
    answers = [reader.raw("sections") for _ in range(5)]
    refused = [one for one in answers if one.status_code == 429]
    assert 1 <= len(refused) <= 3  # a minute may have begun in between
    assert 1 <= int(refused[0]["Retry-After"]) <= 60
    assert "more than 2 requests in a minute" in refused[0].json()["error"]


# What nobody gets ------------------------------------------------------------


def test_nothing_unpublished_embargoed_or_withdrawn_is_given(
    reader: Reader, file_article: Callable[..., ArticlePage]
) -> None:
    shown = file_article("Shown")
    draft = file_article("A draft", draft=True)
    later = file_article("Under embargo", published_at=now() + timedelta(days=1))
    held = file_article("Held back in its column")
    ArticlePage.objects.filter(pk=held.pk).update(published_at=now() + timedelta(hours=1))
    gone, killed, deleted = (file_article(name) for name in ("Gone", "Killed", "Deleted"))
    news.withdraw(article=gone)
    kills.kill(article=killed, because="wrong")
    key = deleted.translation_key
    deleted.delete()
    edited = file_article("As it is public")
    edited.title = "As somebody is writing it"
    edited.save_revision()
    for query in ("", "&changed_since=2000-01-01", "&published_to=2100-01-01"):
        assert set(reader.headlines(f"articles?limit=100{query}")) == {"Shown", "As it is public"}
    for hidden in (draft, later, held):
        for ending in ("", "/ninjs", "/newsml-g2", "/nitf"):
            assert reader.get(of(hidden) + ending, 404)["error"] == "There is no such article."
    for taken_back in (gone, killed):
        assert "withdrawn" in reader.get(of(taken_back), 410)["error"]
        assert "withdrawn" in reader.get(of(taken_back) + "/nitf", 410)["error"]
    told = reader.get("withdrawn?since=2000-01-01")["withdrawn"]
    assert {one["id"] for one in told} == {
        str(gone.translation_key),
        str(killed.translation_key),
        str(key),
    }
    assert not reader.get(f"withdrawn?since={(now() + timedelta(days=2)).date()}")["withdrawn"]
    news.publish(article=ArticlePage.objects.get(pk=gone.pk))
    assert reader.get(of(gone))["headline"] == "Gone"
    assert str(gone.translation_key) not in str(reader.get("withdrawn"))
    assert of(shown) in reader.get(of(shown))["formats"]["ninjs"]


def test_copy_of_others_goes_only_to_those_who_may_have_it(
    reader: Reader, file_article: Callable[..., ArticlePage]
) -> None:
    agency = Agency.objects.create(name="Coast Wire", slug="wire", credit_line="From Coast Wire")
    theirs = file_article("Theirs", source=agency)
    file_article("Ours")
    assert reader.headlines("articles") == ["Ours"]
    reader.get(of(theirs), 404)
    Customer.objects.update(others_copy=True)
    assert reader.headlines("articles") == ["Ours", "Theirs"]
    one = reader.get(of(theirs))
    assert one["source"] == {"slug": "wire", "name": "Coast Wire", "credit": "From Coast Wire"}
    assert one["rights"]["holder"] == "From Coast Wire"


def test_an_answer_to_a_key_is_never_kept_for_others(
    press: Any, reader: Reader, article: ArticlePage
) -> None:
    key = f"Bearer {reader.key}"
    first = press.read(f"{ROOT}articles", HTTP_AUTHORIZATION=key)
    assert first.status == 200
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first.headers["Vary"]
    assert press.read(f"{ROOT}articles").status == 401
    missing = f"{ROOT}articles/{uuid4()}"
    assert press.read(missing, HTTP_AUTHORIZATION=key).status == 404
    assert press.read(missing).status == 401  # that it is not there was not remembered either
    assert not [name for name, _place in press.shelf.places() if ROOT in name]


# What is asked for -----------------------------------------------------------


def test_articles_are_found_by_what_they_stand_under(
    reader: Reader, full: ArticlePage, file_article: Callable[..., ArticlePage]
) -> None:
    city = SectionPage.objects.get(slug="city")
    old = datetime(2020, 5, 4, 22, 30, tzinfo=UTC)
    file_article("Strom", section=city, language="de", published_at=old)
    every = "articles?limit=50&"
    assert reader.headlines(f"{every}section=city") == ["Strom"]
    assert reader.headlines(f"{every}language=de") == ["Strom"]
    assert reader.headlines(f"{every}topic=harbour") == ["River rises"]
    assert reader.headlines(f"{every}author=mara") == ["River rises"]
    assert reader.headlines(f"{every}q=barrier") == ["River rises"]
    assert reader.headlines(f"{every}published_to=2020-05-04") == ["Strom"]
    assert reader.headlines(f"{every}published_from=2020-05-04&published_to=2020-05-04") == ["Strom"]
    assert reader.headlines(f"{every}published_to=2020-05-04T22:29:59Z") == []
    assert reader.headlines(f"{every}published_from=2020-05-05") == ["River rises", "Comet seen"]
    changes = reader.get(f"{every}changed_since=2020-01-01")["articles"]
    assert [one["headline"] for one in changes] == ["Strom", "Comet seen", "River rises"]
    since = changes[-1]["changed"].replace("+", "%2B")
    assert reader.headlines(f"{every}changed_since={since}") == ["River rises"]


@pytest.mark.parametrize(
    ("query", "parameter", "words"),
    [
        ("limit=0", "limit", "greater than or equal to 1"),
        ("limit=many", "limit", "valid integer"),
        ("limit=101", "limit", "less than or equal to 100"),
        ("section=nowhere", "section", "no section “nowhere”"),
        ("topic=nothing", "topic", "no topic"),
        ("author=nobody", "author", "no author"),
        ("language=xx", "language", "no language"),
        ("published_from=yesterday", "published_from", "must be a day"),
        ("published_to=2024-02-31", "published_to", "must be a day"),
        ("changed_since=9999-12-31T23:59:59%2B99:00", "changed_since", "must be a day"),
        ("sectoin=world", "sectoin", "no parameter “sectoin”"),
        ("fields=headline,colour", "fields", "no field “colour”"),
        ("body=pdf", "body", "is wrong"),
        ("cursor=bm9uc2Vuc2U", "cursor", "none of ours"),
        ("cursor=%00%FF", "cursor", "none of ours"),
        ("q=-", "q", "no word"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_told_in_a_sentence(
    reader: Reader, article: ArticlePage, query: str, parameter: str, words: str
) -> None:
    said = reader.get(f"articles?{query}", 400)
    assert (said["status"], said["parameter"]) == (400, parameter)
    assert words in said["error"]


def test_what_is_not_there_is_told_as_json(reader: Reader) -> None:
    for path in ("nothing", "articles/", f"articles/{uuid4()}/pdf", "articles/7"):
        assert reader.get(path, 404)["status"] == 404
    assert reader.client.post(ROOT + "articles").status_code == 405


def test_pages_stay_in_place_when_something_new_comes(
    reader: Reader, file_article: Callable[..., ArticlePage]
) -> None:
    same = now() - timedelta(days=1)
    for number in range(5):
        file_article(f"Story {number}", published_at=same)  # all at one moment
    first = reader.get("articles?limit=2&fields=headline")
    file_article("Newer")
    seen = [one["headline"] for one in first["articles"]]
    following = first["next"]
    while following:
        part = reader.get(following.removeprefix("http://testserver"))
        seen += [one["headline"] for one in part["articles"]]
        following = part["next"]
    assert seen == ["Story 4", "Story 3", "Story 2", "Story 1", "Story 0"]
    cursor = first["next"].partition("cursor=")[2]
    assert (
        "another list" in reader.get(f"articles?changed_since=2020-01-01&cursor={cursor}", 400)["error"]
    )


def test_only_the_fields_that_are_wanted_come(reader: Reader, full: ArticlePage) -> None:
    assert set(reader.get(f"{of(full)}?fields=headline,published&body=none")) == {
        "id", "headline", "published",
    }  # fmt: skip
    assert set(reader.get("articles?fields=headline&body=html")["articles"][0]) == {
        "id",
        "headline",
        "html",
    }


def test_a_list_costs_the_same_queries_however_long(
    reader: Reader, file_article: Callable[..., ArticlePage], django_assert_num_queries: Any
) -> None:
    for number in range(3):
        file_article(f"Story {number}")
    reader.get("articles")  # notes when the key was used
    with django_assert_num_queries(9):
        reader.get("articles?limit=1&body=html")
    with django_assert_num_queries(9):
        reader.get("articles?limit=3&body=html")


def test_changes_are_walked_in_order_by_an_index(reader: Reader, article: ArticlePage) -> None:
    with connection.cursor() as cursor:
        kept = connection.introspection.get_constraints(cursor, "wagtailcore_page")
    assert kept["wire_page_changed"]["columns"] == ["last_published_at"]
    if connection.vendor == "sqlite":  # PostgreSQL reads so small a table from end to end
        with CaptureQueriesContext(connection) as asked:
            reader.get("articles?changed_since=2000-01-01")
        (query,) = [one["sql"] for one in asked if "LIMIT 21" in one["sql"]]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            assert "wire_page_changed" in str(cursor.fetchall())


def test_what_has_not_changed_is_not_sent_again(reader: Reader, article: ArticlePage) -> None:
    for path in ("articles", "sections", of(article), f"{of(article)}/nitf"):
        first = reader.raw(path)
        again = reader.raw(path, **{"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    article.title = "River falls"
    news.publish(article=article)
    article.save_revision().publish()
    assert reader.raw(of(article), **{"If-None-Match": first["ETag"]}).status_code == 200


# The text --------------------------------------------------------------------


def test_a_text_comes_as_html_and_as_blocks_and_leads_outside(reader: Reader, full: ArticlePage) -> None:
    ServiceSettings.objects.update_or_create(
        pk=1, defaults={"terms": "Print it.", "picture_terms": "Ask."}
    )
    one = reader.get(of(full))
    assert '<a href="http://testserver/world/comet-seen/">there</a> and there.' in one["html"]
    assert "<li>" in one["html"]
    assert "Not yet" not in json.dumps(one)
    assert one["rights"] == {"holder": "The Test Post", "terms": "Print it."}
    main = one["picture"]
    assert (main["alt"], main["caption"], main["credit"]) == ("The quay", "At noon", "M. Lind")
    assert main["rights"] == {"holder": "M. Lind", "terms": "Ask."}
    sent = Client().get(main["address"].removeprefix("http://testserver"))
    assert sent["Content-Type"] == "image/jpeg"
    blocks = reader.get(f"{of(full)}?body=blocks")["blocks"]
    assert [one["type"] for one in blocks] == [
        "text", "picture", "gallery", "pull_quote", "fact_box", "embed", "table", "related",
    ]  # fmt: skip
    assert [lead["headline"] for lead in blocks[-1]["articles"]] == ["Comet seen"]
    assert blocks[1]["alt"] == "Men on it"


def test_each_article_comes_in_the_formats_of_the_field(
    reader: Reader, full: ArticlePage, fixtures: Any
) -> None:
    for ending, name in (("ninjs", "ninjs"), ("newsml-g2", "NewsML-G2"), ("nitf", "NITF")):
        answer = reader.raw(f"{of(full)}/{ending}")
        form = copy_format_of(answer.content)
        assert form
        assert form.name == name
        (story,) = form.read(answer.content)
        assert isinstance(story, Story)
        assert (story.id, story.headline) == (str(full.translation_key), "River rises")
        assert "http://testserver/world/comet-seen/" in answer.content.decode()
        assert "Not yet" not in answer.content.decode()
    for ending, file in (("newsml-g2", "NewsML-G2_2.28-spec-All-Power.xsd"), ("nitf", "nitf-3-6.xsd")):
        schema = etree.XMLSchema(etree.parse(fixtures / "schemas" / file))
        schema.assertValid(etree.fromstring(reader.raw(f"{of(full)}/{ending}").content))


# The document ----------------------------------------------------------------


def test_every_address_of_the_document_answers_as_it_says(reader: Reader, full: ArticlePage) -> None:
    gone = ArticlePage.objects.get(title="Comet seen")
    news.withdraw(article=gone)
    document = Client().get(ROOT + "openapi.json").json()
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()
    registry = Registry().with_resource("urn:service", Resource(document, DRAFT202012))
    asked = set()
    for path, verbs in document["paths"].items():
        assert set(verbs) == {"get"}
        said = verbs["get"]["responses"]["200"]["content"]
        (kind,) = said
        address = path.replace("{key}", str(full.translation_key))
        for query in (
            ("", "?body=blocks") if address.endswith(("articles", str(full.translation_key))) else ("",)
        ):
            answer = reader.raw(address + query)
            assert answer.status_code == 200, (address, answer.content)
            assert answer["Content-Type"].partition(";")[0].lower() == kind.lower()
            asked.add(path)
            if kind == "application/json":
                pointer = quote(path.replace("/", "~1"), safe="~")
                where = f"urn:service#/paths/{pointer}/get/responses/200/content/{JSON}/schema"
                check = jsonschema.Draft202012Validator(
                    {"$ref": where}, registry=registry, format_checker=jsonschema.FormatChecker()
                )
                check.validate(answer.json())
    assert len(asked) == 10
    wrong = document["components"]["schemas"]["Wrong"]
    for path in ("articles?limit=0", "nothing", of(gone)):
        jsonschema.validate(reader.raw(path).json(), wrong)


# The newsroom ----------------------------------------------------------------


def test_a_key_is_made_in_the_newsroom_and_shown_once(
    client: Client, paper: Any, article: ArticlePage
) -> None:
    set_up_roles(front=paper)
    publisher, reporter = (
        User.objects.create_user(f"{name}@example.org", "a long enough password", is_staff=True)
        for name in ("publisher", "reporter")
    )
    give_role(user=publisher, role=Role.PUBLISHER)
    give_role(user=reporter, role=Role.EDITOR)
    screen = reverse("wire_customers")
    client.force_login(reporter)
    assert client.get(screen).status_code == 302  # not for an editor
    client.force_login(publisher)
    assert "No customer yet" in client.get(screen).content.decode()
    page = client.post(screen, {"name": "Radio Coast", "contact": "", "per_minute": "60"})
    customer = Customer.objects.get()
    assert customer.made_by == publisher
    key = page.context["key"]
    assert key in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Reader(customer, key).headlines("articles") == [article.title]
    again = client.get(screen).content.decode()
    assert key not in again
    assert customer.key_start in again
    address = reverse("wire_customer_act", args=[customer.pk])
    renewed = client.post(address, {"act": "renew"}).context["key"]
    assert renewed != key
    for verb, state in (("pause", "paused"), ("resume", "on"), ("end", "ended"), ("resume", "ended")):
        client.post(address, {"act": verb})
        customer.refresh_from_db()
        assert customer.state == state
    assert client.get(reverse("wire_customer:edit", args=[customer.pk])).status_code == 200
