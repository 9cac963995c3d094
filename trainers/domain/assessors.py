"""Assessors of trainers (TRAINERS A): who may become one, calibration, appointment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms import audit
from lms.errors import DomainError
from lms.months import months_after
from organisations.models import User
from trainers.domain.guards import Missing
from trainers.domain.periods import may_lead
from trainers.domain.rubric_marks import checked_levels, current_rubric, deviation
from trainers.domain.separation import is_owner
from trainers.enums import EvidenceKind, Level, RecognitionState, Signer, Verdict
from trainers.models import (
    AssessorAppointment,
    Calibration,
    Period,
    PriorRecognition,
    Rubric,
    StepEvidence,
    TrainerProgramme,
)

# So far a level may lie from the agreed one, for any criterion*.
MOST_DEVIATION = 1


@dataclass(frozen=True)
class Record:
    """What somebody brings to assessing: since when they are accredited (None: not),
    how many sessions they led that somebody signed, and their newest calibration by the
    present rubric that is close enough (None: none)."""

    accredited_since: date | None
    sessions: int
    calibration: Calibration | None


def record_of(person: User, programme: TrainerProgramme, language: str) -> Record:
    """Accredited here and on paper count together, in one programme and language."""
    mine = {
        "accreditation__person": person,
        "accreditation__programme": programme,
        "accreditation__language": language,
    }
    first = (
        Period.objects.filter(level=Level.ACCREDITED, **mine)
        .order_by("starts_on")
        .values_list("starts_on", flat=True)
        .first()
    )
    led = StepEvidence.objects.filter(
        kind=EvidenceKind.LED_SESSION, sign_offs__verdict=Verdict.YES, **mine
    ).count()
    for prior in PriorRecognition.objects.filter(
        person=person,
        programme=programme,
        language=language,
        state=RecognitionState.RECOGNISED,
    ):
        first = min(first or prior.accredited_since, prior.accredited_since)
        led += prior.sessions_led
    rubric = current_rubric(programme)
    calibration = (
        Calibration.objects.filter(
            person=person, rubric=rubric, deviation__lte=MOST_DEVIATION
        )
        .order_by("-pk")
        .first()
    )
    return Record(first, led, calibration)


def missing_to_assess(
    person: User, programme: TrainerProgramme, language: str, day: date
) -> list[Missing]:
    """What somebody lacks to be appointed on a day: accredited long enough and still,
    sessions led, and a calibration."""
    record, missing = record_of(person, programme, language), []
    years = programme.assessor_years
    since = record.accredited_since
    is_long = since is not None and months_after(since, years * 12) <= day
    if not is_long or not may_lead(person, programme, language, day):
        text = ngettext(
            "Accredited for %(years)s year, and today.",
            "Accredited for %(years)s years, and today.",
            years,
        )
        missing.append(Missing("years", text % {"years": years}, Signer.CANDIDATE))
    if record.sessions < programme.assessor_sessions:
        text = ngettext(
            "%(done)s of %(asked)s session led and signed.",
            "%(done)s of %(asked)s sessions led and signed.",
            programme.assessor_sessions,
        )
        numbers = {"done": record.sessions, "asked": programme.assessor_sessions}
        missing.append(Missing("sessions", text % numbers, Signer.CANDIDATE))
    if record.calibration is None:
        missing.append(
            Missing(
                "calibration",
                _("A rating of the sample recording that is close to the agreed one."),
                Signer.CANDIDATE,
            )
        )
    return missing


@transaction.atomic
def calibrate(
    person: User,
    rubric: Rubric,
    levels: Mapping[str, int],
    *,
    key: UUID,
    now: datetime,
) -> Calibration:
    """Keep how somebody rated the sample recording; the same key again is the same.

    Raises DomainError "rubric" for one that is not the newest or has no sample, and
    "levels".
    """
    known = Calibration.objects.filter(uuid=key, person=person).first()
    if known is not None:
        return known
    if rubric != current_rubric(rubric.programme) or not rubric.agreed:
        raise DomainError(_("There is no sample to rate at present."), code="rubric")
    chosen = checked_levels(rubric, levels)
    calibration = Calibration.objects.create(
        uuid=key,
        person=person,
        rubric=rubric,
        at=now,
        levels=chosen,
        deviation=deviation(rubric, chosen),
    )
    audit.record(
        "trainers.calibrated",
        actor=person,
        subject=calibration,
        organisation=rubric.programme.owner_id,
        data={"rubric": rubric.version, "deviation": calibration.deviation},
        now=now,
    )
    return calibration


@transaction.atomic
def appoint(
    person: User,
    programme: TrainerProgramme,
    *,
    language: str,
    briefed_on: date,
    actor: User,
    now: datetime,
) -> AssessorAppointment:
    """Appoint an assessor from today on. Raises DomainError "self", "not_allowed",
    "missing" with what they lack, "future" for a briefing to come, and "appointed"."""
    day = timezone.localdate(now)
    # Two who appoint at once wait for each other.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    _refuse(person, programme, actor)
    if briefed_on > day:
        raise DomainError(_("This day is in the future."), code="future")
    holds = AssessorAppointment.objects.on(day).filter(
        person=person, programme=programme, language=language
    )
    if holds.exists():
        raise DomainError(_("They are an assessor already."), code="appointed")
    if lacks := missing_to_assess(person, programme, language, day):
        raise DomainError(
            _("Still missing: %(list)s")
            % {"list": " ".join(one.text for one in lacks)},
            code="missing",
        )
    appointment = AssessorAppointment.objects.create(
        person=person,
        programme=programme,
        language=language,
        starts_on=day,
        ends_on=months_after(day, programme.assessor_months),
        calibration=record_of(person, programme, language).calibration,
        briefed_on=briefed_on,
        appointed_at=now,
        appointed_by=actor,
    )
    _note("assessor_appointed", appointment, actor, now)
    return appointment


@transaction.atomic
def end_appointment(
    appointment: AssessorAppointment, *, actor: User, now: datetime
) -> AssessorAppointment:
    """End it from today on; ending it twice changes nothing."""
    held = AssessorAppointment.objects.select_for_update(of=("self",))
    appointment = held.select_related("programme", "person").get(pk=appointment.pk)
    _refuse(appointment.person, appointment.programme, actor)
    if appointment.ended_on is None:
        appointment.ended_on = max(timezone.localdate(now), appointment.starts_on)
        appointment.ended_by = actor
        appointment.save(update_fields=["ended_on", "ended_by"])
        _note("assessor_ended", appointment, actor, now)
    return appointment


def _refuse(person: User, programme: TrainerProgramme, actor: User) -> None:
    if actor.pk == person.pk:
        raise DomainError(
            _("Nobody signs their own step. Somebody else has to."), code="self"
        )
    if not is_owner(actor, programme):
        raise DomainError(_("Only a programme owner signs this."), code="not_allowed")


def _note(what: str, appointment: AssessorAppointment, actor: User, now) -> None:
    audit.record(
        f"trainers.{what}",
        actor=actor,
        subject=appointment,
        organisation=appointment.programme.owner_id,
        data={"person": str(appointment.person.uuid), "language": appointment.language},
        now=now,
    )
