from django.apps import AppConfig, apps


class OutreachConfig(AppConfig):
    name = "broadsheet.outreach"
    label = "outreach"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.edition.api import every_address
        from broadsheet.foundation import accounts
        from broadsheet.news import parts as article_parts
        from broadsheet.news import signals
        from broadsheet.outreach import parts, public
        from broadsheet.outreach.fediverse import receivers as fediverse
        from broadsheet.outreach.finding import indexnow, receivers
        from broadsheet.outreach.following import actions as following
        from broadsheet.outreach.following import tasks as following_tasks  # noqa: F401 - its jobs
        from broadsheet.outreach.friend import tasks as friend_tasks  # noqa: F401 - its jobs
        from broadsheet.outreach.hub import receivers as hub
        from broadsheet.outreach.newsletter import actions as newsletter
        from broadsheet.outreach.newsletter import halting, providers
        from broadsheet.outreach.newsletter import receivers as newsletter_receivers
        from broadsheet.outreach.newsletter import tasks as newsletter_tasks  # noqa: F401 - its jobs
        from broadsheet.outreach.printing import receivers as printing
        from broadsheet.outreach.printing import tasks as printing_tasks  # noqa: F401 - its jobs
        from broadsheet.outreach.push import readers as push_readers
        from broadsheet.outreach.push import receivers as push
        from broadsheet.outreach.reading import actions as reading

        for signal in (signals.article_published, signals.article_changed):
            signal.connect(receivers.article_moved_on, dispatch_uid="outreach.sitemap")
        signals.article_withdrawn.connect(receivers.article_withdrawn, dispatch_uid="outreach.sitemap")
        signals.article_withdrawn.connect(halting.article_withdrawn, dispatch_uid="outreach.newsletter")
        signals.article_published.connect(hub.article_published, dispatch_uid="outreach.hub")
        signals.article_changed.connect(hub.feeds_changed, dispatch_uid="outreach.hub")
        signals.article_withdrawn.connect(hub.feeds_changed, dispatch_uid="outreach.hub")
        signals.article_published.connect(fediverse.article_published, dispatch_uid="outreach.fediverse")
        signals.article_changed.connect(fediverse.article_changed, dispatch_uid="outreach.fediverse")
        signals.article_withdrawn.connect(fediverse.article_withdrawn, dispatch_uid="outreach.fediverse")
        signals.article_published.connect(indexnow.article_published, dispatch_uid="outreach.indexnow")
        for signal in (signals.article_changed, signals.article_withdrawn):
            signal.connect(indexnow.article_changed, dispatch_uid="outreach.indexnow")
        for signal in (signals.article_published, signals.article_changed):
            signal.connect(printing.article_moved_on, dispatch_uid="outreach.cards")
        signals.article_withdrawn.connect(printing.article_withdrawn, dispatch_uid="outreach.printed")
        signals.article_published.connect(push.article_published, dispatch_uid="outreach.push")
        signals.article_withdrawn.connect(push.article_withdrawn, dispatch_uid="outreach.push")
        signals.article_killed.connect(
            newsletter_receivers.article_killed, dispatch_uid="outreach.archive"
        )
        every_address(public.paths)
        article_parts.register(parts.in_the_bar)
        article_parts.register_day(parts.on_paper)
        accounts.register(parts.kept_articles)
        accounts.on_export(reading.export)
        accounts.on_erase(reading.forget_reader)
        accounts.register(parts.followed)
        accounts.on_export(following.export)
        accounts.on_erase(following.forget_reader)
        accounts.on_export(push_readers.export)
        accounts.on_erase(push_readers.forget_reader)
        accounts.register(parts.newsletter)
        accounts.on_export(newsletter.export)
        accounts.on_erase(newsletter.forget_reader)
        if apps.is_installed("anymail"):
            providers.listen()
