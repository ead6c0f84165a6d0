from django.urls import path

from broadsheet.site import account, second_step

urlpatterns = [
    path("", account.profile, name="profile"),
    path("data/", account.data, name="account_data"),
    path("second-step/", second_step.second_step, name="second_step"),
    path("leave/", account.leave, name="account_leave"),
]
