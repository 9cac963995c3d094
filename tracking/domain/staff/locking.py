"""What is locked before lines of a staff list are carried out."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import IntegrityError
from django.db.models import F, Q

from organisations.domain.employers import part_of
from organisations.domain.locks import lock_many
from organisations.domain.queries import people_known_by
from organisations.enums import Role
from organisations.models import Membership, Organisation
from tracking.models import StaffImport, StaffImportRow


def lock_for(
    run: StaffImport, rows: Sequence[StaffImportRow], *, day: date
) -> set[int]:
    """Lock the places of a list and the people of these lines, those too who had no
    account when it was looked at; returns the ids of the people."""
    within = Organisation.objects.within(run.organisation)
    lock_many(organisations=within.values_list("pk", flat=True))
    people = {row.user_id for row in rows if row.user_id}
    people |= _come_since(run, [row for row in rows if not row.user_id], day=day)
    lock_many(users=people)
    return people


def refuse_unlocked(people: Collection[int], locked: Collection[int]) -> None:
    """Raises IntegrityError where somebody got an account after the people were locked:
    the next attempt locks them too."""
    if set(people) - set(locked):
        raise IntegrityError("Somebody of these lines came at this moment.")


def _come_since(
    run: StaffImport, rows: Sequence[StaffImportRow], *, day: date
) -> set[int]:
    """Whom lines mean that meant nobody before, by address or badge number."""
    if not rows:
        return set()
    known = people_known_by(row.email for row in rows)
    badges = {row.badge_number for row in rows if not row.email} - {""}
    held = (
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=day),
            part_of(run.organisation),
            role=Role.LEARNER,
            badge_number__in=badges,
        )
        .exclude(ends_on=F("starts_on"))
        .values_list("user", flat=True)
    )
    return {one.pk for one in known.values()} | set(held if badges else ())
