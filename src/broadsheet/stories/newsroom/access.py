"""Who may handle readers' stories, and which of them."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from wagtail.admin.auth import permission_required

from broadsheet.stories.models import Attachment, Contribution, State

PERMISSION = "stories.handle_contribution"
handles_contributions = permission_required(PERMISSION)


def confirmed_story(pk: int) -> Contribution:
    """What nobody has confirmed is not the newsroom's to see."""
    confirmed = Contribution.objects.exclude(state=State.UNVERIFIED)
    return get_object_or_404(confirmed.select_related("article", "decided_by", "call"), pk=pk)


def file_of_story(pk: int) -> Attachment:
    confirmed = Attachment.objects.exclude(contribution__state=State.UNVERIFIED)
    return get_object_or_404(confirmed, pk=pk)
