"""Addresses inside the newsroom."""

from django.urls import path

from broadsheet.desk import views

urlpatterns = [
    path("articles/", views.articles, name="desk_articles"),
    path("articles/new/", views.new_article, name="desk_new_article"),
]
