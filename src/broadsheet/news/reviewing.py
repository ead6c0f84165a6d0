"""What follows when a review ends well.

Named in the settings, and imported while Wagtail's models are being made: it
imports no model itself before it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from broadsheet.foundation.models import User


def publish_reviewed(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what was approved last, as Wagtail does, unless a finding blocks it.

    Raises:
        NotPublished: a finding does; the approval is taken back with the transaction.
    """
    from wagtail.workflows import publish_workflow_state

    from broadsheet.news.checks import NotPublished, findings
    from broadsheet.news.models import ArticlePage

    version = workflow_state.content_object.get_latest_revision().as_object()
    if isinstance(version, ArticlePage):
        found = findings(version)
        if any(finding.blocks for finding in found):
            raise NotPublished(version, found)
    publish_workflow_state(workflow_state, user=user)
