from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import PreparationState, Significance
from courses.models.courses import Activity, Course
from courses.models.long_work import LongWork
from lms.errors import DomainError


class Immutable(models.Model):
    """A row that is written once. Database rows of an edition never change, so that a
    person who is learning is never disturbed."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise DomainError(_("A released edition cannot be changed."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise DomainError(_("A released edition cannot be deleted."))


class Edition(Immutable):
    """An immutable manifest of a course: what learners read, whatever the CMS holds.

    `outline` is the order of modules and activities with their sectors, titles per
    language and the rules of each quiz (its shape is documented in
    courses.domain.manifest). `notes` says per language what changed, where somebody
    said so.
    """

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField(_("number"))
    significance = models.CharField(
        _("significance"), max_length=8, choices=Significance.choices
    )
    notes = models.JSONField(_("what changed"), default=dict)
    languages = models.JSONField(default=list)
    outline = models.JSONField(default=dict)
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # [{"title": …, "reason": …}] of what nobody had reviewed when it was released.
    without_review = models.JSONField(default=list)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"], name="edition_number_unique_per_course"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.number}"


class ContentBlob(Immutable):
    """One activity's content in one language, stored once however many editions use it.

    `hash` is the SHA-256 of the canonical JSON of `data`. `data` holds `html`
    (rendered, facts and vignettes inlined), `plain` and `exercises`.
    """

    hash = models.CharField(max_length=64, primary_key=True)
    data = models.JSONField()

    def __str__(self) -> str:
        return self.hash[:12]


class EditionContent(Immutable):
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="contents"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    blob = models.ForeignKey(ContentBlob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "activity", "language"],
                name="edition_content_once_per_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.activity_id} {self.language}"


class Preparation(LongWork):
    """What the next edition of a course would hold, put together beforehand in the
    background; a person looks at it and releases it, or does not.

    `done` of `total` contents are drafted; they stay where a worker dies, for the one
    that takes over. `stamp` says which state of the pages was read. A course has one at
    a time; the next replaces it.
    """

    course = models.OneToOneField(
        Course, on_delete=models.PROTECT, related_name="preparation"
    )
    state = models.CharField(
        max_length=12,
        choices=PreparationState.choices,
        default=PreparationState.UNDER_WAY,
    )
    stamp = models.CharField(max_length=64, blank=True)
    outline = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    # Why a language does not join, by its code.
    problems = models.JSONField(default=dict)
    # What the checklist says, a row for each line, page by page
    # (courses.domain.editions.findings).
    findings = models.JSONField(default=list)
    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("preparation of an edition")
        verbose_name_plural = _("preparations of editions")
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=True) ^ Q(state=PreparationState.RELEASED),
                name="preparation_released_as_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.get_state_display()}"


class PreparedContent(models.Model):
    """One activity's content in one language, as a preparation drafted it."""

    preparation = models.ForeignKey(
        Preparation, on_delete=models.CASCADE, related_name="contents"
    )
    activity_key = models.UUIDField()
    kind = models.CharField(max_length=16)
    language = models.CharField(max_length=5)
    hash = models.CharField(max_length=64)
    data = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["preparation", "activity_key", "language"],
                name="prepared_content_once_per_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.preparation_id} {self.activity_key} {self.language}"
