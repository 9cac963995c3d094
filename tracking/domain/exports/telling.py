"""The mail that says that a regular file is ready: a link and no file, and who follows it
signs in."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from lms.mail import Mail, send_after_commit
from tracking.domain.queries import course_title
from tracking.domain.reminders.addresses import reachable
from tracking.models import StaffExport


def tell_owner(export: StaffExport, *, now: datetime) -> None:
    """Write to whom the file is for, once; nobody where no address works. In the
    transaction of the caller."""
    owner = reachable([export.asked_by_id]).get(export.asked_by_id)
    if owner is None:
        return
    path = reverse("tracking:export", args=[export.organisation.code, export.pk])
    send_after_commit(
        Mail(
            template="tracking/mail/export",
            to=[owner.email],
            language=owner.language,
            context={
                "name": owner.printed_name,
                "organisation": export.organisation.name,
                "title": course_title(export.course, owner.language),
                "day": export.day,
                "rows": export.total,
                "link": f"{settings.RELAY_BASE_URL}{path}",
            },
            idempotency_key=f"tracking.export:{export.pk}",
        ),
        now=now,
    )
