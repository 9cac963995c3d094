"""Writing down what a trainer means to do once trained: version after version. The first
one is what the programme owner looks at before admission (TRAINERS T2)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError
from lms.months import months_after
from organisations.models import User
from trainers.domain.acting import locked
from trainers.domain.evidence import keep
from trainers.domain.facts import Facts
from trainers.domain.implementation.doing import done_for
from trainers.domain.written import Written
from trainers.enums import HOLDING_STATES, EvidenceKind, State
from trainers.models import Accreditation, ImplementationPlan, StepEvidence
from trainers.models.plans import MOST_GROUPS, MOST_HOURS, NOTE_MOST
from trainers.plan_enums import Beside, Need, Setting

# In which states a plan is written or written anew.
STATES = (State.APPLIED, State.ADMITTED, State.IN_TRAINING, *HOLDING_STATES)
# A first day further away is no plan yet*: provisional lasts twelve months.
MOST_MONTHS_AHEAD = 18


@dataclass(frozen=True)
class Intention:
    """What somebody means to do: the first session or group by a day, how many in the
    first twelve months, hours a month, where (words of Setting), who stands beside them
    and what they need (words of Need)."""

    first_on: date
    groups: int
    hours: int
    settings: tuple[str, ...]
    beside: Beside
    needs: tuple[str, ...] = ()
    note: str = ""
    confirmation: str = ""


def may_plan(accreditation: Accreditation) -> bool:
    """Whether it is the time to write a plan, or to write it anew."""
    return accreditation.state in STATES


def plans_of(accreditation: Accreditation) -> list[ImplementationPlan]:
    """Its versions, the last one first."""
    return list(accreditation.plans.select_related("evidence").order_by("-version"))


def waits(facts: Facts) -> bool:
    """Whether a programme owner has not answered yet to what they are to look at."""
    return any(facts.answer_to(one) is None for one in facts.written(EvidenceKind.PLAN))


@transaction.atomic
def write_plan(
    accreditation: Accreditation,
    intention: Intention,
    *,
    key: uuid.UUID | None = None,
    actor: User,
    now: datetime,
) -> ImplementationPlan:
    """Write a version of the plan; the same `key` twice is one version. As long as
    admission rests on it, the programme owner is asked to look at it.

    Raises DomainError: "not_allowed" for somebody else's; "state" where it is not the
    time, and "waits" while the programme owner looks at the version before; "past" and
    "far" for a first day that is over or more than 18 months ahead; "groups" and "hours"
    for numbers, "settings", "beside" and "needs" for words that cannot be meant; "long"
    and "people" for the note.
    """
    facts = locked(accreditation, now)
    if facts.accreditation.person_id != actor.pk:
        raise DomainError(_("Only the candidate writes this down."), code="not_allowed")
    accreditation = facts.accreditation
    if key and (known := accreditation.plans.filter(uuid=key).first()):
        return known
    if not may_plan(accreditation):
        raise DomainError(_("It is not the time for this step."), code="state")
    before = accreditation.plans.order_by("version").last()
    is_looked_at = accreditation.state == State.APPLIED and not facts.signed(
        EvidenceKind.PLAN
    )
    if is_looked_at and waits(facts):
        raise DomainError(
            _(
                "The programme owner is looking at your plan. Once they have answered, "
                "you can write it anew."
            ),
            code="waits",
        )
    _refuse_day(intention.first_on, facts, before)
    _refuse_numbers(intention)
    _refuse_words(intention)
    note = own_words(
        intention.note, most=NOTE_MOST, confirmation=intention.confirmation
    )
    evidence = _asked_to_look(facts, actor, now) if is_looked_at else None
    return _added(facts, intention, before, note, evidence, key, actor=actor, now=now)


def _asked_to_look(facts: Facts, actor: User, now: datetime) -> StepEvidence:
    # The words stay with the plan: what is kept once is put right once.
    written = Written(kind=EvidenceKind.PLAN, on_day=facts.day)
    return keep(facts, written, actor=actor, now=now)


def _added(
    facts: Facts,
    intention: Intention,
    before: ImplementationPlan | None,
    note: str,
    evidence: StepEvidence | None,
    key: uuid.UUID | None,
    *,
    actor: User,
    now: datetime,
) -> ImplementationPlan:
    if key is None or ImplementationPlan.objects.filter(uuid=key).exists():
        key = uuid.uuid4()
    made = ImplementationPlan.objects.create(
        uuid=key,
        accreditation=facts.accreditation,
        version=before.version + 1 if before else 1,
        evidence=evidence,
        made_at=now,
        first_on=intention.first_on,
        groups_planned=intention.groups,
        hours_per_month=intention.hours,
        settings=in_order(Setting, intention.settings),
        beside=intention.beside,
        needs=in_order(Need, intention.needs),
        note=note,
    )
    audit.record(
        "trainers.plan_written",
        actor=actor,
        subject=facts.accreditation,
        organisation=facts.accreditation.programme.owner_id,
        data={
            "plan": str(made.uuid),
            "version": made.version,
            "first_on": made.first_on,
            "groups": made.groups_planned,
            "hours": made.hours_per_month,
        },
        now=now,
    )
    return made


def in_order(words, given: Iterable[str]) -> list[str]:
    """Words in the order of their list, each once."""
    chosen = set(given)
    return [one for one in words.values if one in chosen]


def _refuse_day(
    first_on: date, facts: Facts, before: ImplementationPlan | None
) -> None:
    is_kept = before is not None and before.first_on == first_on
    if first_on < facts.day and not (is_kept and _has_begun(facts)):
        raise DomainError(
            _("This day is over. Name a day from today on by which you begin."),
            code="past",
        )
    if first_on > months_after(facts.day, MOST_MONTHS_AHEAD):
        raise DomainError(
            _("This is more than %(months)s months ahead. Name an earlier day.")
            % {"months": MOST_MONTHS_AHEAD},
            code="far",
        )


def _has_begun(facts: Facts) -> bool:
    """Whoever has begun keeps the day that they named while they change the rest."""
    return done_for([facts.accreditation], facts.day)[facts.accreditation.pk].total > 0


def _refuse_numbers(intention: Intention) -> None:
    if not 1 <= intention.groups <= MOST_GROUPS:
        raise DomainError(
            _("Name 1 to %(most)s groups or sessions.") % {"most": MOST_GROUPS},
            code="groups",
        )
    if not 1 <= intention.hours <= MOST_HOURS:
        raise DomainError(
            _("Name 1 to %(most)s hours a month.") % {"most": MOST_HOURS}, code="hours"
        )


def _refuse_words(intention: Intention) -> None:
    if not intention.settings or not set(intention.settings) <= set(Setting.values):
        raise DomainError(_("Choose from the list where you train."), code="settings")
    if intention.beside not in Beside.values:
        raise DomainError(_("Choose from the list who helps you."), code="beside")
    if not set(intention.needs) <= set(Need.values):
        raise DomainError(_("Choose from the list what you need."), code="needs")
