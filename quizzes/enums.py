from django.db import models
from django.utils.translation import gettext_lazy as _


class MoreTime(models.TextChoices):
    """How much longer somebody has in every quiz with a time limit."""

    NONE = "none", _("The time as it is set")
    QUARTER = "quarter", _("A quarter more")
    HALF = "half", _("Half as much again")
    DOUBLE = "double", _("Twice the time")
    UNLIMITED = "unlimited", _("No time limit for me")


class QuizPart(models.TextChoices):
    """What a quiz is for. A pre-test and a post-test that draw from the same bank are a
    pair."""

    QUIZ = "quiz", _("Quiz")
    PRE = "pre", _("Pre-test: where people start. It counts for nothing.")
    POST = "post", _("Post-test: asks what the pre-test of the same bank asked.")


class FeedbackFrom(models.TextChoices):
    """From when a learner reads what was right, and why."""

    AFTER = "after", _("After handing in")
    DURING = "during", _("During the quiz: question by question, once one is checked")
    ALL = "all", _("When everybody they learn with has handed in")


class RegradeHow(models.TextChoices):
    """How answers to a question are graded instead."""

    NEW_KEY = "new_key", _("By the question as it is published now")
    FULL = "full", _("Everybody gets full marks for it")
    DROP = "drop", _("It does not count")
    AS_BEFORE = "as_before", _("As before any regrade")


class RegradeState(models.TextChoices):
    """How far a regrade is. It holds for what is handed in from UNDER_WAY on."""

    LOOKING = "looking", _("Being looked at")
    LOOKED = "looked", _("To be decided")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    SET_ASIDE = "set_aside", _("Set aside")


class ContestState(models.TextChoices):
    """Where a contested result stands."""

    OPEN = "open", _("Being answered")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ContestOutcome(models.TextChoices):
    """What an answer to it says."""

    STANDS = "stands", _("The result stands")
    CORRECTED = "corrected", _("The question is put right, and graded again")
