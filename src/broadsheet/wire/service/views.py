"""The addresses under /api/v1/."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI, Query
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from ninja.operation import Operation

from broadsheet.news.models import Author
from broadsheet.news.queries import paper_settings
from broadsheet.topics.models import Topic
from broadsheet.wire.formats import copy_formats
from broadsheet.wire.service import answers, queries, shapes
from broadsheet.wire.service.asked import (
    ArticleAsked,
    ArticlesAsked,
    PageAsked,
    SinceAsked,
)
from broadsheet.wire.service.asking import Key
from broadsheet.wire.service.paging import Part, part_of
from broadsheet.wire.service.refusing import Refused, wrong
from broadsheet.wire.service.texts import absolute, texts_of, with_links

NINJS, G2, NITF = "application/json", "application/vnd.iptc.g2.newsitem+xml", "text/vnd.IPTC.NITF"
PROBLEMS = {401: "No key, or not a good one.", 429: "Too many requests in a minute."}


class Service(NinjaAPI):
    """Answers of its own: never kept on the way, errors in sentences."""

    def create_response(
        self, request: HttpRequest, data: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return _private(super().create_response(request, data, *args, **kwargs))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)


def _private(response: HttpResponse) -> HttpResponse:
    """Nobody between the paper and its customer keeps it; without an ETag the edge does not either."""
    kept = "private, no-cache" if response.status_code == 200 else "private, no-store"
    response["Cache-Control"], response["Vary"] = kept, "Authorization"
    return response


service = Service(
    title=f"{settings.PAPER.name}: its articles for other systems",
    version="1",
    description="Public articles of the paper. What was withdrawn is told, and never given again.",
    urls_namespace="service",
    docs_url=None,
    openapi_url="openapi.json",
    auth=Key(),
    servers=[{"url": settings.PAPER.url}],
)
ANSWERS = {
    (400, 401, 403, 429): shapes.Wrong,
}
ONE = {(400, 401, 403, 404, 410, 429): shapes.Wrong}


def _of(kind: str) -> dict[str, Any]:
    """How the document says that an answer is in a format of the field."""
    shape = {"type": "object"} if kind == NINJS else {"type": "string"}
    said = {"description": "OK", "content": {kind: {"schema": shape}}}
    return {"responses": {200: said}}


@service.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    said = shapes.Wrong(status=error.status, error=error.sentence, parameter=error.parameter)
    response = service.create_response(request, said.model_dump(), status=error.status)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if error.retry_after:
        response["Retry-After"] = str(error.retry_after)
    return response


@service.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    name = str(first["loc"][-1])
    if first["loc"][0] == "path":
        return refused(request, Refused(404, "There is no such article."))
    return refused(request, wrong(name, f"“{name}” is wrong: {first['msg']}."))


@service.get("/", response=shapes.Start, auth=None)
@decorate_view(conditional_page)
def start(request: HttpRequest) -> Any:
    """Where everything is."""
    names = ("articles", "sections", "authors", "topics", "withdrawn")
    return {
        "paper": paper_settings().name,
        "language": settings.LANGUAGE_CODE,
        "document": absolute(reverse("service:openapi-json")),
        **{name: absolute(reverse(f"service:{name}")) for name in names},
    }


@service.get(
    "/articles", response={200: shapes.Articles, **ANSWERS}, exclude_unset=True, url_name="articles"
)
@decorate_view(conditional_page)
def articles(request: HttpRequest, asked: Query[ArticlesAsked]) -> Any:
    """Public articles, the newest first."""
    _refuse_unknown(request, ArticlesAsked)
    asker = request.auth  # type: ignore[attr-defined]
    fields = answers.fields_of(fields=asked.fields, body=asked.body, asker=asker)
    found = queries.articles(asked=asked, asker=asker)
    if not answers.has_text(fields):
        found = found.defer("body")
    part = part_of(found, order=queries.order_of(asked=asked), limit=asked.limit, cursor=asked.cursor)
    shown = answers.articles(part.rows, fields=fields, asker=asker)
    return {"articles": shown, "next": _next(request, part)}


@service.get(
    "/articles/{uuid:key}",
    response={200: shapes.Article, **ONE},
    exclude_unset=True,
    url_name="article",
)
@decorate_view(conditional_page)
def article(request: HttpRequest, key: UUID, asked: Query[ArticleAsked]) -> Any:
    """One public article, with its text for those who have a key."""
    _refuse_unknown(request, ArticleAsked)
    asker = request.auth  # type: ignore[attr-defined]
    said = asked.body if asker.has_key or "body" in request.GET else None
    fields = answers.fields_of(fields=asked.fields, body=said, asker=asker)
    found = queries.article(key=key, asker=asker)
    return answers.articles([found], fields=fields, asker=asker)[0]


@service.get("/articles/{uuid:key}/ninjs", response=ONE, openapi_extra=_of(NINJS), url_name="ninjs")
@decorate_view(conditional_page)
def ninjs(request: HttpRequest, key: UUID) -> HttpResponse:
    """The article as ninjs 3.0."""
    return _written(request, key, "ninjs", NINJS)


@service.get("/articles/{uuid:key}/newsml-g2", response=ONE, openapi_extra=_of(G2), url_name="newsml_g2")
@decorate_view(conditional_page)
def newsml_g2(request: HttpRequest, key: UUID) -> HttpResponse:
    """The article as a NewsML-G2 2.28 newsItem."""
    return _written(request, key, "NewsML-G2", G2)


@service.get("/articles/{uuid:key}/nitf", response=ONE, openapi_extra=_of(NITF), url_name="nitf")
@decorate_view(conditional_page)
def nitf(request: HttpRequest, key: UUID) -> HttpResponse:
    """The article as NITF 3.6."""
    return _written(request, key, "NITF", NITF)


@service.get("/sections", response={200: shapes.Sections, **ANSWERS}, url_name="sections")
@decorate_view(conditional_page)
def sections(request: HttpRequest) -> Any:
    """All sections in the editor's order."""
    _refuse_unknown(request)
    return {"sections": answers.sections(queries.sections())}


