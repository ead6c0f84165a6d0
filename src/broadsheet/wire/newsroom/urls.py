from django.urls import path

from broadsheet.wire.newsroom import customers, sources, views

urlpatterns = [
    path("", views.wire_list, name="wire_list"),
    path("newer/", views.newer, name="wire_newer"),
    path("decide/", views.decide, name="wire_decide"),
    path("story/<int:pk>/", views.one, name="wire_item"),
    path("story/<int:pk>/draft/", views.draft, name="wire_draft"),
    path("sources/", sources.sources, name="wire_sources"),
    path("sources/try/", sources.attempt, name="wire_try"),
    path("sources/<int:pk>/try/", sources.attempt_source, name="wire_source_try"),
    path("sources/<int:pk>/", sources.act, name="wire_source_act"),
    path("customers/", customers.customers, name="wire_customers"),
    path("customers/<int:pk>/", customers.act, name="wire_customer_act"),
]
