import uuid

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from lms.errors import DomainError
from lms.models.audit import AppendOnlyModel
from organisations.enums import Role
from organisations.models import Membership, Organisation, Sector
from trainers.enums import Act, Level, State
from trainers.models.programmes import TrainerProgramme

# Whose way an assessor of the programme and language follows.
ASSESSED_STATES = (
    State.IN_TRAINING,
    State.PROVISIONAL,
    State.CO_FACILITATED,
    State.OBSERVED,
)


class AccreditationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own, those of programmes they own, of people of an employer they
        coordinate or oversee, and those they train or assess."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            Q(person=user)
            | _owned_by(user)
            | _trained_by(user)
            | Q(employer__in=Organisation.objects.employing_for(user).values("pk"))
        ).distinct()

    def open_to(self, user):
        """Those of them whose evidence, notes and results a person reads: an employer
        reads states and dates alone (ETHICS P5)."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            Q(person=user) | _owned_by(user) | _trained_by(user)
        ).distinct()

    def owned_by(self, user):
        """Those of the programmes whose owner a person signs for."""
        if user.is_authenticated and user.is_superuser:
            return self
        return self.filter(_owned_by(user)) if user.is_authenticated else self.none()


def _owned_by(user) -> Q:
    return Q(programme__owner__in=mine_to_own(user))


def mine_to_own(user):
    """Ids of the organisations for which a person signs as a programme owner."""
    mine = Membership.objects.current().filter(user=user, role=Role.PROGRAMME_OWNER)
    return mine.values("organisation")


def _trained_by(user) -> Q:
    # From the registry: appointments and evidence are in modules that need this one.
    appointments = apps.get_model("trainers", "AssessorAppointment").objects
    evidence = apps.get_model("trainers", "StepEvidence").objects
    assesses = appointments.on(timezone.localdate()).filter(
        person=user, programme=OuterRef("programme"), language=OuterRef("language")
    )
    asked = evidence.filter(asked_of=user).values("accreditation")
    return (
        Q(lead=user)
        | Q(assessor=user)
        | Q(pk__in=asked)
        | Q(Exists(assesses), state__in=ASSESSED_STATES)
    )


class Accreditation(models.Model):
    """A person's way to training others, in one programme and one language.

    `state` and the days follow from the transitions and are written by
    trainers.domain.acting alone. `lead` trains the candidate and `assessor` observes
    them, both named by the programme owner; None as long as nobody is. `trained_on` is
    the day on which the training was passed or a prior accreditation recognised; None
    before it. Evidence counts from `counts_from` on: the day of the provisional
    accreditation, of coming back, and of each renewal. `number` is that of the first
    accredited certificate, "" before it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="accreditations",
    )
    programme = models.ForeignKey(
        TrainerProgramme, on_delete=models.PROTECT, related_name="accreditations"
    )
    language = models.CharField(_("language"), max_length=5)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=4, choices=State.choices, default=State.TRAINED
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    trained_on = models.DateField(null=True, editable=False)
    counts_from = models.DateField(null=True)
    number = models.CharField(_("number"), max_length=32, blank=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("accreditation")
        verbose_name_plural = _("accreditations")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "language"],
                condition=~Q(state=State.WITHDRAWN),
                name="accreditation_one_running",
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=True) | ~Q(lead=F("person")),
                name="accreditation_led_by_another",
            ),
            models.CheckConstraint(
                condition=Q(assessor__isnull=True)
                | ~Q(assessor=F("person"))
                & (Q(lead__isnull=True) | ~Q(assessor=F("lead"))),
                name="accreditation_assessed_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "language", "state"], name="accreditation_roster"
            ),
            models.Index(
                fields=["employer", "state"], name="accreditation_of_employer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.programme_id} {self.language}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("What was signed stays written down."))


class Transition(AppendOnlyModel):
    """A step from one state to another, and who signed it; None: Relay itself, or the
    superior, who needs no account. `evidence` holds the keys of what it rested on."""

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="transitions"
    )
    act = models.CharField(max_length=16, choices=Act.choices)
    from_state = models.CharField(max_length=4, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=4, choices=State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Whoever checks a step signs it too: a suspension, a recognition.
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    evidence = models.JSONField(default=list)
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of an accreditation")
        verbose_name_plural = _("steps of accreditations")
        constraints = [
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("by")),
                name="transition_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.from_state}→{self.to_state}"


class Period(models.Model):
    """From which day to which an accreditation is worth something, both counted.

    `cut_on` is the first day on which it counts no more though its last one has not
    come; None where it ran its course. Several of one accreditation may overlap: who
    renews early has the next one at once. Written by trainers.domain.periods alone.
    """

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="periods"
    )
    level = models.CharField(max_length=12, choices=Level.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    cut_on = models.DateField(null=True)
    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("period of an accreditation")
        verbose_name_plural = _("periods of accreditations")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(cut_on__isnull=True) | Q(cut_on__gte=F("starts_on")),
                name="period_cut_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.level} {self.starts_on}–{self.ends_on}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("What was signed stays written down."))
