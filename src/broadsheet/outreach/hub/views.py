"""The hub's one address."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from broadsheet.foundation.requests import address_prefix, client_address
from broadsheet.outreach.hub import actions, place, tasks

LONGEST = 8192  # bytes of a request


@csrf_exempt
@require_POST
def hub(request: HttpRequest) -> HttpResponse:
    """Take what a subscriber asks (WebSub §5.1); its callback is asked afterwards."""
    if not place.is_own():
        raise Http404(_("This paper is no hub."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return _words(_("The request is too long."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        _take(request.POST, caller=address_prefix(client_address(request)))
    except actions.TooMany as error:
        return _words(str(error), HTTPStatus.TOO_MANY_REQUESTS)
    except actions.Refused as error:
        return _words(str(error), HTTPStatus.BAD_REQUEST)
    return HttpResponse(status=HTTPStatus.ACCEPTED)


def _take(sent: QueryDict, *, caller: str) -> None:
    texts = {name: sent.get(f"hub.{name}", "") for name in ("mode", "topic", "callback", "secret")}
    if any("\0" in text for text in texts.values()):
        raise actions.Refused(_("The request holds what no text holds."))
    asked = actions.ask(**texts, lease=_lease(sent.get("hub.lease_seconds", "")), caller=caller)
    tasks.verify.enqueue(asked.pk)


def _lease(seconds: str) -> timedelta | None:
    if not seconds:
        return None
    if not (seconds.isascii() and seconds.isdecimal()):
        raise actions.Refused(_("hub.lease_seconds is a number."))
    return timedelta(seconds=int(seconds[:9]))


def _words(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
