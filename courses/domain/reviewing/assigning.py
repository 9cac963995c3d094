"""The review is there for every course, fact and case, without anybody setting it up."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from courses.domain.reviewing.gate import reviewed_snippets
from courses.enums import ReviewStep
from courses.models import CatalogueIndexPage, ReviewTask

NAME = "Review"
TASKS = {
    ReviewStep.CONTENT: "Reviewer of the sector",
    ReviewStep.RELEASE: "Programme owner",
}


@transaction.atomic
def ensure_review(now: datetime | None = None) -> int:
    """Assign the review to whatever has none; return to how many things.

    One workflow serves every organisation: its steps know whose a thing is. What an
    administrator assigned or switched off stays so.
    """
    workflow = _workflow()
    if not workflow.active:
        return 0
    catalogues = CatalogueIndexPage.objects.exclude(
        pk__in=WorkflowPage.objects.values("page")
    )
    assigned = [
        WorkflowPage.objects.create(page=page.page_ptr, workflow=workflow)
        for page in catalogues
    ]
    for model in reviewed_snippets:
        content_type = ContentType.objects.get_for_model(model)
        row, created = WorkflowContentType.objects.get_or_create(
            content_type=content_type, defaults={"workflow": workflow}
        )
        assigned += [row] if created else []
    return len(assigned)


def _workflow() -> Workflow:
    tasks = [_task(step) for step in ReviewStep.values]
    first = (
        WorkflowTask.objects.filter(task=tasks[0]).select_related("workflow").first()
    )
    if first is not None:
        return first.workflow
    workflow = Workflow.objects.create(name=NAME)
    for number, task in enumerate(tasks):
        WorkflowTask.objects.create(
            workflow=workflow, task=Task.objects.get(pk=task.pk), sort_order=number
        )
    return workflow


def _task(step: str) -> ReviewTask:
    return ReviewTask.objects.get_or_create(
        step=step, defaults={"name": TASKS[ReviewStep(step)]}
    )[0]
