from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from courses.enums import ActivityKind
from courses.models import ActivityPage
from quizzes.blocks import DrawsBlock
from quizzes.enums import FeedbackFrom, QuizPart
from quizzes.models.banks import Bank

# Questions of an attempt, apart from those that count for nothing.
MOST_DRAWN = 60


class QuizPage(ActivityPage):
    """A quiz: a draw from a bank, with a pass mark and must-pass questions."""

    activity_kind = ActivityKind.QUIZ

    introduction = models.TextField(_("introduction"), blank=True)
    bank = models.ForeignKey(
        Bank, verbose_name=_("bank"), on_delete=models.PROTECT, related_name="quizzes"
    )
    part = models.CharField(
        _("part"),
        max_length=4,
        choices=QuizPart.choices,
        default=QuizPart.QUIZ,
        help_text=_(
            "A pre-test draws as its post-test does. Who skips it is not held up, and "
            "what was right is told after the post-test."
        ),
    )
    draw = models.PositiveSmallIntegerField(
        _("questions per attempt"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DRAWN)],
    )
    draws = StreamField(
        DrawsBlock(),
        verbose_name=_("rules of the draw"),
        blank=True,
        help_text=_(
            "Without any, the questions of an attempt are drawn from the whole bank, "
            "spread over its topics. What the rules leave is drawn so too."
        ),
    )
    prefer_unseen = models.BooleanField(
        _("questions not seen yet go first"),
        default=True,
        help_text=_("So that another attempt asks something else."),
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark (%)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    pause_after = models.PositiveSmallIntegerField(
        _("a pause after this many attempts"), default=3
    )
    pause_minutes = models.PositiveSmallIntegerField(
        _("length of the pause (minutes)"), default=10
    )

    time_limit = models.PositiveSmallIntegerField(
        _("time limit (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(480)],
        help_text=_(
            "Empty: no limit, which is right for nearly every quiz. Who needs more time "
            "says so once, for all quizzes, and you are not told."
        ),
    )

    second_marker = models.BooleanField(
        _("two people mark each open answer"),
        default=False,
        help_text=_(
            "Otherwise a second one marks only where it may decide about passing."
        ),
    )

    feedback_from = models.CharField(
        _("what was right is told"),
        max_length=6,
        choices=FeedbackFrom.choices,
        default=FeedbackFrom.AFTER,
        help_text=_(
            "Points, and whether it is passed, are told at once in any case. A checked "
            "question takes no other answer. Of a pre-test it is told after its "
            "post-test."
        ),
    )
    feedback_days = models.PositiveSmallIntegerField(
        _("and at the latest after (days)"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_(
            "Where it waits for everybody: so that nobody waits for ever for one who "
            "does not hand in. Groups of fewer than eight people wait this long."
        ),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("bank"),
        FieldPanel("part"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("draw")]),
                FieldRowPanel([FieldPanel("pass_percent"), FieldPanel("time_limit")]),
                FieldRowPanel([FieldPanel("pause_after"), FieldPanel("pause_minutes")]),
                FieldPanel("second_marker"),
            ],
            heading=_("Rules"),
        ),
        MultiFieldPanel(
            [FieldPanel("feedback_from"), FieldPanel("feedback_days")],
            heading=_("Feedback"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("draws"),
                HelpPanel(template="quizzes/admin/draws_panel.html"),
                FieldPanel("prefer_unseen"),
            ],
            heading=_("Draw"),
        ),
    ]
    template = "quizzes/pages/quiz_page.html"
    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "bank",
                "part",
                "draw",
                "draws",
                "prefer_unseen",
                "pass_percent",
                "pause_after",
                "pause_minutes",
                "time_limit",
                "second_marker",
                "feedback_from",
                "feedback_days",
            )
        ),
    ]

    reviewed_besides: ClassVar = [
        "bank",
        "part",
        "pass_percent",
        "time_limit",
        "second_marker",
        "feedback_from",
        "feedback_days",
    ]

    class Meta:
        verbose_name = _("quiz")

    @property
    def is_needed(self) -> bool:
        return self.part != QuizPart.PRE

    def clean(self):
        super().clean()
        # A draft may have a rule without a number.
        asked = sum(child.value.get("count") or 0 for child in self.draws)
        if self.draw and asked > self.draw:
            message = _(
                "The rules ask %(asked)d questions and an attempt has %(draw)d."
            )
            raise ValidationError(
                {"draws": message % {"asked": asked, "draw": self.draw}}
            )
