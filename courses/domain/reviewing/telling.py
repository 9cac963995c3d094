"""Letters of the review, in the language of whoever gets them."""

from datetime import datetime

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import TaskState, WorkflowState

from courses.models import ReviewTask
from lms.mail import Mail, send_after_commit


def ask_for_review(state: TaskState, *, now: datetime) -> int:
    """Tell everybody who may take the step that something waits; return how many."""
    task, thing = state.task.specific, state.workflow_state.content_object
    if not isinstance(task, ReviewTask):
        return 0
    asked = [
        person
        for person in task.people(thing).exclude(email=None).order_by("pk")
        if task.may_decide(thing, person)
    ]
    for person in asked:
        _send("review_asked", person, thing, f"asked:{state.pk}", now=now)
    return len(asked)


def tell_outcome(state: WorkflowState, *, by, now: datetime) -> bool:
    """Tell whoever asked that it was approved, or what to change; whether that was
    needed. Who decides about the own request knows already."""
    author = state.requested_by
    if author is None or author == by or not author.email:
        return False
    last = state.current_task_state
    _send(
        "review_answered",
        author,
        state.content_object,
        f"answered:{state.pk}:{last.pk}",
        now=now,
        is_approved=state.status == WorkflowState.STATUS_APPROVED,
        comment=last.comment,
    )
    return True


def _send(name: str, person, thing, occasion: str, *, now, **context) -> None:
    send_after_commit(
        Mail(
            template=f"courses/mail/{name}",
            to=[person.email],
            language=person.language,
            context={
                "title": str(thing),
                "link": AdminURLFinder().get_edit_url(thing),
                **context,
            },
            idempotency_key=f"courses.review:{occasion}:{person.pk}",
        ),
        now=now,
    )
