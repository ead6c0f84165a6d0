from django.apps import AppConfig
from django.db.models.signals import post_save


class DeskConfig(AppConfig):
    name = "broadsheet.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail import signals
        from wagtail.models import Revision, WorkflowState

        from broadsheet.desk import checking, receivers
        from broadsheet.news import checks
        from broadsheet.news.models import ArticlePage
        from broadsheet.news.signals import articles_filed

        checks.register(checking.findings)
        post_save.connect(receivers.article_saved, sender=ArticlePage)
        articles_filed.connect(receivers.articles_filed, dispatch_uid="desk.entries")
        # Not when one is deleted: with its article it goes before it, and none
        # of those that go alone says where an article stands.
        for thing in (Revision, WorkflowState):
            post_save.connect(receivers.version_or_review_saved, sender=thing)
        signals.page_unpublished.connect(receivers.page_unpublished)
