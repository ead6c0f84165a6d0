from django.apps import AppConfig


class EditionConfig(AppConfig):
    name = "broadsheet.edition"
    label = "edition"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.edition import tasks  # noqa: F401 - registers its jobs
