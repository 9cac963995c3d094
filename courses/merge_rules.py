"""What becomes of this app's tables when two accounts are one person's."""

from django.utils.translation import gettext_lazy as _

from courses.domain.merging import enrolments, own_words
from lms import merging
from lms.merging import Fate


def declare() -> None:
    """Declare it, once the models are there. Again without effect."""
    merging.register("courses.Enrolment", user=enrolments.join_enrolments)
    merging.register("courses.Reflection", user=own_words.join_reflections)
    merging.register("courses.ChecklistTicks", user=own_words.join_ticks)
    merging.register("courses.PollAnswer", pseudonym=own_words.join_poll_answers)
    merging.register(
        "courses.LessonFeedback",
        handled_by=Fate.MOVE,
        pseudonym=own_words.join_feedback,
    )
    # What somebody accepted is never changed: a second time stays where it was said.
    merging.register("courses.StatementAcceptance", user=Fate.MOVE_WHERE_FREE)
    merging.register("courses.BoosterRefusal", user=Fate.MOVE_WHERE_FREE)
    for label, field in (
        ("EditionMove", "moved_by"),
        ("Edition", "released_by"),
        ("OverlayEdition", "released_by"),
        ("Preparation", "asked_by"),
        ("Duplication", "asked_by"),
        ("ReviewAct", "by"),
        ("TranslationAct", "by"),
        ("LanguageException", "by"),
        ("WordingReason", "given_by"),
    ):
        merging.register(f"courses.{label}", **{field: Fate.MOVE_WHERE_FREE})
    merging.lock_first("courses.Enrolment", "user")
    merging.compare_by(_("Courses"), enrolments.enrolments_in_words)
