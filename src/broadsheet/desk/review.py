"""The way of an article past an editor: Wagtail's workflow, set up."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

NAME = "Editor reviews"


def set_up_review(*, fronts: Iterable[Page], reviewers: Iterable[Group]) -> Workflow:
    """Let `reviewers` approve what others submit under each of `fronts`.

    Only the first time: what the newsroom makes of its workflows later stays.
    """
    with transaction.atomic():
        _drop_wagtails_own()
        workflow, made = Workflow.objects.get_or_create(name=NAME)
        if made:
            task = GroupApprovalTask.objects.create(name=NAME)
            task.groups.set(reviewers)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
            for front in fronts:
                WorkflowPage.objects.update_or_create(page_id=front.pk, defaults={"workflow": workflow})
    return workflow


def _drop_wagtails_own() -> None:
    """Wagtail's migrations leave a workflow whose reviewers are nobody."""
    nobody = GroupApprovalTask.objects.filter(groups=None)
    unused = Workflow.objects.filter(workflow_tasks__task__in=nobody).exclude(
        pk__in=WorkflowState.objects.values("workflow")
    )
    unused.delete()
    nobody.filter(workflow_tasks=None, task_states=None).delete()
