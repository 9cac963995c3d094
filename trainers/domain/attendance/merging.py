"""Registrations and attendance of two accounts that are one person's."""

from django.db import transaction

from lms.merging import Merge
from trainers.domain.attendance.joining import join_lines
from trainers.domain.attendance.weighing import weigh_after_commit
from trainers.domain.sessions.holding import locked
from trainers.domain.sessions.queue import promote
from trainers.enums import HOLDING_REGISTRATIONS, RegistrationState
from trainers.models import Registration


def join_registrations(merge: Merge) -> int:
    """Give the kept account the registrations of the other; where both are on one list,
    their lines become one. Who trains in a session takes part in it with neither.
    Returns how many rows were touched. Again finds nothing to do. Sessions are locked in
    the order of their keys."""
    theirs = Registration.objects.filter(person=merge.merged, joined_to=None)
    rows = list(theirs.select_related("session").order_by("session_id"))
    for one in rows:
        with transaction.atomic():
            _join(one, merge)
        weigh_after_commit(one.session, now=merge.now)
    return len(rows)


def _join(one: Registration, merge: Merge) -> None:
    one.session = held = locked(one.session)
    mine = held.registrations.filter(person=merge.kept).first()
    if mine is not None:
        join_lines(one, mine, now=merge.now)
    else:
        mine = one
        mine.person, mine.is_to_weigh = merge.kept, True
        mine.save(update_fields=["person", "is_to_weigh"])
    trains = held.trainers.filter(person__in=(merge.kept, merge.merged)).exists()
    if trains and mine.state in HOLDING_REGISTRATIONS:
        mine.state, mine.changed_at = RegistrationState.CANCELLED, merge.now
        mine.save(update_fields=["state", "changed_at"])
        promote(held, now=merge.now)
