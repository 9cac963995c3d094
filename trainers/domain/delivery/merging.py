"""Groups of two accounts that are one person's."""

from lms.merging import Merge
from trainers.enums import SessionRole
from trainers.models import GroupFacilitator


def join_facilitators(merge: Merge) -> int:
    """Give the kept account the parts of the other; who is the lead with either of the
    two leads the group, and is its trainer once. Returns how many rows were touched.
    Again finds nothing to do."""
    touched = 0
    for one in GroupFacilitator.objects.filter(person=merge.merged).order_by("pk"):
        mine = GroupFacilitator.objects.filter(group=one.group_id, person=merge.kept)
        if not mine.exists():
            one.person = merge.kept
            one.save(update_fields=["person"])
        else:
            # Out first: a group has one lead at a time.
            one.delete()
            if one.role == SessionRole.LEAD:
                mine.update(role=one.role, employer=one.employer_id)
        touched += 1
    return touched
