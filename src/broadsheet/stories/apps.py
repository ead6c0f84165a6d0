from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "broadsheet.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.foundation import accounts
        from broadsheet.news import waiting
        from broadsheet.stories import account, desk, tasks  # noqa: F401 - the jobs that come round

        accounts.register(account.sent_stories)
        accounts.on_export(account.export)
        accounts.on_erase(account.forget_sender)
        waiting.register(desk.waiting_stories)
