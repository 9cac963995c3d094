"""What becomes of letters with a code when two accounts become one."""

from lms.merging import Merge
from organisations.domain.letters.withdrawing import withdraw_letters
from organisations.models import Letter


def move_letters(merge: Merge) -> int:
    """They go over as a trace. A code that waits to be used opened the old account: it
    opens nothing any more, and the person needs a letter anew where they have no address."""
    theirs = Letter.objects.filter(user=merge.merged)
    withdraw_letters(theirs, actor=merge.actor, now=merge.now)
    return theirs.update(user=merge.kept)
