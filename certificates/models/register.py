import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Case, Expression, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from certificates.enums import (
    EXPIRING_DAYS,
    FINAL_KINDS,
    CertificateState,
    CertificateType,
    EventKind,
)
from certificates.models.designs import DesignVersion
from courses.models import Completion, Edition
from lms.errors import DomainError
from organisations.models import Organisation, Sector

# The days of a certificate are days there, whatever clock the server keeps.
BRUSSELS = ZoneInfo("Europe/Brussels")


def end_of(day: date) -> datetime:
    """The moment at which a day is over in Brussels."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=BRUSSELS)


def day_of(moment: datetime) -> date:
    """The day it is in Brussels at a moment."""
    return moment.astimezone(BRUSSELS).date()


@dataclass(frozen=True)
class DayAsked:
    """A day that a queryset is asked about: values, or what stands for them in a
    question that is put together once (lms.prepared)."""

    day: date | Expression
    end: datetime | Expression
    soon: date | Expression

    @classmethod
    def of(cls, day: "date | DayAsked") -> "DayAsked":
        if isinstance(day, cls):
            return day
        return cls(day, end_of(day), day + timedelta(days=EXPIRING_DAYS))


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The holder's own certificates."""
        return self.filter(holder_id=user.pk) if user.is_authenticated else self.none()

    def with_state(self, day: date | DayAsked):
        """Each certificate with its `state` at the end of a day, a CertificateState.

        None for a day before it counts. What certificates.domain.state.state_on says
        of one certificate, here for many in one query.
        """
        asked = DayAsked.of(day)
        events = CertificateEvent.objects.filter(
            certificate=OuterRef("pk"), at__lt=asked.end
        )
        ended = events.filter(kind__in=FINAL_KINDS).order_by("at", "pk")
        held = events.filter(
            kind__in=(EventKind.SUSPENDED, EventKind.RESTORED)
        ).order_by("-at", "-pk")
        return self.alias(
            _ended=Subquery(ended.values("kind")[:1]),
            _held=Subquery(held.values("kind")[:1]),
        ).annotate(
            state=Case(
                When(awarded_on__gt=asked.day, then=Value(None)),
                # Until then its predecessor stood in its place.
                When(corrected_at__gte=asked.end, then=Value(None)),
                When(_ended=EventKind.REVOKED, then=Value(CertificateState.REVOKED)),
                When(
                    _ended=EventKind.SUPERSEDED,
                    then=Value(CertificateState.SUPERSEDED),
                ),
                When(_held=EventKind.SUSPENDED, then=Value(CertificateState.SUSPENDED)),
                When(valid_until__lt=asked.day, then=Value(CertificateState.EXPIRED)),
                When(
                    valid_until__lte=asked.soon, then=Value(CertificateState.EXPIRING)
                ),
                default=Value(CertificateState.VALID),
                output_field=models.CharField(null=True),
            )
        )


class Certificate(models.Model):
    """A row of the register, with the words as printed. It is never deleted.

    Dates: `awarded_on` is the first day it counts, `valid_until` the last one; None
    means that it does not expire.

    It rests on a completion; that of a trainer's accreditation on sign-offs, so it has
    none. A completion has one, and one more for every time that it was issued anew, with
    another name or after an appeal: that one `corrects` the one before, since
    `corrected_at`, and has its dates.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=32, unique=True)
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates"
    )
    type = models.CharField(max_length=12, choices=CertificateType.choices)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    # The frozen words, written at award and read for ever; certificates.domain.words
    # says what is in them.
    words = models.JSONField()
    # How it is printed; None: as Relay prints.
    design = models.ForeignKey(
        DesignVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
    )
    awarded_at = models.DateTimeField(_("awarded"))
    awarded_on = models.DateField(_("awarded on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # As its rule said at award: so many days before its last one it may be renewed.
    renewal_days = models.PositiveSmallIntegerField(default=EXPIRING_DAYS)
    # As in the words, so that the register of an issuer is found in one step.
    issuer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-awarded_at"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("awarded_on")),
                name="certificate_valid_after_award",
            ),
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(corrects__isnull=True),
                name="certificate_once_per_completion",
            ),
            models.CheckConstraint(
                condition=Q(completion__isnull=False) & ~Q(type=CertificateType.TRAINER)
                | Q(completion__isnull=True, type=CertificateType.TRAINER),
                name="certificate_rests_on_a_completion",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, corrected_at__isnull=True)
                | Q(corrects__isnull=False, corrected_at__isnull=False),
                name="certificate_corrects_since",
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "-awarded_on"], name="certificate_of_issuer")
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args, **kwargs):
        if self.issuer_id is None:
            self.issuer_id = self.words["issuer"]["id"]
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise DomainError(_("A certificate never disappears from the register."))

    @property
    def renewable_from(self) -> date | None:
        """The first day on which it may be renewed; None when it does not expire."""
        if self.valid_until is None:
            return None
        return self.valid_until - timedelta(days=self.renewal_days)


class CertificateEvent(models.Model):
    """Something that happened to a certificate: appended, never changed."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason_code = models.CharField(max_length=40, blank=True)
    successor = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The material edition because of which it happened.
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            # Nothing happens to most certificates after the award.
            models.Index(
                fields=["kind", "at"],
                include=["certificate"],
                condition=~Q(kind=EventKind.AWARDED),
                name="certificate_event_after_award",
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"
