from django.apps import AppConfig


class TalkConfig(AppConfig):
    name = "broadsheet.talk"
    label = "talk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from broadsheet.edition.api import every_address
        from broadsheet.foundation import accounts
        from broadsheet.news import parts as article_parts
        from broadsheet.news import signals, waiting
        from broadsheet.talk import (  # noqa: F401 - its jobs
            erasing,
            exporting,
            parts,
            public,
            receivers,
            tasks,
        )  # fmt: skip

        every_address(public.paths)
        article_parts.register(parts.under_article)
        accounts.register(parts.own_comments)
        accounts.on_export(exporting.export)
        accounts.on_erase(erasing.forget_writer)
        waiting.register(parts.waiting_comments)
        post_save.connect(
            receivers.post_saved, sender=self.get_model("Post"), dispatch_uid="talk.search"
        )
        post_save.connect(
            receivers.site_saved, sender=self.get_model("OutsideSite"), dispatch_uid="talk.outside"
        )
        for signal in (signals.article_published, signals.article_changed, signals.article_withdrawn):
            signal.connect(receivers.article_moved_on, dispatch_uid="talk.thread")
        post_delete.connect(receivers.thread_deleted, sender="talk.Thread")
