from django.urls import path

from broadsheet.site import account

urlpatterns = [
    path("", account.profile, name="profile"),
    path("data/", account.data, name="account_data"),
    path("leave/", account.leave, name="account_leave"),
]
