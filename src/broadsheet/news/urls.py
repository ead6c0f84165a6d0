from django.urls import path, register_converter

from broadsheet.news import views
from broadsheet.news.converters import Block, Day, Key, Month, UnicodeSlug, Year

register_converter(UnicodeSlug, "uslug")
register_converter(Key, "key")
register_converter(Block, "block")
register_converter(Year, "year")
register_converter(Month, "month")
register_converter(Day, "day")

urlpatterns = [
    path("by/<uslug:slug>/", views.author, name="author"),
    path("topic/<uslug:slug>/", views.topic, name="topic"),
    path("topic/<uslug:slug>/and/<uslug:other>/", views.relation, name="relation"),
    path("topic/<uslug:slug>/and/<uslug:other>/<year:year>/", views.relation, name="relation_year"),
    path("topic/<uslug:slug>/timeline/", views.timeline, name="timeline"),
    path("topic/<uslug:slug>/timeline/<year:year>/", views.timeline, name="timeline_year"),
    path("topic/<uslug:slug>/said/", views.said, name="said"),
    path("series/<uslug:slug>/", views.series, name="series"),
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/<year:year>/<month:month>/", views.agenda, name="agenda_month"),
    path("agenda/<year:year>/<month:month>/<day:day>/", views.agenda_day, name="agenda_day"),
    path("archive/", views.archive, name="archive"),
    path("archive/<year:year>/<month:month>/", views.archive, name="archive_month"),
    path("archive/<year:year>/<month:month>/<day:day>/", views.archive_day, name="archive_day"),
    path("live/<key:article_id>/", views.live_part, name="live_part"),
    path("corrections/", views.corrections, name="corrections"),
    path("search/", views.search_page, name="search"),
]
