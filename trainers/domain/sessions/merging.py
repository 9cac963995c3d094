"""Trainers of sessions who are one person with two accounts."""

from lms.merging import Merge
from trainers.enums import SessionRole
from trainers.models import SessionTrainer


def join_trainers(merge: Merge) -> int:
    """Give the kept account the parts of the other; who is the lead with either of the
    two leads the session, and is its trainer once. Returns how many rows were touched.
    Again finds nothing to do."""
    rows = list(SessionTrainer.objects.filter(person=merge.merged).order_by("session"))
    for one in rows:
        mine = SessionTrainer.objects.filter(session=one.session_id, person=merge.kept)
        if not mine.exists():
            one.person = merge.kept
            one.save(update_fields=["person"])
            continue
        # Out first: a session has one lead at a time.
        one.delete()
        if one.role == SessionRole.LEAD:
            mine.update(role=one.role)
    return len(rows)
