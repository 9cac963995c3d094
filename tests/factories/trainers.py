"""A programme for trainers with everybody who has a part in it, made the way Relay makes
them: Olga and Otto own it, Lieve leads, Ada and Amir assess, Alice coordinates Beekstad,
where Bob becomes a trainer; Charlie is a stranger."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from certificates.domain.accrediting import Accredited, certify_trainer
from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Membership, Organisation, Sector, User
from trainers.domain import applying, evidence, observing, owning
from trainers.domain.applying import Wish
from trainers.domain.implementation.planning import Intention, write_plan
from trainers.domain.observing import Seen
from trainers.domain.sessions.planning import create_session
from trainers.domain.sessions.plans import Plan, PlannedBlock
from trainers.domain.sessions.publishing import publish_session
from trainers.domain.written import Session, Written
from trainers.enums import Act, Decision, EvidenceKind, State, Verdict
from trainers.enums import Level as Worth
from trainers.models import (
    Accreditation,
    AssessorAppointment,
    Calibration,
    Period,
    Rubric,
    TrainerProgramme,
    TrainingSession,
    Transition,
)
from trainers.plan_enums import Beside, Need, Setting

KEYS = ("accuracy", "safety", "interaction")
GOOD = dict.fromkeys(KEYS, 3)
POOR = {**GOOD, "safety": 1}
SUPERIOR = "superior@beekstad.example"


def make_programme(owner: Organisation, **changes) -> TrainerProgramme:
    """A programme with the numbers of TRAINERS 4.1 and a published rubric."""
    fields = {
        "code": "frontline",
        "owner": owner,
        "names": {"en": "Frontline Prevention", "nl": "Eerstelijnspreventie"},
        "languages": ["nl", "fr"],
        "number_of_provisional": "TTT-P",
        "number_of_accredited": "TTT-A",
        "names_of_provisional": {
            "en": "Frontline Prevention Trainer, Provisional",
            "nl": "Trainer Eerstelijnspreventie, voorlopig",
        },
        "names_of_accredited": {
            "en": "Frontline Prevention Trainer, Accredited",
            "nl": "Erkend trainer Eerstelijnspreventie",
        },
        "signatory_name": "Zoë D’Hondt",
        "signatory_titles": {"en": "Programme owner"},
        **changes,
    }
    programme = TrainerProgramme.objects.create(**fields)
    Rubric.objects.create(
        programme=programme,
        version=1,
        criteria=[
            {"key": key, "names": {"en": key.title()}, "levels": {}} for key in KEYS
        ],
        least={"safety": 3},
        sample="Sample lesson",
        agreed=GOOD,
        published_at=datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
    )
    return programme


def make_person(name: str, organisation: Organisation, role=Role.LEARNER) -> User:
    """Somebody of the police with an address, at an organisation since 2020."""
    user = User.objects.create_user(
        f"{name.split()[0].lower()}@{organisation.code}.example",
        printed_name=name,
        name_checked_at=datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
        sector_id="POL",
        language="en",
    )
    Membership.objects.create(
        user=user, organisation=organisation, role=role, starts_on=date(2020, 1, 1)
    )
    return user


def make_accredited(
    person: User,
    programme: TrainerProgramme,
    employer: Organisation,
    *,
    now: datetime,
    language: str = "nl",
    until: date | None = None,
) -> Accreditation:
    """Somebody who was accredited before the story begins, in the state that the days
    give, without the steps that led there."""
    until = until or timezone.localdate(now) + timedelta(days=3650)
    accreditation = Accreditation.objects.create(
        person=person,
        programme=programme,
        language=language,
        sector=person.sector,
        employer=employer,
        state=State.ACCREDITED,
        opened_at=now,
        trained_on=timezone.localdate(now),
        counts_from=timezone.localdate(now),
    )
    certificate = certify_trainer(
        person,
        accredited(person, programme, language, until),
        actor=None,
        now=now,
    )
    Period.objects.create(
        accreditation=accreditation,
        level=Worth.ACCREDITED,
        starts_on=timezone.localdate(now),
        ends_on=until,
        certificate=certificate,
    )
    Transition.objects.create(
        accreditation=accreditation,
        act=Act.RECOGNISE,
        to_state=State.ACCREDITED,
        at=now,
        by=None,
    )
    return accreditation


def accredited(
    person: User, programme: TrainerProgramme, language: str, until: date
) -> Accredited:
    """What the certificate of an accredited trainer is made of."""
    return Accredited(
        prefix=programme.number_of_accredited,
        names=programme.names_of_accredited,
        programme_code=programme.code,
        programme_names=programme.names,
        level=Worth.ACCREDITED,
        language=language,
        sector=person.sector,
        issuer=programme.owner,
        signatory_name=programme.signatory_name,
        signatory_titles=programme.signatory_titles,
        valid_until=until,
    )


def make_assessor(
    person: User, programme: TrainerProgramme, *, by: User, now: datetime, language="nl"
) -> AssessorAppointment:
    calibration = Calibration.objects.create(
        person=person,
        rubric=programme.rubrics.get(),
        at=now,
        levels=GOOD,
        deviation=0,
    )
    return AssessorAppointment.objects.create(
        person=person,
        programme=programme,
        language=language,
        starts_on=timezone.localdate(now),
        ends_on=timezone.localdate(now) + timedelta(days=3650),
        calibration=calibration,
        briefed_on=timezone.localdate(now),
        appointed_at=now,
        appointed_by=by,
    )


def make_world(beekstad: Organisation, alice: User, bob: User, *, now: datetime):
    """Everybody with a part, the programme, and nobody on the way yet."""
    owner = Organisation.objects.create(
        name="Federal prevention",
        code="federal",
        level=Level.FEDERAL,
        language_regime=LanguageRegime.NL,
    )
    owner.path = f"/{owner.pk}/"
    owner.save(update_fields=["path"])
    programme = make_programme(owner)
    world = SimpleNamespace(
        owner_body=owner,
        programme=programme,
        employer=beekstad,
        bob=bob,
        alice=alice,
        olga=make_person("Olga Claes", owner, Role.PROGRAMME_OWNER),
        otto=make_person("Otto Maes", owner, Role.PROGRAMME_OWNER),
        lieve=make_person("Lieve Peeters", owner),
        ada=make_person("Ada Janssens", owner),
        amir=make_person("Amir Benali", owner),
    )
    for one in (world.lieve, world.ada, world.amir):
        make_accredited(one, programme, owner, now=now - timedelta(days=900))
    for one in (world.ada, world.amir):
        make_assessor(one, programme, by=world.olga, now=now - timedelta(days=100))
    return world


def session(**changes) -> Session:
    fields = {
        "role": "Second trainer",
        "hours": Decimal("3.0"),
        "place": "Beekstad",
        "language": "nl",
        "sector": Sector.objects.get(pk="POL"),
        "head_count": 12,
        **changes,
    }
    return Session(**fields)


def wish(**changes) -> Wish:
    fields = {
        "motivation": "I want colleagues to notice without judging.",
        "years_in_sector": 5,
        "hours_per_year": 40,
        "groups_planned": 3,
        "superior_name": "Sofie Wouters",
        "superior_email": SUPERIOR,
        "has_no_conflict": True,
        "accepts_ethics": True,
        **changes,
    }
    return Wish(**fields)


def written(kind: EvidenceKind, day: date, **changes) -> Written:
    """A good one of a kind."""
    fields = {"kind": kind, "on_day": day}
    if kind in (
        EvidenceKind.CO_SESSION,
        EvidenceKind.LED_SESSION,
        EvidenceKind.OBSERVED_SESSION,
    ):
        fields["session"] = session()
    if kind in (EvidenceKind.QUIZ, EvidenceKind.LAW_QUIZ, EvidenceKind.UPDATE_QUIZ):
        fields["score"] = 95
    if kind == EvidenceKind.FEEDBACK:
        fields |= {"score": 85, "answers": 12}
    if kind == EvidenceKind.ATTENDANCE:
        fields |= {"held": 10, "missed": 1}
    if kind == EvidenceKind.SELF_ASSESSMENT:
        fields["note"] = "Two groups a year, with the prevention service."
    return Written(**{**fields, **changes})


def intention(day: date, **changes) -> Intention:
    """Three groups of the police within a year, the first one in sixty days."""
    fields = {
        "first_on": day + timedelta(days=60),
        "groups": 3,
        "hours": 8,
        "settings": (Setting.POLICE,),
        "beside": Beside.LEAD,
        "needs": (Need.ROOM,),
        "note": "Two groups a year, with the prevention service.",
        **changes,
    }
    return Intention(**fields)


def seen(programme: TrainerProgramme, decision: str = "", levels=None) -> Seen:
    return Seen(
        rubric=programme.rubrics.get(),
        levels=levels or GOOD,
        feedback="Clear, calm, and on time.",
        decision=decision,
    )


@dataclass
class Way:
    """Bob's way, step by step; each method takes the next one the right way."""

    world: SimpleNamespace
    now: datetime
    accreditation: Accreditation | None = None

    @property
    def day(self) -> date:
        return timezone.localdate(self.now)

    def open(self) -> Accreditation:
        self.accreditation = applying.open_accreditation(
            self.world.bob,
            self.world.programme,
            language="nl",
            employer=self.world.employer,
            now=self.now,
        )
        return self.accreditation

    def apply(self):
        application = applying.apply_for(
            self.accreditation, wish(), actor=self.world.bob, now=self.now
        )
        applying.answer_commitment(application, is_committed=True, now=self.now)
        applying.sign_application(
            self.accreditation,
            verdict=Verdict.YES,
            actor=self.world.alice,
            now=self.now,
        )

    def admit(self):
        plan = self.plan().evidence
        evidence.sign(plan, verdict=Verdict.YES, actor=self.world.olga, now=self.now)
        self.others(EvidenceKind.KICK_OFF, self.world.olga)
        owning.admit(self.accreditation, actor=self.world.olga, now=self.now)

    def train(self):
        owning.name_lead(
            self.accreditation, self.world.lieve, actor=self.world.olga, now=self.now
        )
        owning.begin_training(self.accreditation, actor=self.world.lieve, now=self.now)
        for kind in (
            EvidenceKind.ATTENDANCE,
            EvidenceKind.QUIZ,
            EvidenceKind.LAW_QUIZ,
        ):
            self.others(kind, self.world.lieve)
        for who in (self.world.lieve, self.world.ada):
            self.rubric(EvidenceKind.MICRO_TEACHING, who)

    def pass_(self):
        owning.pass_training(self.accreditation, actor=self.world.lieve, now=self.now)

    def co_facilitate(self):
        for _number in range(2):
            done = self.own(EvidenceKind.CO_SESSION, asked_of=self.world.lieve)
            evidence.sign(
                done, verdict=Verdict.YES, actor=self.world.lieve, now=self.now
            )

    def observe(self, decision=Decision.PASS):
        self.own(EvidenceKind.SELF_ASSESSMENT)
        return self.rubric(EvidenceKind.OBSERVED_SESSION, self.world.amir, decision)

    def accredit(self):
        self.others(EvidenceKind.FEEDBACK, self.world.lieve)
        owning.accredit(self.accreditation, actor=self.world.olga, now=self.now)

    def to(self, state: State) -> Accreditation:
        """Go on, the right way, until a state of the way is reached."""
        steps = {
            State.TRAINED: self.open,
            State.APPLIED: self.apply,
            State.ADMITTED: self.admit,
            State.IN_TRAINING: self.train,
            State.PROVISIONAL: self.pass_,
            State.CO_FACILITATED: self.co_facilitate,
            State.OBSERVED: self.observe,
            State.ACCREDITED: self.accredit,
        }
        reached = [] if self.accreditation is None else [self.again().state]
        for one, step in steps.items():
            if reached and list(steps).index(one) <= list(steps).index(reached[0]):
                continue
            step()
            if one == state:
                break
        return self.again()

    def own(self, kind, **changes):
        return evidence.write_own(
            self.accreditation,
            written(kind, self.day, **changes),
            actor=self.world.bob,
            now=self.now,
        )

    def plan(self, **changes):
        return write_plan(
            self.accreditation,
            intention(self.day, **changes),
            actor=self.world.bob,
            now=self.now,
        )

    def others(self, kind, actor, **changes):
        return evidence.write_and_sign(
            self.accreditation,
            written(kind, self.day, **changes),
            actor=actor,
            now=self.now,
        )

    def rubric(self, kind, actor, decision="", levels=None, **changes):
        return observing.fill_rubric(
            self.accreditation,
            written(kind, self.day, **changes),
            seen(self.world.programme, decision, levels),
            actor=actor,
            now=self.now,
        )

    def again(self) -> Accreditation:
        self.accreditation = Accreditation.objects.get(pk=self.accreditation.pk)
        return self.accreditation


def plan(world, *, days=(30,), now: datetime, **changes) -> Plan:
    """A session of Lieve's for the people of Beekstad, in the morning of these days from
    now."""
    fields = {
        "title": "Talking early, listening well",
        "language": "nl",
        "blocks": tuple(
            PlannedBlock(at(now, day, 9), at(now, day, 12, 30)) for day in days
        ),
        "place": "Town hall",
        "capacity": 2,
        "lead": world.lieve,
        "places": ((world.employer, None),),
        **changes,
    }
    return Plan(**fields)


def at(now: datetime, days: int, hour: int, minute: int = 0) -> datetime:
    """An hour of the clock so many days from now."""
    day = timezone.localdate(now) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def make_session(
    world, *, now: datetime, is_published: bool = True, **changes
) -> TrainingSession:
    """One of Olga's for `plan`."""
    made = create_session(
        world.programme,
        world.employer,
        plan(world, now=now, **changes),
        actor=world.olga,
        now=now,
    )
    if is_published:
        made = publish_session(made, actor=world.olga, now=now)
    return made
