from django.apps import AppConfig
from django.db.models.signals import post_save


class DeskConfig(AppConfig):
    name = "broadsheet.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail import signals
        from wagtail.models import Comment, CommentReply, Revision, WorkflowState

        from broadsheet.desk import checking, moving, receivers
        from broadsheet.desk import tasks as tasks  # its jobs
        from broadsheet.news import checks
        from broadsheet.news.models import ArticlePage
        from broadsheet.news.signals import articles_filed
        from broadsheet.wire import parts

        checks.register(checking.findings)
        parts.register(moving.PLANS)
        post_save.connect(receivers.article_saved, sender=ArticlePage)
        articles_filed.connect(receivers.articles_filed, dispatch_uid="desk.entries")
        # Not when one is deleted: with its article it goes before it, and none
        # of those that go alone says where an article stands.
        for thing in (Revision, WorkflowState):
            post_save.connect(receivers.version_or_review_saved, sender=thing)
        post_save.connect(receivers.version_saved, sender=Revision)
        post_save.connect(receivers.comment_saved, sender=Comment)
        post_save.connect(receivers.reply_saved, sender=CommentReply)
        signals.page_unpublished.connect(receivers.page_unpublished)
