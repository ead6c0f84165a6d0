from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "broadsheet.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.foundation import tasks  # noqa: F401 - registers its jobs
