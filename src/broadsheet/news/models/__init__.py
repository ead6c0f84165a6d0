"""The newsroom's things: pages, people, sources, pictures, the paper itself."""

from broadsheet.news.models.article import (
    ArticleByline,
    ArticlePage,
    ArticleTally,
    ArticleTopic,
    Correction,
)
from broadsheet.news.models.kill import KillRecord
from broadsheet.news.models.live import LiveEntry
from broadsheet.news.models.pages import FrontPage, FrontPick, SectionPage, StandingPage
from broadsheet.news.models.paper import PaperSettings
from broadsheet.news.models.people import Author, AuthorTranslation, Source
from broadsheet.news.models.picture import Picture, PictureRendition
from broadsheet.news.models.readings import Announced, Said, TopicPair
from broadsheet.news.models.reads import ArticleReads, MostRead
from broadsheet.news.models.search import SearchEntry
from broadsheet.news.models.series import Series, SeriesPart

__all__ = [
    "Announced",
    "ArticleByline",
    "ArticlePage",
    "ArticleReads",
    "ArticleTally",
    "ArticleTopic",
    "Author",
    "AuthorTranslation",
    "Correction",
    "FrontPage",
    "FrontPick",
    "KillRecord",
    "LiveEntry",
    "MostRead",
    "PaperSettings",
    "Picture",
    "PictureRendition",
    "Said",
    "SearchEntry",
    "SectionPage",
    "Series",
    "SeriesPart",
    "Source",
    "StandingPage",
    "TopicPair",
]
