"""What becomes of this app's tables when two accounts are one person's."""

from lms import merging
from lms.merging import Fate, MoveUnlessAbout
from tracking.domain.merging import join_obligations


def declare() -> None:
    """Declare it, once the models are there. Again without effect."""
    merging.register("tracking.Obligation", user=join_obligations)
    merging.register(
        "tracking.Waiver",
        user=Fate.MOVE,
        given_by=MoveUnlessAbout("user"),
        withdrawn_by=MoveUnlessAbout("user"),
    )
    merging.register("tracking.Reminder", user=Fate.MOVE, by=Fate.MOVE)
    merging.register(
        "tracking.StaffImport",
        asked_by=Fate.MOVE,
        decided_by=Fate.MOVE,
        undo_asked_by=Fate.MOVE,
    )
    # Of two views of one name, one stays.
    merging.register("tracking.SavedView", user=Fate.MOVE_WHERE_FREE)
    merging.register("tracking.Pickup", set_by=Fate.MOVE)
    # Of two lines of a list about one person, one counts.
    merging.register("tracking.StaffImportRow", user=Fate.MOVE_WHERE_FREE)
    merging.register("tracking.StaffImportLead", manager=Fate.MOVE, before=Fate.MOVE)
    # Of two that put the same before one person, one stays.
    merging.register(
        "tracking.Suggestion",
        user=Fate.MOVE_WHERE_FREE,
        by=Fate.MOVE,
        withdrawn_by=Fate.MOVE,
    )
    merging.register("tracking.StaffExport", asked_by=Fate.MOVE)
    merging.register("tracking.RegularExport", owner=Fate.MOVE)
    merging.register("tracking.PeopleCount", asked_by=Fate.MOVE)
