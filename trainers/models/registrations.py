"""Whom a training session is for, and who comes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from trainers.enums import RegistrationState
from trainers.models.sessions import TrainingSession


class SessionPlaces(models.Model):
    """An organisation whose people, and those of what is below it, may come. `seats` is
    how many of them at most; None: as many as there are places."""

    session = models.ForeignKey(
        TrainingSession, on_delete=models.CASCADE, related_name="places"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    seats = models.PositiveSmallIntegerField(_("places at most"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("organisation asked to a training session")
        verbose_name_plural = _("organisations asked to training sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "organisation"], name="session_asks_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.organisation_id}"


class Registration(models.Model):
    """That somebody wants to come: a person with an account and the employer that sees
    it, or a guest of an open session with a name and an address.

    `asked_at` is their turn on the waiting list. `places` is whose seat they take; None
    for a guest. `signed_up_by` is None for a guest. What a guest gave is forgotten some
    time after the session: then `forgotten_at` says when. `token_hash` is of the link by
    which a guest confirms and cancels, or of the code by which who came without an
    account claims it; "" for people with an account.

    Who was not on the list and came all the same has `walked_in`. Without an account they
    have a name or the `badge_number` that their employer knows them by; `claimed_at` says
    when an account claimed it. `joined_to` is the line of the same session that this one
    turned out to be the same person's as; None for a line of its own.

    `is_to_weigh` while something was said that has not been weighed yet. `attended_at` is
    the end of the last block once enough was attended, and `followed_at` when what
    follows from that was done: the course's activity, the statement. Both None until then.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="registrations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="training_registrations",
    )
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    places = models.ForeignKey(
        SessionPlaces, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=RegistrationState.choices)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    signed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    guest_name = models.CharField(_("name"), max_length=120, blank=True)
    guest_email = models.EmailField(_("e-mail address"), blank=True)
    guest_language = models.CharField(max_length=5, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    forgotten_at = models.DateTimeField(null=True)
    walked_in = models.BooleanField(default=False)
    badge_number = models.CharField(_("badge number"), max_length=40, blank=True)
    claimed_at = models.DateTimeField(null=True)
    is_to_weigh = models.BooleanField(default=False)
    attended_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(person__isnull=False),
                name="registration_once",
            ),
            models.UniqueConstraint(
                fields=["session", "guest_email"],
                condition=~Q(guest_email=""),
                name="registration_of_a_guest_once",
            ),
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~Q(token_hash=""),
                name="registration_token",
            ),
            models.CheckConstraint(
                condition=Q(
                    person__isnull=False,
                    guest_email="",
                    guest_name="",
                    badge_number="",
                )
                | Q(person__isnull=True),
                name="registration_person_or_guest",
            ),
        ]
        indexes = [
            models.Index(
                fields=["session", "state", "asked_at"], name="registration_queue"
            ),
            models.Index(
                fields=["session"],
                condition=Q(is_to_weigh=True),
                name="registration_to_weigh",
            ),
            models.Index(
                fields=["attended_at"],
                condition=Q(attended_at__isnull=False, followed_at__isnull=True),
                name="registration_to_follow",
            ),
            # Read whole, to count who came (trainers.domain.report).
            models.Index(
                fields=["session", "attended_at"],
                condition=Q(attended_at__isnull=False),
                name="registration_attended",
            ),
            models.Index(
                fields=["badge_number"],
                condition=~Q(badge_number=""),
                name="registration_badge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.state}"
