"""Every address of the paper. Each room brings its own; Wagtail's pages come last.

What each edition has of its own stands last: under the language of another
edition it has that language before it.
"""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from broadsheet.site import views
from broadsheet.site.editions import editions
from broadsheet.site.pictures import PictureView

of_each_edition = editions(
    path("", include("broadsheet.news.urls")),
    path("", include("broadsheet.outreach.edition_urls")),
    path("", include(wagtail_urls)),
)
urlpatterns = [
    path("newsroom/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("account/", include("broadsheet.site.account_urls")),
    path("account/", include("allauth.urls")),
    re_path(
        r"^pictures/([^/]*)/(\d*)/([^/]*)/[^/]*$",
        PictureView.as_view(),
        name="wagtailimages_serve",
    ),
    # What mail providers tell; each event must carry the secret.
    *([path("mail-events/", include("anymail.urls"))] if settings.PAPER.webhook_secret else []),
    path("media/<path:path>", views.media, name="media"),
    path("api/v1/", include("broadsheet.wire.service.urls")),
    path("", include("broadsheet.talk.urls")),
    path("", include("broadsheet.stories.urls")),
    path("", include("broadsheet.outreach.urls")),
    *[path(f"x/{plugin.name}/", include(plugin.urls)) for plugin in settings.PLUGINS if plugin.urls],
    *of_each_edition,
]

handler404 = "broadsheet.site.views.not_found"
handler500 = "broadsheet.site.views.server_error"
