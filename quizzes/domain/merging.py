"""What becomes of a learner's wish for more time when two accounts are one person's."""

from lms.merging import Merge
from quizzes.enums import MoreTime
from quizzes.models import ExtraTime


def join_extra_time(merge: Merge) -> int:
    """The person keeps the more of the two: nobody loses time they asked for."""
    theirs = ExtraTime.objects.filter(user=merge.merged).first()
    if theirs is None:
        return 0
    own = ExtraTime.objects.filter(user=merge.kept).first()
    if own is None:
        theirs.user = merge.kept
        theirs.save(update_fields=["user"])
        return 1
    own.amount = max(own.amount, theirs.amount, key=MoreTime.values.index)
    own.save(update_fields=["amount"])
    theirs.delete()
    return 1
