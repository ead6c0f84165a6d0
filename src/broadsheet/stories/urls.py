from django.urls import path

from broadsheet.stories import views, yours
from broadsheet.stories.calls import views as views_of_calls

urlpatterns = [
    path("stories/", views_of_calls.calls, name="stories_calls"),
    path("stories/tip/", views.tip, name="stories_tip"),
    path("stories/calls/<str:slug>/", views_of_calls.call, name="stories_call"),
    path("stories/calls/<str:slug>/vote/", views_of_calls.ballot, name="stories_vote"),
    path("stories/calls/<str:slug>/vote/cast/", views_of_calls.cast, name="stories_cast"),
    path("stories/calls/<str:slug>/voted/", views_of_calls.voted, name="stories_voted"),
    path("stories/send/", views.send, name="stories_send"),
    path("stories/send/check-mail/", views.check_mail, name="stories_check_mail"),
    path("stories/send/thanks/", views.thanks, name="stories_thanks"),
    path("stories/confirm/<str:token>/", views.confirm, name="stories_confirm"),
    path("stories/yours/<str:token>/", yours.yours, name="stories_yours"),
    path("stories/withdraw/<str:token>/", views.withdraw, name="stories_withdraw"),
]
