from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.blocks import ExerciseStreamBlock
from courses.exercises import COUNTING
from courses.models import Course, Fact
from courses.models.editions import Immutable
from courses.models.previews import WalkedInPreviewMixin
from courses.models.review import sectors_of
from lms.publishing import CheckedWhenLiveMixin
from organisations.models import Organisation, Sector
from quizzes.models.tags import QuestionQuerySet, TagsField, tags_of


class Bank(models.Model):
    """The questions from which the quizzes of a course draw."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="banks")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["code"]
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")

    def __str__(self) -> str:
        return self.name


class Question(
    CheckedWhenLiveMixin,
    WorkflowMixin,
    WalkedInPreviewMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """A question as its author writes it, one row per language.

    Learners never meet this row: releasing an edition freezes a QuestionVersion that
    holds every language.
    """

    bank = models.ForeignKey(
        Bank,
        verbose_name=_("bank"),
        on_delete=models.PROTECT,
        related_name="questions",
    )
    key = models.SlugField(_("key"), max_length=60)
    body = StreamField(
        ExerciseStreamBlock(min_num=1, max_num=1), verbose_name=_("question")
    )
    must_pass = models.BooleanField(
        _("must be right to pass"),
        default=False,
        help_text=_("A wrong answer means another attempt, whatever the score."),
    )
    topic = models.SlugField(_("topic"), max_length=60, blank=True)
    tags = TagsField(
        _("tags"),
        max_length=300,
        blank=True,
        help_text=_(
            "Short words with spaces between them, by which a quiz may draw. The topic "
            "is one of them of itself."
        ),
    )
    sectors = ParentalManyToManyField(
        Sector,
        verbose_name=_("only for sectors"),
        blank=True,
        related_name="+",
        help_text=_("Who is asked it. None chosen: everybody."),
    )
    difficulty = models.PositiveSmallIntegerField(_("difficulty, 1 to 3"), default=1)
    # Where the answer is taught: feedback links there, to the block if one is named.
    lesson_key = models.UUIDField(_("lesson"), null=True, blank=True)
    lesson_block = models.CharField(_("place in the lesson"), max_length=40, blank=True)
    fact = models.ForeignKey(
        Fact,
        verbose_name=_("fact"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    # What decides about passing is the same in every language.
    translatable_fields = [
        SynchronizedField("bank", overridable=False),
        SynchronizedField("key", overridable=False),
        TranslatableField("body"),
        SynchronizedField("must_pass", overridable=False),
        SynchronizedField("topic", overridable=False),
        SynchronizedField("tags", overridable=False),
        SynchronizedField("sectors", overridable=False),
        SynchronizedField("difficulty", overridable=False),
        SynchronizedField("lesson_key", overridable=False),
        SynchronizedField("lesson_block", overridable=False),
        TranslatableField("fact"),
    ]

    reviewed_besides: ClassVar = ["must_pass", "sectors", "fact"]

    objects = QuestionQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        ordering = ["key"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "key", "locale"],
                name="question_key_once_per_bank_and_language",
            )
        ]

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        super().clean()
        # A draft may have no body yet.
        kinds = {block.block_type for block in self.body}
        if self.must_pass and not kinds <= COUNTING:
            message = _("It counts for nothing, so nobody can need it to pass.")
            raise ValidationError({"must_pass": message})

    @property
    def owner(self) -> Organisation:
        """The body whose people review it: that of the course."""
        return self.bank.course.owner

    @property
    def all_tags(self) -> frozenset[str]:
        """What a quiz may draw it by: its tags, and its topic."""
        return tags_of(self)

    def sectors_of_review(self) -> set[str]:
        """The sectors that meet it: those it names, or those of the quizzes that draw
        it; empty for what is for all."""
        if own := {sector.pk for sector in self.sectors.all()}:
            return own
        places = [sectors_of(quiz) for quiz in self.bank.quizzes.all()]
        return set().union(*places) if all(places) else set()

    def get_preview_template(self, request, mode_name) -> str:
        return "quizzes/preview/question.html"


class QuestionVersion(Immutable):
    """A question frozen with all its languages. Never edited: a change makes the next.

    `content` is the language-neutral form of courses.exercises; `question_key` is the
    translation_key of the authored rows.
    """

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="versions")
    question_key = models.UUIDField(db_index=True)
    key = models.SlugField(max_length=60)
    hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    content = models.JSONField()
    must_pass = models.BooleanField()
    topic = models.SlugField(max_length=60, blank=True)
    lesson_key = models.UUIDField(null=True)
    # The id of a block of that lesson; "" for the whole.
    lesson_block = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        constraints = [
            models.UniqueConstraint(
                fields=["question_key", "hash"], name="question_version_stored_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.hash[:8]}"

    @property
    def counts(self) -> bool:
        """Whether an answer to it gives points."""
        return self.kind in COUNTING
