"""Taking a step: lock, read the facts, check, write, record. Nobody else writes the state
of an accreditation."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.models import User
from trainers.domain.facts import Facts, facts_of
from trainers.domain.guards import passed_observations
from trainers.domain.table import FOLLOWING_BY_THEMSELVES, STEPS
from trainers.enums import TRAINING_ACTS, Act, EvidenceKind, SignOffKind, State
from trainers.models import Accreditation, Transition


def locked(accreditation: Accreditation, now: datetime) -> Facts:
    """The facts of an accreditation today, whose row is locked until the end of the
    transaction: two who sign at once wait for each other."""
    row = Accreditation.objects.select_for_update(of=("self",))
    held = row.select_related("programme__owner", "employer", "person", "sector").get(
        pk=accreditation.pk
    )
    return facts_of(held, timezone.localdate(now))


def refuse_unless_possible(act: Act, facts: Facts) -> None:
    """Raises DomainError "state" where the step does not follow from the present state,
    and "missing" with what it lacks."""
    step = STEPS[act]
    if step.come_from and facts.accreditation.state not in step.come_from:
        raise DomainError(
            _("This is not the next step: %(name)s is “%(state)s” now.")
            % {
                "name": facts.accreditation.person,
                "state": facts.accreditation.get_state_display(),
            },
            code="state",
        )
    if lacks := step.missing(facts):
        raise DomainError(
            _("Still missing: %(list)s")
            % {"list": " ".join(one.text for one in lacks)},
            code="missing",
        )


def take(
    act: Act,
    facts: Facts,
    *,
    actor: User | None,
    now: datetime,
    second: User | None = None,
    to: State | None = None,
    comment: str = "",
    evidence: Iterable[str] = (),
    counts_from: date | None = None,
) -> Transition:
    """Take a step that the caller has let somebody sign. `to` is said where the table
    leaves it open; from `counts_from` on the evidence of the next steps counts, None: as
    before. Raises DomainError as `refuse_unless_possible`."""
    refuse_unless_possible(act, facts)
    accreditation = facts.accreditation
    before, after = accreditation.state, STEPS[act].to or to
    is_first = act in (Act.OPEN, Act.RECOGNISE)
    accreditation.state = after
    # Only now: what the step rests on counted from the day before it.
    accreditation.counts_from = counts_from or accreditation.counts_from
    if act in TRAINING_ACTS:
        accreditation.trained_on = accreditation.trained_on or facts.day
    accreditation.save()
    transition = Transition.objects.create(
        accreditation=accreditation,
        act=act,
        from_state="" if is_first else before,
        to_state=after,
        at=now,
        by=actor,
        second=second,
        evidence=[str(one) for one in evidence],
        comment=comment,
    )
    facts.transitions.append(transition)
    audit.record(
        f"trainers.{act}",
        actor=actor,
        subject=accreditation,
        organisation=accreditation.programme.owner_id,
        data={
            "from": transition.from_state,
            "to": after,
            "evidence": transition.evidence,
            "second": second and str(second.uuid),
        },
        now=now,
    )
    return transition


def go_on(facts: Facts, *, now: datetime) -> list[Transition]:
    """Take the steps that follow by themselves once what they rest on is signed: signed
    by whoever signed that. Again without effect."""
    taken = []
    for act in FOLLOWING_BY_THEMSELVES:
        step = STEPS[act]
        if facts.accreditation.state in step.come_from and not step.missing(facts):
            signers, keys = _GROUNDS[act](facts)
            taken.append(take(act, facts, actor=signers, evidence=keys, now=now))
    return taken


def _ground_of_application(facts: Facts):
    key = str(facts.application.uuid)
    return facts.signed_apart(SignOffKind.APPLICATION, key).by, [key]


def _ground_of_co_facilitation(facts: Facts):
    since = facts.accreditation.counts_from
    done = facts.signed(EvidenceKind.CO_SESSION, since=since)
    last = max((facts.answer_to(one) for one in done), key=lambda one: one.pk)
    return last.by, [one.uuid for one in done]


def _ground_of_observation(facts: Facts):
    passed = passed_observations(facts)
    return passed[-1].made_by, [one.uuid for one in passed]


_GROUNDS: dict[Act, Callable] = {
    Act.APPLY: _ground_of_application,
    Act.CO_FACILITATE: _ground_of_co_facilitation,
    Act.OBSERVE: _ground_of_observation,
}
