from django.http import HttpRequest, HttpResponse
from django.urls import path


def today(request: HttpRequest) -> HttpResponse:
    return HttpResponse("High water at noon")


urlpatterns = [path("today/", today, name="tide_today")]
