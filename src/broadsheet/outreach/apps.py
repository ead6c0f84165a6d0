from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "broadsheet.outreach"
    label = "outreach"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.edition.api import every_address
        from broadsheet.news import signals
        from broadsheet.outreach import public
        from broadsheet.outreach.finding import receivers

        for signal in (signals.article_published, signals.article_changed):
            signal.connect(receivers.article_moved_on, dispatch_uid="outreach.sitemap")
        signals.article_withdrawn.connect(receivers.article_withdrawn, dispatch_uid="outreach.sitemap")
        every_address(public.paths)
