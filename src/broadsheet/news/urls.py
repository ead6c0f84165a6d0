from django.urls import path, register_converter

from broadsheet.news import views
from broadsheet.news.converters import Key, UnicodeSlug

register_converter(UnicodeSlug, "uslug")
register_converter(Key, "key")

urlpatterns = [
    path("by/<uslug:slug>/", views.author, name="author"),
    path("topic/<uslug:slug>/", views.topic, name="topic"),
    path("archive/", views.archive, name="archive"),
    path("archive/<int:year>/<int:month>/", views.archive, name="archive_month"),
    path("archive/<int:year>/<int:month>/<int:day>/", views.archive_day, name="archive_day"),
    path("search/", views.search_page, name="search"),
]