@service.get("/authors", response={200: shapes.Authors, **ANSWERS}, url_name="authors")
@decorate_view(conditional_page)
def authors(request: HttpRequest, asked: Query[PageAsked]) -> Any:
    """Who writes."""
    _refuse_unknown(request, PageAsked)
    part = part_of(Author.objects.all(), order=queries.BY_NUMBER, limit=asked.limit, cursor=asked.cursor)
    return {"authors": list(map(answers.author, part.rows)), "next": _next(request, part)}


@service.get("/topics", response={200: shapes.Topics, **ANSWERS}, url_name="topics")
@decorate_view(conditional_page)
def topics(request: HttpRequest, asked: Query[PageAsked]) -> Any:
    """What the paper writes about."""
    _refuse_unknown(request, PageAsked)
    found = Topic.objects.select_related("parent")
    part = part_of(found, order=queries.BY_NUMBER, limit=asked.limit, cursor=asked.cursor)
    return {"topics": list(map(answers.topic, part.rows)), "next": _next(request, part)}


@service.get("/withdrawn", response={200: shapes.Withdrawals, **ANSWERS}, url_name="withdrawn")
@decorate_view(conditional_page)
def withdrawn(request: HttpRequest, asked: Query[SinceAsked]) -> Any:
    """Articles that were public and are no longer: take them out wherever you show them."""
    _refuse_unknown(request, SinceAsked)
    found = queries.withdrawn(since=asked.since)
    part = part_of(found, order=queries.BY_WITHDRAWAL, limit=asked.limit, cursor=asked.cursor)
    told = [{"id": one.key, "address": one.address, "when": one.when} for one in part.rows]
    return {"withdrawn": told, "next": _next(request, part)}


def not_there(request: HttpRequest, rest: str) -> HttpResponse:
    """Below /api/v1/ every answer is JSON."""
    start_at = absolute(reverse("service:api-root"))
    return refused(request, Refused(404, f"There is nothing here. What there is stands at {start_at}"))


def _written(request: HttpRequest, key: UUID, name: str, kind: str) -> HttpResponse:
    _refuse_unknown(request)
    asker = request.auth  # type: ignore[attr-defined]
    if not asker.has_key:
        raise Refused(401, f"{name} is given with a key only.")
    found = queries.article(key=key, asker=asker)
    texts = texts_of([found], given=asker.settings)
    story = texts.stories[found.pk]
    write = copy_formats()[name].write
    assert write
    data = write([replace(story, body=with_links(story.body, texts))])
    return _private(HttpResponse(data, content_type=f"{kind}; charset=utf-8"))


def _refuse_unknown(request: HttpRequest, *shapes_of: Any) -> None:
    """A parameter that is misspelt must not look as if it had been heeded."""
    known = {name for shape in shapes_of for name in shape.model_fields}
    if unknown := sorted(set(request.GET) - known):
        may = f" There are: {', '.join(sorted(known))}." if known else " There are none here."
        raise wrong(unknown[0], f"There is no parameter “{unknown[0]}”.{may}")


def _next(request: HttpRequest, part: Part[Any]) -> str | None:
    if not part.cursor:
        return None
    asked = {**request.GET.dict(), "cursor": part.cursor}
    return absolute(f"{request.path}?{urlencode(asked)}")
