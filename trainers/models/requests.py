"""Requests for training: what an organisation needs, and what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from organisations.models import Organisation
from trainers.enums import RequestState
from trainers.models.programmes import TrainerProgramme
from trainers.models.sessions import TrainingSession

ANSWER_MOST = 500
OPEN = (RequestState.ASKED, RequestState.TAKEN_UP)


class TrainingRequest(models.Model):
    """That an organisation asks for training, with what it needs.

    `answers` is what trainers.domain.requests.needs keeps and reads, with the version of
    the questions. `programme` is None where none was named. `handled_by` took it up or
    decided on it; `answer` is for the organisation. `session` is what came of it. `state`
    is written by trainers.domain.requests.asking alone; who sees one is said in
    trainers.domain.requests.reading.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="training_requests"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    answers = models.JSONField(_("answers"))
    languages = models.JSONField(_("languages"), default=list)
    programme = models.ForeignKey(
        TrainerProgramme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(
        max_length=12, choices=RequestState.choices, default=RequestState.ASKED
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=ANSWER_MOST, blank=True)
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, null=True, related_name="requests"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("request for training")
        verbose_name_plural = _("requests for training")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="training_request_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.PLANNED) | Q(session__isnull=False),
                name="training_request_planned_by_a_session",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED) | ~Q(answer=""),
                name="training_request_no_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(RequestState.ASKED, RequestState.WITHDRAWN))
                | Q(handled_by__isnull=False, handled_at__isnull=False),
                name="training_request_handled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="request_of_body"),
            models.Index(fields=["programme", "state"], name="request_of_programme"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.state}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("A request for training is withdrawn, not deleted."))
