"""Who may sign what, in one place (TRAINERS 4.2, separation of duties).

Nobody signs their own. The assessor has not trained the candidate, leads nobody's work
who is the candidate, and is not whoever accredits them afterwards. A coordinator who is
the superior signs once, as the superior.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.domain.employers import parts_of
from organisations.domain.line_managers import line_managers
from organisations.enums import COORDINATING_ROLES, Role
from organisations.models import Organisation, User
from trainers.domain.facts import Facts
from trainers.domain.guards import passed_observations
from trainers.domain.periods import may_lead
from trainers.enums import Act, EvidenceKind, Signer
from trainers.models import (
    Accreditation,
    AssessorAppointment,
    TrainerProgramme,
)

# Whoever signed these as a lead has trained the candidate.
TRAINING_KINDS = (
    EvidenceKind.ATTENDANCE,
    EvidenceKind.QUIZ,
    EvidenceKind.LAW_QUIZ,
    EvidenceKind.MICRO_TEACHING,
    EvidenceKind.CO_SESSION,
)


def is_owner(user: User, programme: TrainerProgramme) -> bool:
    """A programme owner of the body that owns the programme, or an administrator."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or (
        user.memberships.current()
        .filter(role=Role.PROGRAMME_OWNER, organisation=programme.owner_id)
        .exists()
    )


def coordinated_places(user: User) -> set[int]:
    """Ids of the employers and departments that somebody coordinates today, by a
    membership: not of other employers below theirs."""
    held = user.memberships.current().filter(role__in=COORDINATING_ROLES)
    bodies = Organisation.objects.filter(pk__in=held.values("organisation"))
    return {pk for one in bodies for pk in parts_of(one).values_list("pk", flat=True)}


def is_assessor(
    user: User, programme: TrainerProgramme, language: str, day: date
) -> bool:
    """Appointed for the programme and language on a day."""
    return (
        AssessorAppointment.objects.on(day)
        .filter(person=user, programme=programme, language=language)
        .exists()
    )


class Rights:
    """What somebody may be asked about again and again, looked up once. `people` are
    those whose line managers will be asked for."""

    def __init__(self, user: User, people: Iterable[int] = ()):
        self.user = user
        self._people = set(people)
        self._known: dict[tuple, object] = {}

    def owns(self, programme: TrainerProgramme) -> bool:
        return self._once(
            ("owns", programme.owner_id), lambda: is_owner(self.user, programme)
        )

    def coordinates(self, accreditation: Accreditation) -> bool:
        places = self._once(("places",), lambda: coordinated_places(self.user))
        return accreditation.employer_id in places

    def leads(self, accreditation: Accreditation, on: date) -> bool:
        programme, language = accreditation.programme, accreditation.language
        return self._once(
            ("leads", programme.pk, language, on),
            lambda: may_lead(self.user, programme, language, on),
        )

    def assesses(self, accreditation: Accreditation, on: date) -> bool:
        programme, language = accreditation.programme, accreditation.language
        return self._once(
            ("assesses", programme.pk, language, on),
            lambda: is_assessor(self.user, programme, language, on),
        )

    def leads_work_of(self, facts: Facts) -> bool:
        people = self._people | {facts.accreditation.person_id}
        led = self._once(
            ("work", facts.day, facts.accreditation.person_id in self._people),
            lambda: {
                person
                for (person, _employer), manager in line_managers(
                    people, facts.day
                ).items()
                if manager.pk == self.user.pk
            },
        )
        return facts.accreditation.person_id in led or is_superior(self.user, facts)

    def _once(self, key: tuple, ask):
        if key not in self._known:
            self._known[key] = ask()
        return self._known[key]


