"""Who may train on a day: read from the periods of accreditations, as of any day, past or
to come (TRAINERS 4.2)."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from certificates.domain.accrediting import (
    Accredited,
    certify_trainer,
    replace_trainer,
    revoke_trainer,
)
from certificates.enums import CertificateState, ReasonCode
from certificates.models import Certificate
from lms.months import months_after
from organisations.models import User
from trainers.enums import Level
from trainers.models import Accreditation, Period, Suspension, TrainerProgramme

# What the register of certificates takes away, the trainer may not use.
TAKEN_AWAY = (CertificateState.REVOKED, CertificateState.SUSPENDED)


def in_force(day: date) -> QuerySet[Period]:
    """The periods that count on a day: begun, not over, not cut, not suspended, and
    their certificate neither suspended nor revoked."""
    taken = Certificate.objects.with_state(day).filter(state__in=TAKEN_AWAY)
    suspended = Suspension.objects.in_force_on(day).filter(
        accreditation=OuterRef("accreditation")
    )
    return Period.objects.filter(
        Q(cut_on__isnull=True) | Q(cut_on__gt=day),
        ~Exists(suspended),
        ~Exists(taken.filter(pk=OuterRef("certificate"))),
        starts_on__lte=day,
        ends_on__gte=day,
    )


def in_force_for(
    person: User, programme: TrainerProgramme, language: str, day: date
) -> QuerySet[Period]:
    """The same of somebody, in a programme and a language."""
    return in_force(day).filter(
        accreditation__person=person,
        accreditation__programme=programme,
        accreditation__language=language,
    )


def leads_on(user: User, day: date) -> QuerySet[Accreditation]:
    """The accreditations with which somebody may lead on a day."""
    periods = in_force(day).filter(accreditation__person=user, level=Level.ACCREDITED)
    return Accreditation.objects.filter(pk__in=periods.values("accreditation"))


def may_lead(
    person: User, programme: TrainerProgramme, language: str, on: date
) -> bool:
    """Whether somebody may lead a session of a programme in a language on a day: T7, and
    not over, suspended or withdrawn that day."""
    return (
        in_force_for(person, programme, language, on)
        .filter(level=Level.ACCREDITED)
        .exists()
    )


def may_co_facilitate(
    person: User, programme: TrainerProgramme, language: str, on: date
) -> bool:
    """Whether somebody may stand beside an accredited lead: T4 or more. Who is
    provisional is never the only one (TRAINERS T4)."""
    return in_force_for(person, programme, language, on).exists()


def accredited_on(
    programme: TrainerProgramme, day: date, *, language: str = ""
) -> QuerySet[User]:
    """Who may lead a programme on a day, in a language or in any."""
    periods = in_force(day).filter(
        level=Level.ACCREDITED, accreditation__programme=programme
    )
    if language:
        periods = periods.filter(accreditation__language=language)
    return User.objects.filter(pk__in=periods.values("accreditation__person")).order_by(
        "printed_name", "pk"
    )


def last_day_of(accreditation: Accreditation) -> date | None:
    """The last day of what an accreditation is worth, suspended or not; None where it
    never was worth anything, or was withdrawn."""
    running = accreditation.periods.filter(cut_on__isnull=True)
    return running.order_by("-ends_on").values_list("ends_on", flat=True).first()


def begin_provisional(
    accreditation: Accreditation, *, actor: User, day: date, now: datetime
) -> Period:
    """A period beside an accredited lead, with its certificate."""
    months = accreditation.programme.provisional_months
    return _begin(
        accreditation,
        Level.PROVISIONAL,
        day,
        months_after(day, months),
        actor=actor,
        now=now,
    )


def begin_accredited(
    accreditation: Accreditation,
    *,
    actor: User,
    day: date,
    now: datetime,
    until: date | None = None,
) -> Period:
    """The first period in which somebody leads, in the place of the provisional one.
    `until` is its last day; None: as long as the programme says."""
    until = until or months_after(day, accreditation.programme.valid_months)
    before = list(accreditation.periods.filter(cut_on=None, level=Level.PROVISIONAL))
    period = _begin(accreditation, Level.ACCREDITED, day, until, actor=actor, now=now)
    for one in before:
        one.cut_on = max(day, one.starts_on)
        one.save(update_fields=["cut_on"])
        replace_trainer(one.certificate, period.certificate, actor=actor, now=now)
    accreditation.number = period.certificate.number
    return period


def renew_period(
    accreditation: Accreditation, *, actor: User, day: date, now: datetime
) -> Period:
    """The next period: from today on, and as long as the programme says after the last
    day of the one before, which nobody loses by renewing early."""
    before = (
        accreditation.periods.filter(cut_on=None, level=Level.ACCREDITED)
        .order_by("-ends_on")
        .first()
    )
    until = months_after(before.ends_on, accreditation.programme.valid_months)
    return _begin(
        accreditation,
        Level.ACCREDITED,
        day,
        until,
        previous=before.certificate,
        actor=actor,
        now=now,
    )


def cut_periods(
    accreditation: Accreditation,
    *,
    reason: ReasonCode,
    actor: User,
    day: date,
    now: datetime,
) -> None:
    """Nothing of it counts from a day on; its certificates are revoked. Those that the
    trainer's learners were given stay as they are (TRAINERS T11)."""
    for period in accreditation.periods.filter(cut_on=None):
        if period.ends_on >= day:
            period.cut_on = max(day, period.starts_on)
            period.save(update_fields=["cut_on"])
        revoke_trainer(period.certificate, reason=reason, actor=actor, now=now)


def follow_corrections(now: datetime) -> int:
    """A certificate whose printed name was put right is another row of the register: the
    period goes on with that one. Returns how many did."""
    moved = Period.objects.filter(certificate__corrected_by__isnull=False)
    count = 0
    for period in moved.select_related("certificate__corrected_by"):
        period.certificate = period.certificate.corrected_by
        period.save(update_fields=["certificate"])
        count += 1
    return count


def _begin(
    accreditation: Accreditation,
    level: Level,
    day: date,
    until: date,
    *,
    previous: Certificate | None = None,
    actor: User,
    now: datetime,
) -> Period:
    programme = accreditation.programme
    is_provisional = level == Level.PROVISIONAL
    certificate = certify_trainer(
        accreditation.person,
        Accredited(
            prefix=programme.number_of_provisional
            if is_provisional
            else programme.number_of_accredited,
            names=programme.names_of_provisional
            if is_provisional
            else programme.names_of_accredited,
            programme_code=programme.code,
            programme_names=programme.names,
            level=level,
            language=accreditation.language,
            sector=accreditation.sector,
            issuer=programme.owner,
            signatory_name=programme.signatory_name,
            signatory_titles=programme.signatory_titles,
            valid_until=until,
        ),
        previous=previous,
        actor=actor,
        now=now,
    )
    return Period.objects.create(
        accreditation=accreditation,
        level=level,
        starts_on=day,
        ends_on=until,
        certificate=certificate,
    )
