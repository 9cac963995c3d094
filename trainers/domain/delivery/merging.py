"""Groups of two accounts that are one person's."""

from lms.merging import Merge
from trainers.enums import SessionRole
from trainers.models import GroupFacilitator


def join_facilitators(merge: Merge) -> int:
    """Give the kept account the parts of the other; who is the lead with either of the
    two leads the group, and is its trainer once, since the earlier day. Returns how many rows were touched.
    Again finds nothing to do."""
    touched = 0
    for one in GroupFacilitator.objects.filter(person=merge.merged).order_by("pk"):
        mine = GroupFacilitator.objects.filter(
            group=one.group_id, person=merge.kept
        ).first()
        if mine is None:
            one.person = merge.kept
            one.save(update_fields=["person"])
        else:
            # Out first: a group has one lead at a time.
            one.delete()
            mine.joined_on = min(mine.joined_on, one.joined_on)
            if one.role == SessionRole.LEAD:
                mine.role, mine.employer_id = one.role, one.employer_id
            mine.save()
        touched += 1
    return touched
