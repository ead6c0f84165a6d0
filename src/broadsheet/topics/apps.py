from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class TopicsConfig(AppConfig):
    name = "broadsheet.topics"
    label = "topics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.topics import models, receivers

        for signal in (post_save, post_delete):
            for thing in (models.Topic, models.TopicName, models.TopicTitle):
                signal.connect(receivers.registry_changed, sender=thing)
            signal.connect(receivers.names_changed, sender=models.TopicName)
            for thing in (models.TopicName, models.TopicDescription):
                signal.connect(receivers.words_changed, sender=thing)
