from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Significance(TextChoices):
    """How much an edition changes: a material one concerns those already certified."""

    MINOR = "minor", _("Minor: wording, a corrected figure")
    MATERIAL = "material", _("Material: what learners must know has changed")


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
