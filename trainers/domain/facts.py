"""All that a step of an accreditation depends on, read once. The guards ask nothing of
the database: what they say follows from these alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import F, QuerySet

from certificates.domain.state import IN_FORCE
from certificates.models import Certificate
from trainers.enums import Act, EvidenceKind, SignOffKind, Verdict
from trainers.models import (
    Accreditation,
    Application,
    Period,
    SignOff,
    StepEvidence,
    Suspension,
    TrainerProgramme,
    Transition,
)


@dataclass
class Facts:
    """An accreditation on a day. `application` is the one that counts, `base` a
    certificate of a base course in force (`asks_base`: the programme has some),
    `suspension` the one that runs; None for
    none."""

    accreditation: Accreditation
    day: date
    application: Application | None = None
    base: Certificate | None = None
    asks_base: bool = False
    suspension: Suspension | None = None
    evidence: list[StepEvidence] = field(default_factory=list)
    sign_offs: list[SignOff] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)

    @property
    def programme(self) -> TrainerProgramme:
        return self.accreditation.programme

    @cached_property
    def _answers(self) -> dict[int, SignOff]:
        return {one.evidence_id: one for one in self.sign_offs if one.evidence_id}

    def answer_to(self, evidence: StepEvidence) -> SignOff | None:
        """What was said of a piece of evidence; None as long as it waits."""
        return self._answers.get(evidence.pk)

    def signed(
        self, kind: EvidenceKind, *, since: date | None = None
    ) -> list[StepEvidence]:
        """Evidence of a kind that somebody signed, of a day or later, by day."""
        return [
            one
            for one in self.written(kind, since=since)
            if (answer := self.answer_to(one)) and answer.verdict == Verdict.YES
        ]

    def written(
        self, kind: EvidenceKind, *, since: date | None = None
    ) -> list[StepEvidence]:
        """The same, whether or not it was signed."""
        return [
            one
            for one in self.evidence
            if one.kind == kind and (since is None or one.on_day >= since)
        ]

    def signed_apart(self, kind: SignOffKind, about: str) -> SignOff | None:
        """The sign-off of an application or a renewal; None where there is none, or not
        a yes."""
        return next(
            (
                one
                for one in self.sign_offs
                if one.kind == kind
                and one.about == about
                and one.verdict == Verdict.YES
            ),
            None,
        )

    def last(self, act: Act) -> Transition | None:
        """The last time that a step was taken; None: never."""
        return next((one for one in reversed(self.transitions) if one.act == act), None)

    @property
    def ends_on(self) -> date | None:
        """The last day of what it is worth; None where nothing is."""
        return max(
            (one.ends_on for one in self.periods if one.cut_on is None), default=None
        )


def facts_of(accreditation: Accreditation, day: date) -> Facts:
    """The facts of an accreditation on a day."""
    return facts_for([accreditation], day)[0]


def facts_for(accreditations: Sequence[Accreditation], day: date) -> list[Facts]:
    """The same for many, in their order; as many queries as for one."""
    applications = _grouped(
        Application.objects.filter(replaced_at=None), accreditations
    )
    evidence = _grouped(
        StepEvidence.objects.select_related(
            "rubric_record__rubric", "made_by", "asked_of", "sector"
        ).order_by("on_day", "pk"),
        accreditations,
    )
    sign_offs = _grouped(
        SignOff.objects.select_related("by").order_by("pk"), accreditations
    )
    suspensions = _grouped(Suspension.objects.running(), accreditations)
    transitions = _grouped(
        Transition.objects.select_related("by", "second").order_by("pk"), accreditations
    )
    periods = _grouped(Period.objects.order_by("pk"), accreditations)
    courses = _base_courses(accreditations)
    bases = _base_certificates(accreditations, courses, day)
    return [
        Facts(
            one,
            day,
            application=next(iter(applications[one.pk]), None),
            base=bases.get(one.pk),
            asks_base=bool(courses[one.programme_id]),
            suspension=next(iter(suspensions[one.pk]), None),
            evidence=evidence[one.pk],
            sign_offs=sign_offs[one.pk],
            transitions=transitions[one.pk],
            periods=periods[one.pk],
        )
        for one in accreditations
    ]


def _base_courses(accreditations: Sequence[Accreditation]) -> dict[int, set[int]]:
    """{id of a programme: ids of its base courses}."""
    found = defaultdict(set)
    through = TrainerProgramme.base_courses.through.objects
    for programme, course in through.filter(
        trainerprogramme__in={one.programme_id for one in accreditations}
    ).values_list("trainerprogramme", "course"):
        found[programme].add(course)
    return found


def _base_certificates(
    accreditations: Sequence[Accreditation], courses: dict[int, set[int]], day: date
) -> dict[int, Certificate]:
    """{id of an accreditation: the certificate of a base course of its programme that is
    in force on a day and lasts longest (T0)}, where the person has one."""
    held = (
        Certificate.objects.filter(
            holder__in={one.person_id for one in accreditations},
            completion__enrolment__course__in=set().union(*courses.values()),
        )
        .annotate(of_course=F("completion__enrolment__course"))
        .with_state(day)
        .filter(state__in=IN_FORCE)
        .order_by(F("valid_until").asc(nulls_last=True), "pk")
    )
    found = {}
    for certificate in held:
        for one in accreditations:
            if (
                one.person_id == certificate.holder_id
                and certificate.of_course in courses[one.programme_id]
            ):
                found[one.pk] = certificate
    return found


def _grouped(rows: QuerySet, accreditations: Sequence[Accreditation]) -> dict:
    found = defaultdict(list)
    keys = [one.pk for one in accreditations]
    for row in rows.filter(accreditation__in=keys):
        found[row.accreditation_id].append(row)
    return found


def renewal_key(accreditation: Accreditation) -> str:
    """By which a renewal is signed: the day from which the present period counts."""
    return str(accreditation.counts_from)
