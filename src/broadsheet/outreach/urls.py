from django.urls import path, register_converter

from broadsheet.outreach.feeds import views as feeds
from broadsheet.outreach.finding import views as finding


class FeedFormat:
    """The end of a feed's address."""

    regex = "rss|atom|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FeedFormat, "feed")

# `uslug` is registered by the news room, whose addresses come first.
# A feed has three addresses; `reverse` of its name gives the one without format.
urlpatterns = [
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/paper.<feed:kind>", feeds.paper),
    path("feeds/section/<uslug:slug>.<feed:kind>", feeds.section),
    path("feeds/author/<uslug:slug>.<feed:kind>", feeds.author),
    path("feeds/topic/<uslug:slug>.<feed:kind>", feeds.topic),
    path("feeds/comments/<int:article_id>.<feed:kind>", feeds.comments),
    path("feeds/paper", feeds.paper, {"kind": "rss"}, name="feed_paper"),
    path("feeds/section/<uslug:slug>", feeds.section, {"kind": "rss"}, name="feed_section"),
    path("feeds/author/<uslug:slug>", feeds.author, {"kind": "rss"}, name="feed_author"),
    path("feeds/topic/<uslug:slug>", feeds.topic, {"kind": "rss"}, name="feed_topic"),
    path("feeds/comments/<int:article_id>", feeds.comments, {"kind": "rss"}, name="feed_comments"),
    path("sitemap.xml", finding.sitemap_index, name="sitemap"),
    path("sitemap-news.xml", finding.sitemap_news, name="sitemap_news"),
    path("sitemap-pages.xml", finding.sitemap_pages, name="sitemap_pages"),
    path("sitemap-articles-<int:block>.xml", finding.sitemap_articles, name="sitemap_articles"),
    path("robots.txt", finding.robots, name="robots"),
    path("manifest.webmanifest", finding.manifest, name="manifest"),
    path("mobile/", finding.mobile, name="mobile"),
]
