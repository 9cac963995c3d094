"""Registrations and attendance of two accounts that are one person's."""

from django.db import transaction

from lms.merging import Merge
from trainers.domain.attendance.joining import move_attendance
from trainers.domain.attendance.weighing import weigh_after_commit
from trainers.domain.sessions.holding import locked
from trainers.models import Registration


def join_registrations(merge: Merge) -> int:
    """Give the kept account the registrations of the other; where both are on one list,
    what was said of either is said of the one that is kept, and the other stays behind
    without attendance. Returns how many rows were touched. Again finds nothing to do."""
    touched = 0
    theirs = Registration.objects.filter(person=merge.merged).select_related("session")
    for one in theirs.order_by("pk"):
        mine = Registration.objects.filter(
            person=merge.kept, session=one.session_id
        ).first()
        if mine is None:
            one.person, one.is_to_weigh = merge.kept, True
            one.save(update_fields=["person", "is_to_weigh"])
        elif one.attendance.exists():
            _join(one, mine, merge)
        else:
            continue
        touched += 1
        weigh_after_commit(one.session, now=merge.now)
    return touched


def _join(one: Registration, mine: Registration, merge: Merge) -> None:
    with transaction.atomic():
        locked(one.session)
        move_attendance(one, mine, now=merge.now)
        Registration.objects.filter(pk=one.pk).update(attended_at=None)
