"""On which terms the paper gives its stories to other systems."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

MOST_A_MINUTE = 6000


@register_setting(icon="download", order=30)
class ServiceSettings(BaseGenericSetting):
    """What the paper gives to other systems."""

    class Access(models.TextChoices):
        KEYS = "keys", _("nothing")
        OPEN = "open", _("headlines and what stands around them, no text and no pictures")

    access = models.CharField(
        _("without a key, others get"), max_length=5, choices=Access, default=Access.KEYS
    )
    open_per_minute = models.PositiveSmallIntegerField(
        _("requests a minute without a key"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_MINUTE)],
        help_text=_("Of one network address."),
    )
    holder = models.CharField(
        _("whose the texts are"), max_length=200, blank=True, help_text=_("Left empty: the paper’s.")
    )
    terms = models.TextField(
        _("terms for texts"), blank=True, help_text=_("Sent with each story: who may print it, and how.")
    )
    picture_terms = models.TextField(
        _("terms for pictures"), blank=True, help_text=_("Sent with each picture, beside its credit.")
    )

    panels = [
        MultiFieldPanel([FieldPanel("access"), FieldPanel("open_per_minute")], heading=_("Access")),
        MultiFieldPanel(
            [FieldPanel("holder"), FieldPanel("terms"), FieldPanel("picture_terms")],
            heading=_("Rights"),
        ),
    ]

    class Meta:
        verbose_name = _("Stories for others")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
