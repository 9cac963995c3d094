"""What becomes of this app's tables when two accounts are one person's.

Attempts hang on enrolments and go with them (courses.domain.merging)."""

from lms import merging
from lms.merging import Fate, MoveUnlessAbout
from quizzes.domain.merging import join_extra_time


def declare() -> None:
    """Declare it, once the models are there. Again without effect."""
    merging.lock_first("quizzes.Attempt", "enrolment__user")
    merging.register("quizzes.ExtraTime", user=join_extra_time)
    # Nobody marks an answer twice or their own, and nobody decides on what they asked
    # for: what would say so stays with the account that did it.
    merging.register(
        "quizzes.Mark",
        marker=MoveUnlessAbout("marking__item__attempt__enrolment__user"),
    )
    merging.register(
        "quizzes.Contest", answered_by=MoveUnlessAbout("attempt__enrolment__user")
    )
    merging.register(
        "quizzes.Regrade",
        asked_by=Fate.MOVE_WHERE_FREE,
        decided_by=Fate.MOVE_WHERE_FREE,
    )
    for label, field in (
        ("ImportRun", "made_by"),
        ("Marking", "claimed_by"),
        ("NotDuplicate", "put_aside_by"),
        ("Retirement", "retired_by"),
    ):
        merging.register(f"quizzes.{label}", **{field: Fate.MOVE})
