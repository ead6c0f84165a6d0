"""The addresses of this room that each edition of the paper has for itself: feeds and sitemaps."""

from django.urls import path

from broadsheet.outreach import converters  # noqa: F401 - registers them
from broadsheet.outreach.feeds import views as feeds
from broadsheet.outreach.finding import views as finding

# `uslug`, `key` and `block` are registered by the news room, whose addresses come first.
# A feed has three addresses; `reverse` of its name gives the one without format.
urlpatterns = [
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/paper.<feed:kind>", feeds.paper),
    path("feeds/search.<feed:kind>", feeds.search),
    path("feeds/section/<uslug:slug>.<feed:kind>", feeds.section),
    path("feeds/author/<uslug:slug>.<feed:kind>", feeds.author),
    path("feeds/topic/<uslug:slug>.<feed:kind>", feeds.topic),
    path("feeds/series/<uslug:slug>.<feed:kind>", feeds.series),
    path("feeds/topic/<uslug:slug>/and/<uslug:other>.<feed:kind>", feeds.relation),
    path("feeds/paper", feeds.paper, {"kind": "rss"}, name="feed_paper"),
    path("feeds/search", feeds.search, {"kind": "rss"}, name="feed_search"),
    path("feeds/section/<uslug:slug>", feeds.section, {"kind": "rss"}, name="feed_section"),
    path("feeds/author/<uslug:slug>", feeds.author, {"kind": "rss"}, name="feed_author"),
    path("feeds/topic/<uslug:slug>", feeds.topic, {"kind": "rss"}, name="feed_topic"),
    path("feeds/series/<uslug:slug>", feeds.series, {"kind": "rss"}, name="feed_series"),
    path(
        "feeds/topic/<uslug:slug>/and/<uslug:other>",
        feeds.relation,
        {"kind": "rss"},
        name="feed_relation",
    ),
    path("sitemap.xml", finding.sitemap_index, name="sitemap"),
    path("sitemap-news.xml", finding.sitemap_news, name="sitemap_news"),
    path("sitemap-news-<key:part>.xml", finding.sitemap_news, name="sitemap_news_part"),
    path("sitemap-pages.xml", finding.sitemap_pages, name="sitemap_pages"),
    path("sitemap-articles-<block:block>.xml", finding.sitemap_articles, name="sitemap_articles"),
]
