from django.urls import path

from broadsheet.wire.service.views import not_there, service

urlpatterns = [
    path("", service.urls),
    path("<path:rest>", not_there),
]
