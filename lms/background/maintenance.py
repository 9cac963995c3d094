"""Periodic work that belongs to the packages we stand on."""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import NoReverseMatch
from django.utils import translation
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Revision

from lms import audit
from lms.mail import Mail, send_after_commit
from lms.publishing import NotPublishableError

logger = logging.getLogger(__name__)


def publish_scheduled(now: datetime) -> None:
    """Publish and unpublish what Wagtail's editors scheduled.

    What is not ready at its hour stays a draft, is taken off the schedule, and whoever
    scheduled it is told why: it must not hold up the others, minute after minute.
    Wagtail reads the clock itself; `now` is for what was due and for the record.
    """
    due = Revision.objects.filter(approved_go_live_at__lt=now)
    for revision in due.select_related("user").order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as problem:
            refused = (
                problem
                if isinstance(problem, NotPublishableError)
                else NotPublishableError(revision.content_object, problem)
            )
            _take_off_schedule(revision, refused, now=now)
        except Exception:
            logger.exception("Revision %s could not be published", revision.pk)
    call_command("publish_scheduled", verbosity=0)


@transaction.atomic
def _take_off_schedule(
    revision: Revision, problem: NotPublishableError, *, now: datetime
) -> None:
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    audit.record(
        "lms.schedule_refused",
        actor=None,
        subject=revision,
        now=now,
        data={
            "scheduled_by": revision.user_id,
            "fields": sorted(getattr(problem, "error_dict", ())),
        },
    )
    author = revision.user
    if author is None or not author.email:
        return
    with translation.override(author.language):
        reasons = problem.reasons
    send_after_commit(
        Mail(
            template="lms/mail/schedule_refused",
            to=[author.email],
            language=author.language,
            context={
                "title": revision.object_str,
                "reasons": reasons,
                "link": _edit_url(revision),
            },
            idempotency_key=f"lms.schedule_refused:{revision.pk}:{now.isoformat()}",
        ),
        now=now,
    )


def _edit_url(revision: Revision) -> str:
    """Path of the page on which it is edited; "" for what has none."""
    try:
        return AdminURLFinder().get_edit_url(revision.content_object) or ""
    except NoReverseMatch:
        return ""
