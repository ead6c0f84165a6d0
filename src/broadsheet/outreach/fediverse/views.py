"""The addresses by which other servers find the paper, ask it, and speak to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from broadsheet import __version__
from broadsheet.foundation.limits import allow
from broadsheet.foundation.requests import address_prefix, client_address
from broadsheet.news import queries as news
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.fediverse import actors, hearing, notes, peers, tasks
from broadsheet.outreach.fediverse.signing import NotSigned
from broadsheet.outreach.models import FediActor, FediFollower, FediNote, FediPeer

ACTIVITY = "application/activity+json"
LONGEST = 256 * 1024  # bytes of what others say
HEARD = 12_000  # requests from one network in an hour; a large server sends many farewells
PAGE = 20
KEPT_SECONDS = 180
View = Callable[..., HttpResponse]


def when_on(view: View) -> View:
    """A view that is not there unless the paper wants the fediverse."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actors.is_on():
            raise Http404(_("This paper is not in the fediverse."))
        return view(request, *args, **kwargs)

    return guarded


@when_on
@require_safe
def webfinger(request: HttpRequest) -> HttpResponse:
    """From a handle to an actor (RFC 7033)."""
    resource = request.GET.get("resource", "")
    if not resource:
        return _words(_("Say which resource."), HTTPStatus.BAD_REQUEST)
    actor = _by_resource(resource)
    links = [
        {"rel": "self", "type": ACTIVITY, "href": actors.uri(actor)},
        {
            "rel": "http://webfinger.net/rel/profile-page",
            "type": "text/html",
            "href": actors.page(actor),
        },
    ]
    said = {
        "subject": f"acct:{actor.name}@{actors.host()}",
        "aliases": [actors.uri(actor), actors.page(actor)],
        "links": links,
    }
    answer = _json(said, "application/jrd+json")
    answer["Access-Control-Allow-Origin"] = "*"  # RFC 7033 §5
    return answer


@when_on
@require_safe
def nodeinfo_links(request: HttpRequest) -> HttpResponse:
    links = [
        {
            "rel": f"http://nodeinfo.diaspora.software/ns/schema/{version}",
            "href": absolute(reverse("fedi_nodeinfo", args=[version])),
        }
        for version in ("2.0", "2.1")
    ]
    return _json({"links": links}, "application/json")


@when_on
@require_safe
def nodeinfo(request: HttpRequest, version: str) -> HttpResponse:
    """What runs here, in the words of NodeInfo 2.0 and 2.1."""
    if version not in {"2.0", "2.1"}:
        raise Http404
    said = {
        "version": version,
        "software": {"name": "broadsheet", "version": __version__},
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": False,
        "usage": {
            "users": {"total": 1 + len(news.section_list())},
            "localPosts": FediNote.objects.filter(gone_at=None).count(),
        },
        "metadata": {"nodeName": news.paper_settings().name},
    }
    schema = f"http://nodeinfo.diaspora.software/ns/schema/{version}#"
    return _json(said, f'application/json; profile="{schema}"')


@when_on
@require_safe
def actor(request: HttpRequest, name: str) -> HttpResponse:
    """Who somebody is; a person is led to the page."""
    found = _actor_or_404(name)
    accepts = request.headers.get("Accept", "")
    if "text/html" in accepts and "json" not in accepts:
        return HttpResponseRedirect(actors.page(found))
    answer = _json(actors.described(found))
    answer["Vary"] = "Accept"
    return answer


@when_on
@require_safe
def followers(request: HttpRequest, name: str) -> HttpResponse:
    """How many follow; not who."""
    found = _actor_or_404(name)
    return _json(
        {
            "@context": actors.CONTEXT,
            "id": actors.followers_uri(found),
            "type": "OrderedCollection",
            "totalItems": FediFollower.objects.filter(actor=found).count(),
        }
    )


