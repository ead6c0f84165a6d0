from django.urls import path

from broadsheet.stories import views, yours

urlpatterns = [
    path("stories/send/", views.send, name="stories_send"),
    path("stories/send/check-mail/", views.check_mail, name="stories_check_mail"),
    path("stories/send/thanks/", views.thanks, name="stories_thanks"),
    path("stories/confirm/<str:token>/", views.confirm, name="stories_confirm"),
    path("stories/yours/<str:token>/", yours.yours, name="stories_yours"),
    path("stories/withdraw/<str:token>/", views.withdraw, name="stories_withdraw"),
]
