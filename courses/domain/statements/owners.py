"""Who answers for a statement hears when certificates wait for it."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses.domain.statements.missing import asked_in
from courses.models import Course, Statement
from lms.mail import Mail, send_after_commit
from organisations.enums import Role
from organisations.models import Membership


def sweep(now: datetime) -> int:
    """Tell the programme owners of a statement that current editions ask for and that
    is not in force; once for each time it lapses. Returns how many are not in force."""
    keys = {
        one.key
        for asked in asked_in(
            Course.objects.released().values_list("current_edition_id", flat=True)
        ).values()
        for one in asked
    }
    lapsed = list(_lapsed(keys, now=now))
    for statement in lapsed:
        _tell_owners(statement, now=now)
    return len(lapsed)


def _lapsed(keys: set[str], *, now: datetime) -> Iterator[Statement]:
    """One row, in English where there is one, of each statement that is not in force."""
    rows: dict[str, list[Statement]] = {}
    found = Statement.objects.filter(translation_key__in=keys).select_related("locale")
    for row in found.order_by("pk"):
        rows.setdefault(str(row.translation_key), []).append(row)
    for languages in rows.values():
        live = [row for row in languages if row.live]
        if not live or min(row.review_by for row in live) < timezone.localdate(now):
            yield min(languages, key=lambda row: row.locale.language_code != "en")


@transaction.atomic
def _tell_owners(statement: Statement, *, now: datetime) -> None:
    since = statement.review_by if statement.live else statement.last_published_at
    owners = Membership.objects.filter(
        organisation=statement.owner_id, role=Role.PROGRAMME_OWNER
    ).on(timezone.localdate(now))
    for owner in owners.select_related("user").exclude(user__email=""):
        send_after_commit(
            Mail(
                template="courses/mail/statement_lapsed",
                to=[owner.user.email],
                language=owner.user.language,
                context={
                    "name": owner.user.printed_name,
                    "statement": statement.title,
                    "is_live": statement.live,
                    "review_by": statement.review_by,
                    "link": settings.RELAY_BASE_URL
                    + reverse(
                        "wagtailsnippets_courses_statement:edit", args=[statement.pk]
                    ),
                },
                idempotency_key=(
                    f"courses.statement_lapsed:{statement.pk}:{since}:{owner.user_id}"
                ),
            ),
            now=now,
        )