@when_on
@require_safe
def outbox(request: HttpRequest, name: str) -> HttpResponse:
    """What was said, newest first, in pages that begin before a note's number."""
    found = _actor_or_404(name)
    mine = FediNote.objects.filter(gone_at=None, article__live=True).order_by("-pk")
    if found.section:
        mine = mine.filter(article__section=found.section)
    base = absolute(reverse("fedi_outbox", args=[name]))
    before = request.GET.get("before", "")
    if not before:
        said = {"id": base, "type": "OrderedCollection", "totalItems": mine.count()}
        return _json({"@context": actors.CONTEXT, **said, "first": f"{base}?before=last"})
    if before != "last":
        mine = mine.filter(pk__lt=int(before) if _is_number(before) else 0)
    rows = list(mine[: PAGE + 1])
    shown = rows[:PAGE]
    articles = news.whole().in_bulk([one.article_id for one in shown])
    items = [
        notes.announce(one, found) if found.section else notes.create(one, articles[one.article_id])
        for one in shown
        if one.article_id in articles
    ]
    page = {
        "@context": actors.CONTEXT,
        "id": f"{base}?before={before if _is_number(before) else 'last'}",
        "type": "OrderedCollectionPage",
        "partOf": base,
        "orderedItems": items,
    }
    if len(rows) > PAGE:
        page["next"] = f"{base}?before={shown[-1].pk}"
    return _json(page)


@when_on
@require_safe
def note(request: HttpRequest, key: int) -> HttpResponse:
    """An article as it was told; a tombstone once it was taken back."""
    found = get_object_or_404(FediNote, pk=key)
    article = news.whole().filter(pk=found.article_id).first() if found.article_id else None
    if found.gone_at or article is None:
        answer = _json({"@context": actors.CONTEXT, **notes.tombstone(found)})
        answer.status_code = HTTPStatus.GONE
        return answer
    accepts = request.headers.get("Accept", "")
    if "text/html" in accepts and "json" not in accepts:
        return HttpResponseRedirect(absolute(article.url or "/"))
    answer = _json({"@context": actors.CONTEXT, **notes.described(found, article)})
    answer["Vary"] = "Accept"
    return answer


@csrf_exempt
@when_on
@require_POST
def inbox(request: HttpRequest, name: str = "") -> HttpResponse:
    """Hear what another server says, once it is sure that it says so (ActivityPub §7)."""
    to = _actor_or_404(name) if name else None
    prefix = address_prefix(client_address(request))
    if not allow(key=f"fediverse:in:{prefix}", limit=HEARD, per=timedelta(hours=1)):
        return _words(_("Too many requests. Please try again in an hour."), HTTPStatus.TOO_MANY_REQUESTS)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return _words(_("This is too long."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        said = hearing.read(request.body)
        if peers.is_blocked(peers.host_of(said["actor"])):
            return _words(_("This paper has nothing to do with your site."), HTTPStatus.FORBIDDEN)
        return _hear(request, said, to)
    except hearing.NotUnderstood as error:
        return _words(str(error), HTTPStatus.BAD_REQUEST)
    except hearing.NotNow as error:
        return _words(str(error), HTTPStatus.TOO_MANY_REQUESTS)
    except (NotSigned, peers.NoPeer) as error:
        return _words(str(error), HTTPStatus.UNAUTHORIZED)


def _hear(request: HttpRequest, said: dict[str, Any], to: FediActor | None) -> HttpResponse:
    accepted = HttpResponse(status=HTTPStatus.ACCEPTED)
    unknown = not FediPeer.objects.filter(uri=said["actor"]).exists()
    if (
        hearing.is_farewell(said)
        and unknown
        and not FediFollower.objects.filter(uri=said["actor"]).exists()
    ):
        return accepted  # somebody we never knew is no more: their server need not be asked
    headers = {name.lower(): value for name, value in request.headers.items()}
    target = f"post {request.get_full_path()}"
    try:
        peer = peers.signer(headers=headers, body=request.body, target=target)
    except peers.Gone:
        if not hearing.is_farewell(said):
            raise
        peers.see_gone(said["actor"])
        hearing.forget(uri=said["actor"])
        return accepted
    if peer.uri != said["actor"]:
        raise NotSigned("Somebody else has signed this.")
    if hearing.hear(said=said, peer=peer, to=to):
        tasks.send.enqueue()
    return accepted


def _by_resource(resource: str) -> FediActor:
    name, _at, host = resource.removeprefix("acct:").removeprefix("@").rpartition("@")
    if host.lower() == actors.host().lower():
        return _actor_or_404(name.lower())
    found = (
        actors.the_paper() if resource.rstrip("/") == absolute("/").rstrip("/") else actors.at(resource)
    )
    if found is None:
        raise Http404(_("Nobody here has this name."))
    return found


def _actor_or_404(name: str) -> FediActor:
    found = actors.named(name)
    if found is None:
        raise Http404(_("Nobody here has this name."))
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _json(said: dict[str, Any], content_type: str = ACTIVITY) -> HttpResponse:
    answer = JsonResponse(said, content_type=content_type)
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer


def _words(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
