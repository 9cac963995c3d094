"""Training sessions: when and where, who leads, whom they are for, and who comes."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from lms.errors import DomainError
from organisations.models import Membership, Organisation, Sector
from trainers.enums import Audience, RegistrationState, SessionRole, SessionState
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
        # Whatever stands above them in the tree: who asks a zone asks its departments.
        paths = Membership.objects.current().filter(user=user)
        above = {
            int(pk)
            for path in paths.values_list("organisation__path", flat=True)
            for pk in path.strip("/").split("/")
        }
        asked = SessionPlaces.objects.filter(organisation__in=above).values("session")
        signed_up = Registration.objects.filter(person=user).values("session")
        shown = Q(pk__in=signed_up) | Q(pk__in=asked) | Q(audience=Audience.OPEN)
        return self.filter(self._running(user) | shown & Q(state__in=SHOWN_STATES))

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
    where that of the session holds."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        TrainingSession, on_delete=models.CASCADE, related_name="blocks"
    )
    title = models.CharField(_("what it is called"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=160, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("block of a training session")
        verbose_name_plural = _("blocks of training sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="block_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="block_starts")]

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
    which a guest confirms and cancels; "" for people with an account.
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
                condition=Q(person__isnull=False, guest_email="", guest_name="")
                | Q(person__isnull=True),
                name="registration_person_or_guest",
            ),
        ]
        indexes = [
            models.Index(
                fields=["session", "state", "asked_at"], name="registration_queue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.state}"
