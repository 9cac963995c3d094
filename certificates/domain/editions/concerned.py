"""Whose certificates a decision on a material edition concerns."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from certificates.enums import CertificateState, EditionDemand, EventKind
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateRule,
    EditionChange,
    day_of,
)
from certificates.rules import owning_at
from courses.domain.editions.affected import Affected, table_of
from courses.enums import Significance
from courses.models import Completion, Edition
from lms.small_numbers import shown

# What has expired, or ended, loses nothing by a new edition.
CONCERNED = (
    CertificateState.VALID,
    CertificateState.EXPIRING,
    CertificateState.SUSPENDED,
)


@dataclass(frozen=True)
class MaterialEdition:
    """A material edition, for a body that issued certificates of earlier ones;
    `change` is what it decided, None as long as it has not."""

    edition: Edition
    issuer_id: int
    issuer: str
    change: EditionChange | None


@dataclass(frozen=True)
class Preview:
    """Whom a decision would concern; None for a group too small to be shown.

    `asked` are the people who must do something, `up_to_date` those who have done it,
    `mails` those who can be told by mail.
    """

    affected: Affected
    asked: int | None
    up_to_date: int | None
    mails: int | None


def material_editions(user) -> list[MaterialEdition]:
    """Those that a person decides about, the latest first; in three queries."""
    issuers = owning_at(user)
    rules = CertificateRule.objects.order_by("issuer__name")
    if issuers is not None:
        rules = rules.filter(issuer__in=issuers)
    bodies = list(rules.values_list("course", "issuer", "issuer__name").distinct())
    editions = (
        Edition.objects.filter(
            course__in={course for course, _issuer, _name in bodies},
            significance=Significance.MATERIAL,
            number__gt=1,
        )
        .select_related("course")
        .defer("outline")
        .order_by("-released_at", "-pk")
    )
    decided = {
        (one.edition_id, one.issuer_id): one
        for one in EditionChange.objects.standing().filter(
            edition__significance=Significance.MATERIAL
        )
    }
    return [
        MaterialEdition(edition, issuer, name, decided.get((edition.pk, issuer)))
        for edition in editions
        for course, issuer, name in bodies
        if course == edition.course_id
    ]


def concerned(change: EditionChange, *, day: date) -> QuerySet:
    """The certificates that a decision, made or only thought of, is about on a day:
    of earlier editions, issued by the body before it decided, and neither run out nor
    ended. Those who finish an earlier edition afterwards are left alone."""
    return (
        Certificate.objects.filter(
            completion__enrolment__course=change.edition.course_id,
            completion__edition__number__lt=change.edition.number,
            issuer=change.issuer_id,
            awarded_at__lte=change.decided_at,
        )
        .with_state(day)
        .filter(state__in=CONCERNED)
    )


def is_up_to_date(change: EditionChange, *, by: datetime) -> Q:
    """For certificates: whether their holder did by a moment what is asked.

    The new edition or a later one, in the sector of the certificate; or the short
    course, in any sector: it is about what changed.
    """
    done = Completion.objects.filter(
        enrolment__user=OuterRef("holder"), completed_at__lt=by
    )
    again = done.filter(
        sector=OuterRef("sector"),
        enrolment__course=change.edition.course_id,
        edition__number__gte=change.edition.number,
    )
    noted = CertificateEvent.objects.filter(
        certificate=OuterRef("pk"),
        kind=EventKind.KEPT_UP,
        edition=change.edition_id,
        at__lt=by,
    )
    found = Q(Exists(again)) | Q(Exists(noted))
    return found | did_delta(change, by=by)


def did_delta(change: EditionChange, *, by: datetime) -> Q:
    """For certificates: whether their holder did the short course by a moment, and not
    before there was anything to learn in it. Of nobody where there is none."""
    done = Completion.objects.filter(
        enrolment__user=OuterRef("holder"),
        enrolment__course=change.delta_id,
        completed_at__gte=change.edition.released_at,
        completed_at__lt=by,
    )
    return Q(Exists(done)) if change.delta_id is not None else Q(pk__in=[])


def asked(change: EditionChange, *, now: datetime) -> QuerySet:
    """The certificates whose holders have still to do something at a moment."""
    if change.demand == EditionDemand.NOTHING:
        return Certificate.objects.none()
    return concerned(change, day=day_of(now)).exclude(is_up_to_date(change, by=now))


def preview(change: EditionChange, *, now: datetime) -> Preview:
    """Whom a decision concerns, before or after it is made: counts of people, and no
    names (lms.small_numbers)."""
    day = day_of(now)
    everybody = concerned(change, day=day)
    done = everybody.filter(is_up_to_date(change, by=now))
    waiting = asked(change, now=now)
    return Preview(
        affected=table_of(
            [
                (_("Hold a certificate of an earlier edition"), _holders(everybody)),
                (_("Are up to date already"), _holders(done)),
                (_("Have something to do"), _holders(waiting)),
            ],
            day=day,
        ),
        asked=_people(waiting),
        up_to_date=_people(done),
        # Who signs in by badge has no address.
        mails=_people(waiting.filter(holder__email__gt="")),
    )


def _holders(certificates: QuerySet) -> QuerySet:
    return certificates.order_by().values("holder")


def _people(certificates: QuerySet) -> int | None:
    return shown(_holders(certificates).distinct().count())
