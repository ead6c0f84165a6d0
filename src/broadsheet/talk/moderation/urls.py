from django.urls import path

from broadsheet.talk.moderation import views

urlpatterns = [
    path("", views.waiting, name="talk_moderation"),
    path("decide/", views.decide, name="talk_decide"),
    path("undo/<uuid:batch>/", views.undo, name="talk_undo"),
    path("thread/<int:thread_id>/", views.thread_state, name="talk_thread_state"),
    path("log/", views.log, name="talk_log"),
]
