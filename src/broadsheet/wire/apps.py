from django.apps import AppConfig


class WireConfig(AppConfig):
    name = "broadsheet.wire"
    label = "wire"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.news import signals
        from broadsheet.wire import tasks  # noqa: F401 - its jobs
        from broadsheet.wire.service import withdrawing

        signals.article_withdrawn.connect(withdrawing.note_withdrawal, dispatch_uid="wire.withdrawn")
        signals.article_published.connect(withdrawing.forget_withdrawal, dispatch_uid="wire.public")
        signals.articles_filed.connect(withdrawing.forget_withdrawals, dispatch_uid="wire.filed")
