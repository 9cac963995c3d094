"""What the pages of recognitions show."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Value,
    When,
)

from certificates.enums import RecognitionState, RecognitionVerdict
from certificates.models import Certificate, Recognition, RecognitionDecision
from certificates.models.recognitions import OPEN
from certificates.rules import owning_at
from courses.domain.enrolment import titles_of
from lms.texts import Spoken


@dataclass(frozen=True)
class Claim:
    """A claim as the person it is about sees it. `reason` is why it was refused, ""
    where it was not; `certificate` what came of it, None where nothing did."""

    recognition: Recognition
    title: Spoken
    reason: str
    certificate: Certificate | None
    is_open: bool

    @property
    def is_waiting_for_statement(self) -> bool:
        """Whether it is recognised, and the certificate on its way."""
        is_recognised = self.recognition.state == RecognitionState.AWARDED
        return is_recognised and self.certificate is None


def own_recognitions(user) -> QuerySet[Recognition]:
    """Those that are about a person."""
    return Recognition.objects.filter(user=user)


def claims_of(user, *, language: str) -> list[Claim]:
    """A person's own claims, the newest first; as many queries for many as for one."""
    found = list(
        own_recognitions(user)
        .select_related("course", "sector", "issuer", "completion")
        .prefetch_related("decisions", "completion__certificates")
    )
    titles = titles_of(
        {one.course for one in found}, language=language, sector=user.sector_id
    )
    return [
        Claim(
            recognition=one,
            title=titles[one.course_id],
            reason=_reason(one),
            certificate=_certificate(one),
            is_open=one.state in OPEN,
        )
        for one in found
    ]


def _certificate(recognition: Recognition) -> Certificate | None:
    """What it gave; the newest, where a name was put right."""
    if recognition.completion is None:
        return None
    given = recognition.completion.certificates.all()
    return max(given, key=lambda one: one.pk, default=None)


def _reason(recognition: Recognition) -> str:
    refusals = (
        one.reason
        for one in recognition.decisions.all()
        if one.verdict == RecognitionVerdict.NO
    )
    return next(refusals, "")


def recognitions_for(user) -> QuerySet[Recognition]:
    """What a programme owner decides on, or did: what waits first, the oldest of it."""
    bodies = owning_at(user)
    found = Recognition.objects.select_related(
        "user", "course", "sector", "issuer", "asked_by"
    ).order_by(
        Case(
            When(state__in=OPEN, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        ),
        "asked_at",
        "pk",
    )
    return found if bodies is None else found.filter(issuer__in=bodies)


def waiting_for(user) -> QuerySet[Recognition]:
    """What a programme owner can decide on now: nothing of their own, and nothing that
    they said yes to before."""
    before = RecognitionDecision.objects.filter(recognition=OuterRef("pk"), by=user.pk)
    return (
        recognitions_for(user)
        .filter(~Exists(before), state__in=OPEN)
        .exclude(user=user.pk)
    )


def exported(user) -> list[dict]:
    """A person's claims for the export of their data, with what was decided."""
    return [
        {
            "course": one.course.code,
            "sector_id": one.sector_id,
            "trained_on": one.trained_on,
            "given_by": one.given_by,
            "asked_at": one.asked_at,
            "state": one.state,
            "decisions": [
                {"verdict": said.verdict, "reason": said.reason, "at": said.at}
                for said in one.decisions.all()
            ],
        }
        for one in own_recognitions(user)
        .select_related("course")
        .prefetch_related("decisions")
        .order_by("pk")
    ]


def decided_by(user) -> list[dict]:
    """The decisions of a programme owner, for the export of their data."""
    return list(
        RecognitionDecision.objects.filter(by=user)
        .order_by("pk")
        .values("recognition__course__code", "verdict", "reason", "at")
    )
