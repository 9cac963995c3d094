import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import TranslationStep
from courses.models.courses import Course
from courses.models.editions import Immutable
from organisations.models import Sector


class TranslationAct(Immutable):
    """Something that happened to a text in one language. Appended, never changed: how
    a translation stands is derived (courses.domain.languages.state).

    `key` is the translation_key of a page, a fact, a case or a question. The hashes
    are courses.domain.languages.content.content_hash of the source and of the text
    itself, as they were published at that moment.
    """

    key = models.UUIDField(default=uuid.uuid4)
    language = models.CharField(max_length=5)
    step = models.CharField(_("step"), max_length=12, choices=TranslationStep.choices)
    source_hash = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    # None: a program did it, or the person is no longer known.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Of a review: the reviewer's own sector, as it was then.
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of a translation")
        verbose_name_plural = _("steps of translations")
        indexes = [models.Index(fields=["key", "language"], name="translation_act_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sector__isnull=True) | Q(step=TranslationStep.REVIEWED),
                name="translation_act_sector_is_of_a_review",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.language} {self.step}"


class LanguageException(models.Model):
    """That federal bodies may ask a course for a time without some of their languages
    (ETHICS L3). Written down with its reason; ended, never deleted."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="language_exceptions"
    )
    languages = models.JSONField(_("without these languages"), default=list)
    reason = models.TextField(_("why"))
    until = models.DateField(_("until and including"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("exception to the languages of a course")
        verbose_name_plural = _("exceptions to the languages of courses")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="language_exception_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(ended_at__isnull=True),
                name="language_exception_one_open_per_course",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {', '.join(self.languages)}"
