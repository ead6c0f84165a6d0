"""Addresses inside the newsroom."""

from django.urls import path

from broadsheet.desk import views

urlpatterns = [
    path("articles/", views.articles, name="desk_articles"),
    path("articles/<int:pk>/correct/", views.correct, name="desk_correct"),
    path("articles/<int:pk>/named/", views.named, name="desk_named"),
    path("breaking/", views.breaking, name="desk_breaking"),
    path("articles/new/", views.new_article, name="desk_new_article"),
]
