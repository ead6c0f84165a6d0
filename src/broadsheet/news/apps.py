from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete


class NewsConfig(AppConfig):
    name = "broadsheet.news"
    label = "news"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail import signals

        from broadsheet.edition.api import every_address, on_reads
        from broadsheet.news import (
            checks,
            models,
            proposals,
            public,
            reads,
            receivers,
            translating,
            waiting,
        )
        from broadsheet.news import tasks as tasks  # its jobs
        from broadsheet.topics.models import Topic

        every_address(public.paths)
        on_reads(reads.note)
        waiting.register(proposals.waiting_changes)
        signals.page_published.connect(receivers.page_published)
        signals.page_unpublished.connect(receivers.page_unpublished)
        checks.register(translating.findings)
        signals.copy_for_translation_done.connect(receivers.translation_copied)
        signals.post_page_move.connect(receivers.page_moved)
        pre_delete.connect(receivers.page_deleted, sender=models.ArticlePage)
        post_save.connect(receivers.setting_changed, sender=models.PaperSettings)
        post_save.connect(receivers.picture_saved, sender=models.Picture)
        post_save.connect(receivers.quote_changed, sender=models.Said)
        post_delete.connect(receivers.quote_changed, sender=models.Said)
        post_delete.connect(receivers.size_deleted, sender=models.PictureRendition)
        for changed in (post_save, post_delete):
            changed.connect(receivers.series_changed, sender=models.Series)
            changed.connect(receivers.part_changed, sender=models.SeriesPart)
            changed.connect(receivers.author_translated, sender=models.AuthorTranslation)
        for thing in (models.Author, models.Source, models.Picture, Topic):
            post_save.connect(receivers.named_thing_changed, sender=thing)
