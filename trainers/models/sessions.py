"""Training sessions: when and where, and who leads."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from lms.errors import DomainError
from organisations.models import Membership, Organisation, Sector
from trainers.enums import Audience, SessionRole, SessionState
from trainers.models.accreditations import mine_to_own
from trainers.models.programmes import TrainerProgramme

MOST_PLACES = 1000
# Those a person who does not run the session finds it in.
SHOWN_STATES = (SessionState.PUBLISHED, SessionState.BLOCKED, SessionState.CANCELLED)


class TrainingSessionQuerySet(models.QuerySet):
    def with_days(self):
        """Each with `starts_at` and `ends_at`: of its first and its last block; None
        where it has none yet."""
        return self.annotate(
            starts_at=Min("blocks__starts_at"), ends_at=Max("blocks__ends_at")
        )

    def run_by(self, user):
        """Those that a person plans: its trainers, coordinators of the organiser, and
        owners of the programme."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(self._running(user))

    def visible_to(self, user):
        """Those a person runs, those they are signed up for, and of the published ones
        those that their organisation was asked to, or everybody."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        shown = self._concerning(user) | Q(audience=Audience.OPEN)
        return self.filter(self._running(user) | shown & Q(state__in=SHOWN_STATES))

    def concerning(self, user):
        """Those that a person is or was signed up for, or that their organisation was
        asked to."""
        return self.filter(self._concerning(user))

    def _concerning(self, user) -> Q:
        # Whatever stands above them in the tree: who asks a zone asks its departments.
        paths = Membership.objects.current().filter(user=user)
        above = {
            int(pk)
            for path in paths.values_list("organisation__path", flat=True)
            for pk in path.strip("/").split("/")
        }
        every = self.model.objects.order_by()
        asked = every.filter(places__organisation__in=above).values("pk")
        signed_up = every.filter(registrations__person=user).values("pk")
        return Q(pk__in=signed_up) | Q(pk__in=asked)

    @staticmethod
    def _running(user) -> Q:
        trains = SessionTrainer.objects.filter(person=user).values("session")
        coordinated = Organisation.objects.coordinating_for(user).values("pk")
        return (
            Q(pk__in=trains)
            | Q(organiser__in=coordinated)
            | Q(programme__owner__in=mine_to_own(user))
        )


class TrainingSession(models.Model):
    """An event of a trainer programme, of one or several blocks.

    `title` and `about` are told to those who may come. `modules` holds the keys of the
    modules of `course` that are taught, which are the same in every language; empty: all
    of them. `materials` has a thing to bring on each line. `state` is written by
    trainers.domain.sessions alone; `sequence` counts what changed for calendars.
    `changed_at` is when something last changed that its participants are told.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(
        TrainerProgramme, on_delete=models.PROTECT, related_name="sessions"
    )
    language = models.CharField(_("language"), max_length=5)
    organiser = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="training_sessions"
    )
    title = models.CharField(_("title"), max_length=120)
    about = models.CharField(_("what it is about"), max_length=1000, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    link = models.URLField(_("link to the online meeting"), blank=True)
    sectors = models.ManyToManyField(
        Sector, verbose_name=_("sectors"), related_name="+", blank=True
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    modules = models.JSONField(_("modules"), default=list, blank=True)
    materials = models.TextField(_("materials"), max_length=1000, blank=True)
    audience = models.CharField(
        _("who may sign up"),
        max_length=8,
        choices=Audience.choices,
        default=Audience.STAFF,
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
    )
    state = models.CharField(
        max_length=12, choices=SessionState.choices, default=SessionState.DRAFT
    )
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_PLACES),
                name="session_has_places",
            ),
        ]
        indexes = [
            models.Index(fields=["organiser", "state"], name="session_of_organiser"),
            models.Index(fields=["state"], name="session_state"),
        ]

    def __str__(self) -> str:
        return self.title

    def delete(self, *args, **kwargs):
        raise DomainError(_("A training session is cancelled, not deleted."))


class SessionBlock(models.Model):
    """One stretch of a training session, such as a half-day. `place` is its own; ""
    where that of the session holds.

    `held_by` is who led it when it began, and `counts` whether they were accredited for
    it that day: what is attended in one that does not count is worth nothing. Both None
    until it has begun (trainers.domain.attendance.blocks).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        TrainingSession, on_delete=models.CASCADE, related_name="blocks"
    )
    title = models.CharField(_("what it is called"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    counts = models.BooleanField(null=True, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("block of a training session")
        verbose_name_plural = _("blocks of training sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="block_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="block_starts"),
            # Read whole, to say who led what (trainers.domain.report).
            models.Index(
                fields=["session", "held_by", "starts_at"],
                condition=Q(counts=True),
                name="block_that_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.starts_at:%Y-%m-%d %H:%M}"


class SessionTrainer(models.Model):
    """Who leads a training session, and who stands beside the lead."""

    session = models.ForeignKey(
        TrainingSession, on_delete=models.CASCADE, related_name="trainers"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=4, choices=SessionRole.choices)

    class Meta:
        # The lead first: "lead" comes after "co".
        ordering = ["-role", "pk"]
        verbose_name = _("trainer of a training session")
        verbose_name_plural = _("trainers of training sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="session_trainer_once"
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(role=SessionRole.LEAD),
                name="session_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id} {self.role}"
