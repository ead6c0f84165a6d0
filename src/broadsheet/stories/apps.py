from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "broadsheet.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from broadsheet.edition.api import every_address
        from broadsheet.foundation import accounts
        from broadsheet.news import parts as article_parts
        from broadsheet.news import signals, waiting
        from broadsheet.stories import account, desk, parts, receivers
        from broadsheet.stories import tasks as tasks  # the jobs that come round
        from broadsheet.stories.calls import public
        from broadsheet.stories.models import Call

        post_save.connect(receivers.call_changed, sender=Call, dispatch_uid="stories.call")
        post_delete.connect(receivers.call_changed, sender=Call, dispatch_uid="stories.call.gone")
        every_address(public.paths)
        signals.article_published.connect(receivers.article_published, dispatch_uid="stories.out")
        signals.article_withdrawn.connect(receivers.article_withdrawn, dispatch_uid="stories.back")
        article_parts.register(parts.sent_in)

        accounts.register(account.sent_stories)
        accounts.on_export(account.export)
        accounts.on_erase(account.forget_sender)
        waiting.register(desk.waiting_stories)
