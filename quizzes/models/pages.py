from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from courses.enums import ActivityKind
from courses.models import ActivityPage
from quizzes.models.banks import Bank


class QuizPage(ActivityPage):
    """A quiz: a draw from a bank, with a pass mark and must-pass questions."""

    activity_kind = ActivityKind.QUIZ

    introduction = models.TextField(_("introduction"), blank=True)
    bank = models.ForeignKey(
        Bank, verbose_name=_("bank"), on_delete=models.PROTECT, related_name="quizzes"
    )
    draw = models.PositiveSmallIntegerField(
        _("questions per attempt"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
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

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("bank"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("draw")]),
                FieldRowPanel([FieldPanel("pass_percent")]),
                FieldRowPanel([FieldPanel("pause_after"), FieldPanel("pause_minutes")]),
            ],
            heading=_("Rules"),
        ),
    ]
    template = "quizzes/pages/quiz_page.html"
    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in ("bank", "draw", "pass_percent", "pause_after", "pause_minutes")
        ),
    ]

    class Meta:
        verbose_name = _("quiz")