def refusal(
    part: Signer,
    user: User,
    facts: Facts,
    *,
    on: date | None = None,
    rights: Rights | None = None,
) -> DomainError | None:
    """Why somebody may not sign for an accreditation in a part; None: they may. `on` is
    the day of what is signed, where a lead of that day signs; None: today."""
    if user.pk == facts.accreditation.person_id:
        return _no("self", _("Nobody signs their own step. Somebody else has to."))
    if not user.is_active:
        return _no("not_allowed", _("This account is closed."))
    check = {
        Signer.OWNER: _as_owner,
        Signer.COORDINATOR: _as_coordinator,
        Signer.LEAD: _as_lead,
        Signer.ASSESSOR: _as_assessor,
    }.get(part)
    if check is None:
        return _no("not_allowed", _("Nobody signs this by hand."))
    return check(rights or Rights(user), facts, on or facts.day)


def refuse(part: Signer, user: User, facts: Facts, *, on: date | None = None) -> None:
    """Raises the DomainError that `refusal` gives."""
    if (problem := refusal(part, user, facts, on=on)) is not None:
        raise problem


def refusal_to_accredit(
    user: User, facts: Facts, rights: Rights | None = None
) -> DomainError | None:
    """The same for T7: four eyes, never those of the assessor."""
    if (problem := refusal(Signer.OWNER, user, facts, rights=rights)) is not None:
        return problem
    if user.pk in {one.made_by_id for one in passed_observations(facts)}:
        return _no(
            "assessed",
            _("You assessed this candidate. Another programme owner accredits them."),
        )
    return None


def refusal_to_renew(
    user: User, facts: Facts, signed_by: int | None, rights: Rights | None = None
) -> DomainError | None:
    """The same for T7': two people, the coordinator and the programme owner."""
    if (problem := refusal(Signer.OWNER, user, facts, rights=rights)) is not None:
        return problem
    if user.pk == signed_by:
        return _no(
            "both",
            _("You signed as the coordinator. Another programme owner renews it."),
        )
    return None


def second_person(user: User, first_id: int, facts: Facts) -> DomainError | None:
    """Why somebody may not be the second of two programme owners."""
    if (problem := refusal(Signer.OWNER, user, facts)) is not None:
        return problem
    if user.pk == first_id:
        return _no("four_eyes", _("You began this. A second person has to confirm it."))
    return None


def trainers_of(facts: Facts) -> set[int]:
    """Ids of those who have trained the candidate."""
    signed = {
        facts.answer_to(one).by_id
        for kind in TRAINING_KINDS
        for one in facts.signed(kind)
        if facts.answer_to(one).part == Signer.LEAD
    }
    taken = {
        one.by_id
        for one in facts.transitions
        if one.act in (Act.BEGIN, Act.PASS) and one.by_id
    }
    named = {facts.accreditation.lead_id} - {None}
    return signed | taken | named


def is_superior(user: User, facts: Facts) -> bool:
    """Whether somebody was named as the superior, by their address."""
    application = facts.application
    return bool(
        application
        and user.email
        and application.superior_email.casefold() == user.email.casefold()
    )


def _as_owner(rights: Rights, facts: Facts, on: date) -> DomainError | None:
    if rights.owns(facts.programme):
        return None
    return _no("not_allowed", _("Only a programme owner signs this."))


def _as_coordinator(rights: Rights, facts: Facts, on: date) -> DomainError | None:
    if not rights.coordinates(facts.accreditation):
        return _no("not_allowed", _("Only a coordinator of the employer signs this."))
    if is_superior(rights.user, facts):
        return _no(
            "superior",
            _("You sign as the superior. Another coordinator signs for the employer."),
        )
    return None


def _as_lead(rights: Rights, facts: Facts, on: date) -> DomainError | None:
    if rights.leads(facts.accreditation, on):
        return None
    return _no(
        "not_allowed",
        _("Only a trainer signs this who is accredited for it on that day."),
    )


def _as_assessor(rights: Rights, facts: Facts, on: date) -> DomainError | None:
    if not rights.assesses(facts.accreditation, on):
        return _no("not_allowed", _("Only an assessor of the programme signs this."))
    if rights.user.pk in trainers_of(facts):
        return _no(
            "trained",
            _("You have trained this candidate. Another assessor observes them."),
        )
    if rights.leads_work_of(facts):
        return _no(
            "leads",
            _("You lead this candidate’s work. Another assessor observes them."),
        )
    return None


def _no(code: str, message: str) -> DomainError:
    return DomainError(message, code=code)
