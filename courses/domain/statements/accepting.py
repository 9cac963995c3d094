"""A learner accepts what their profession asks."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from courses.models import Enrolment, StatementAcceptance
from courses.signals import statement_accepted


def accepted_by(
    user_id: int, keys: list[str]
) -> dict[tuple[str, int], StatementAcceptance]:
    """{(statement key, version): acceptance} of a person, among these statements."""
    found = StatementAcceptance.objects.filter(user_id=user_id, statement_key__in=keys)
    return {(str(row.statement_key), row.version): row for row in found}


def is_for(spoken_to: Collection[str], sectors: Iterable[str]) -> bool:
    """Whether a statement for the sectors `spoken_to` is for somebody of `sectors`; one
    for none in particular is for all."""
    return not spoken_to or not set(spoken_to).isdisjoint(sectors)


@transaction.atomic
def accept(
    statement: dict, *, enrolment: Enrolment, language: str, now: datetime
) -> StatementAcceptance:
    """Write that the learner accepts a frozen statement as they read it in `language`.

    Twice is once, also for two requests at the same moment.
    """
    acceptance, created = StatementAcceptance.objects.get_or_create(
        user_id=enrolment.user_id,
        statement_key=UUID(statement["key"]),
        version=statement["version"],
        defaults={
            "enrolment": enrolment,
            "edition_id": enrolment.edition_id,
            "words": statement["words"],
            "language": language,
            "accepted_at": now,
        },
    )
    if created:
        transaction.on_commit(
            lambda: statement_accepted.send(
                StatementAcceptance, acceptance_id=acceptance.pk
            )
        )
    return acceptance
