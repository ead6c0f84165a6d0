"""Addresses inside the newsroom."""

from django.urls import path

from broadsheet.desk import changes, killing, live, plans, views

urlpatterns = [
    path("articles/", views.articles, name="desk_articles"),
    path("articles/<int:pk>/record/", views.record, name="desk_record"),
    path("articles/<int:pk>/correct/", views.correct, name="desk_correct"),
    path("articles/<int:pk>/named/", views.named, name="desk_named"),
    path("articles/<int:pk>/kill/", killing.kill, name="desk_kill"),
    path("articles/<int:pk>/lift-kill/", killing.lift, name="desk_lift_kill"),
    path("articles/<int:pk>/live/", live.coverage, name="desk_live"),
    path("articles/<int:pk>/live/switch/", live.switch, name="desk_live_switch"),
    path("live/<int:pk>/", live.change, name="desk_live_change"),
    path("live/<int:pk>/remove/", live.remove, name="desk_live_remove"),
    path("articles/<int:pk>/hold/", killing.hold, name="desk_hold"),
    path("articles/<int:pk>/release/", killing.release, name="desk_release"),
    path("planning/", plans.board, name="desk_planning"),
    path("planning/new/", plans.plan, name="desk_new_plan"),
    path("planning/<int:pk>/", plans.plan, name="desk_plan"),
    path("planning/<int:pk>/state/", plans.state, name="desk_plan_state"),
    path("planning/<int:pk>/article/", plans.article, name="desk_plan_article"),
    path("calendar/", plans.calendar, name="desk_calendar"),
    path("mentions/<int:pk>/done/", views.mention_done, name="desk_mention_done"),
    path("changes/", changes.screen, name="desk_changes"),
    path("report/", views.report, name="desk_report"),
    path("kills/", killing.records, name="desk_kills"),
    path("breaking/", views.breaking, name="desk_breaking"),
    path("articles/new/", views.new_article, name="desk_new_article"),
]
