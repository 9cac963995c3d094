import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import Audience
from lms.errors import DomainError

FORM = re.compile(r"[^\W\d_]+\*?(?:[ ’'-][^\W\d_]+\*?)*")

IN_EVERY_TEXT = _("In every text")
FOR_YOUTH = _("In texts for young people and parents")


class Term(models.Model):
    """Words that can stigmatise, in one language, with why and with what else to say.

    Guidance, not a ban: who has a reason writes it down (ETHICS N1). `forms` are the
    ways in which the words are written, one a line; a star stands for any ending.
    """

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    key = models.SlugField(_("key"), max_length=60)
    forms = models.TextField(
        _("words"),
        help_text=_("One form a line. A star stands for any ending: radicalis*"),
    )
    reason = models.TextField(_("why not"))
    suggestion = models.TextField(_("rather"))
    # N8: texts for the young and for parents do without the label altogether.
    is_only_for_youth = models.BooleanField(
        _("only in texts for young people and parents"), default=False
    )

    # Not deleted: why a word was on the list, and why no longer, stays to be read.
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_why = models.TextField(_("why withdrawn"), blank=True)

    class Meta:
        ordering = ["language", "key"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "key"], name="term_once_per_language"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) ^ ~Q(withdrawn_why=""),
                name="term_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.forms.partition("\n")[0].strip()

    def delete(self, *args, **kwargs):
        raise DomainError(_("A term is withdrawn, not deleted."), code="kept")

    def clean(self) -> None:
        super().clean()
        for form in self.unreadable_forms:
            raise ValidationError(
                {
                    "forms": _(
                        "“%(form)s” is not understood: write words, and at most a "
                        "star at the end of each."
                    )
                    % {"form": form}
                }
            )

    @property
    def audience(self) -> str:
        """Which texts are read for it, in words."""
        return FOR_YOUTH if self.is_only_for_youth else IN_EVERY_TEXT

    @property
    def all_forms(self) -> list[str]:
        return [form for line in self.forms.splitlines() if (form := line.strip())]

    @property
    def unreadable_forms(self) -> list[str]:
        return [form for form in self.all_forms if not FORM.fullmatch(form)]

    def concerns(self, audience: str) -> bool:
        """Whether texts for this Audience do without it."""
        return not self.is_only_for_youth or audience != Audience.PROFESSIONALS


class WordingReason(models.Model):
    """Why a text stays as it is although the checklist has something against its words.

    Appended: the newest counts. `subject_key` is the translation_key of the page, fact,
    case or question; `rule` and `subject` are those of the finding it answers.
    """

    subject_key = models.UUIDField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    rule = models.CharField(max_length=20)
    subject = models.CharField(max_length=60)
    reason = models.TextField(_("why it stays"))
    # Nobody: it came with the starter files, and their authors answer for it.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("reason for a wording")
        verbose_name_plural = _("reasons for wordings")
        indexes = [
            models.Index(
                fields=["subject_key", "language"], name="wording_reason_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.language})"
