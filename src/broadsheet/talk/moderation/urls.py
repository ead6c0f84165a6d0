from django.urls import path

from broadsheet.talk.moderation import digest, hearing, lists, people, quality, views

urlpatterns = [
    path("", views.waiting, name="talk_moderation"),
    path("decide/", views.decide, name="talk_decide"),
    path("undo/<uuid:batch>/", views.undo, name="talk_undo"),
    path("claim/<int:post_id>/", views.claim, name="talk_claim"),
    path("thread/<int:thread_id>/", views.thread_state, name="talk_thread_state"),
    path("lockdown/", views.lock, name="talk_lockdown"),
    path("writer/<int:post_id>/", people.writer, name="talk_writer"),
    path("bans/", people.all_bans, name="talk_bans"),
    path("bans/<int:ban_id>/lift/", people.lift, name="talk_lift"),
    path("lists/", lists.editor, name="talk_lists"),
    path("lists/<int:entry_id>/remove/", lists.remove, name="talk_list_remove"),
    path("appeals/", hearing.appeals, name="talk_appeals"),
    path("appeals/<int:appeal_id>/", hearing.hear, name="talk_hear"),
    path("leads/", hearing.leads, name="talk_leads"),
    path("leads/<int:lead_id>/done/", hearing.finish, name="talk_lead_done"),
    path("leads/<int:lead_id>/back/", hearing.take_back, name="talk_lead_back"),
    path("quality/", quality.screen_of, name="talk_quality"),
    path("digest/", digest.subscribe, name="talk_digest_subscribe"),
    path("log/", views.log, name="talk_log"),
]
