from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Significance(TextChoices):
    """How much an edition changes: a material one concerns those already certified."""

    MINOR = "minor", _("Minor: wording, a corrected figure")
    MATERIAL = "material", _("Material: what learners must know has changed")


class CompletionBasis(TextChoices):
    """What a completion rests on: the course as it was done here, or a training that
    was followed elsewhere and recognised."""

    COMPLETED = "completed", _("Completed here")
    RECOGNISED = "recognised", _("Recognised")


class PreparationState(TextChoices):
    """How far the next edition of a course is."""

    UNDER_WAY = "under-way", _("Being put together")
    READY = "ready", _("Ready to be released")
    REFUSED = "refused", _("Cannot be released")
    RELEASED = "released", _("Released")


class DuplicationState(TextChoices):
    """How far the copy of a course is."""

    UNDER_WAY = "under-way", _("Being copied")
    DONE = "done", _("Copied")
    REFUSED = "refused", _("Not copied")


class ExtremismForm(TextChoices):
    """The form a vignette is about; the balance rules of ETHICS N2 count these."""

    NONE = "none", _("None: nothing is wrong here")
    JIHADIST = "jihadist", _("Jihadist")
    FAR_RIGHT = "far-right", _("Far right")
    FAR_LEFT = "far-left", _("Far left")
    SINGLE_ISSUE = "single-issue", _("Single issue")
    ANTI_GOVERNMENT = "anti-government", _("Anti-government, conspiracy")
    INCEL = "incel", _("Incel, misogynist")
    SEPARATIST = "separatist", _("Separatist, foreign conflict")
    MIXED = "mixed", _("Mixed or unclear")


class DatePrecision(TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class ActivityKind(TextChoices):
    """What a learner does. Higher apps bring their own value of the same shape."""

    LESSON = "lesson", _("Lesson")
    QUIZ = "quiz", _("Quiz")


class Side(TextChoices):
    """On which side of an activity of the course something local stands."""

    BEFORE = "before", _("Before")
    AFTER = "after", _("After")


class Touched(TextChoices):
    """What a new edition of a course did to a thing that something local rests on."""

    GONE = "gone", _("The part beside which it stands is gone")
    MOVED = "moved", _("The part beside which it stands is in another module now")
    CHANGED = "changed", _("The part beside which it stands has changed")
    LESSON_GONE = "lesson-gone", _("The lesson in which it stands is gone")
    BLOCK_GONE = "block-gone", _("What it stood beside is gone: it ends the lesson now")
    BLOCK_CHANGED = "block-changed", _("What it stands beside has changed")
    MODULE_GONE = "module-gone", _("The module is gone")
    NOT_OPTIONAL = "not-optional", _("The module is not optional any more")


class ReviewState(TextChoices):
    """How a published fact stands with the day by which it is to be looked at again."""

    STALE = "stale", _("Past its review date")
    DUE_SOON = "due", _("To be reviewed soon")
    REPLACED = "replaced", _("Replaced")


class ReplacementStep(TextChoices):
    """What replacing a fact does with a lesson that uses it."""

    PUBLISH = "publish", _("Changed and published")
    DRAFT = "draft", _("Changed as a draft: somebody who may publish has to approve it")
    BESIDE = (
        "beside",
        _("Only the draft is changed: it holds changes that are not published yet"),
    )
    GONE = "gone", _("Left as it is: its draft does not use the fact any more")
    LOCKED = (
        "locked",
        _("Left as it is: it is locked, being approved, or planned to be published"),
    )
    NO_COUNTERPART = (
        "no-counterpart",
        _("Left as it is: the new fact is not published in this language"),
    )


class DraftsOf(TextChoices):
    """Whose drafts a list of drafts holds."""

    MINE = "mine", _("I changed last")
    EVERYBODY = "everybody", _("Everybody in my organisation")


class DraftState(TextChoices):
    """How a draft stands."""

    NEVER_PUBLISHED = "new", _("Never published")
    CHANGED = "changed", _("Changes of what is published")
    UNDER_REVIEW = "review", _("Under review")


class Audience(TextChoices):
    """Whom a course speaks to; for the last two the words are chosen more strictly
    (ETHICS N8)."""

    PROFESSIONALS = "professionals", _("Professionals")
    YOUTH = "youth", _("Young people")
    PARENTS = "parents", _("Parents")


class TranslationStep(TextChoices):
    """What can happen to a text in one language."""

    CHANGED = "changed", _("Source published")
    TRANSLATED = "translated", _("Translation published")
    REVIEWED = "reviewed", pgettext_lazy("translation", "Reviewed")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Approval withdrawn")


class TranslationState(TextChoices):
    """How a text stands in one language; SOURCE is the language it is written in."""

    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    OUT_OF_DATE = "outdated", _("Out of date")
    TRANSLATED = "translated", _("Translated")
    REVIEWED = "reviewed", pgettext_lazy("translation", "Reviewed")
    APPROVED = "approved", _("Approved")
    SOURCE = "source", _("Source, published")


class Access(TextChoices):
    """Whether somebody can go to a course, and what keeps them from it: OPEN to all,
    ADMITTED to one that is closed, or why not."""

    OPEN = "open", _("Open to all")
    ADMITTED = "admitted", _("Open to you")
    UNRELEASED = "unreleased", _("Not here yet")
    PRACTICE = "practice", _("For its authors, to practise in")
    INVITATION = "invitation", _("By invitation")


class StepState(TextChoices):
    """Where a person stands with a step of a learning path."""

    DONE = "done", _("Done")
    NOW = "now", pgettext_lazy("in a path", "Next")
    AHEAD = "ahead", _("Later")
    OPTIONAL = "optional", _("If you like")


class ReviewStep(TextChoices):
    """Who looks at a change before it goes live, in this order."""

    CONTENT = "content", _("Reviewer of the sector")
    RELEASE = "release", _("Programme owner")


class FeedbackAnswer(TextChoices):
    """Whether a lesson was useful, or clear."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class FeedbackText(TextChoices):
    """Who may read what a learner wrote about a lesson."""

    WAITING = "waiting", _("Waits for a reviewer")
    PASSED = "passed", _("For the authors")


class Vouching(TextChoices):
    """Why a text may be live: what a person did with its very words, or whence it is."""

    REVIEWED = "reviewed", pgettext_lazy("text", "Reviewed")
    APPROVED = "approved", pgettext_lazy("text", "Approved")
    WITHOUT = "without", _("Published without review")
    LOADED = "loaded", _("Came with the starter files")
