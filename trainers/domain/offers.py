"""What somebody can do for an accreditation now, and why not where they look like the one
but may not: for the page of an accreditation and the sign-off desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from organisations.models import User
from trainers.domain.evidence import (
    OTHERS_KINDS,
    OWN_KINDS,
    PARTS,
    refusal_of_part,
)
from trainers.domain.facts import Facts, facts_for, renewal_key
from trainers.domain.observing import TIMES
from trainers.domain.separation import (
    Rights,
    refusal,
    refusal_to_accredit,
    refusal_to_renew,
)
from trainers.domain.stepper import next_of
from trainers.enums import Act, EvidenceKind, Signer, SignOffKind, State
from trainers.models import Accreditation, StepEvidence

# Of a step of the way, by whom it is signed by hand.
BY_HAND = (Act.ADMIT, Act.BEGIN, Act.PASS, Act.ACCREDIT, Act.RENEW, Act.RE_ENTER)


@dataclass(frozen=True)
class Offer:
    """`what` is apply, plan, write, sign, coordinator, step or rubric. `problem` says why not;
    "": it can be done now."""

    what: str
    kind: EvidenceKind | None = None
    evidence: StepEvidence | None = None
    act: Act | None = None
    problem: str = ""
    facts: Facts | None = None


def offers_to(user: User, facts: Facts, rights: Rights | None = None) -> list[Offer]:
    """What a person can do for an accreditation, what is theirs to sign first."""
    rights = rights or Rights(user)
    if facts.accreditation.person_id == user.pk:
        return list(_own(facts))
    return [
        *_signatures(user, facts, rights),
        *_as_coordinator(user, facts, rights),
        *_step(user, facts, rights),
        *_rubrics(user, facts, rights),
        *_writing(user, facts, rights),
    ]


def waiting_for(user: User, day: date) -> list[Offer]:
    """The desk: what waits for somebody's signature, of everybody whose way they see, the
    longest first. As many queries for many as for one."""
    rows = (
        Accreditation.objects.visible_to(user)
        .exclude(person=user)
        .exclude(state=State.WITHDRAWN)
        .select_related("programme__owner", "employer", "person", "sector", "lead")
        .order_by("opened_at", "pk")
    )
    accreditations = list(rows)
    rights = Rights(user, {one.person_id for one in accreditations})
    found = []
    for facts in facts_for(accreditations, day):
        for offer in offers_to(user, facts, rights):
            if offer.what in ("sign", "coordinator", "rubric", "step"):
                found.append(offer)
    return found


def _own(facts: Facts) -> Iterator[Offer]:
    state = State(facts.accreditation.state)
    application = facts.application
    if state == State.TRAINED and (
        application is None
        or application.is_committed is False
        or _is_refused(facts, str(application.uuid))
    ):
        yield Offer("apply", facts=facts)
    if state == State.APPLIED and not _is_written_once(facts, EvidenceKind.PLAN):
        yield Offer("plan", kind=EvidenceKind.PLAN, facts=facts)
    for kind, states in OWN_KINDS.items():
        if state in states and not _is_written_once(facts, kind):
            yield Offer("write", kind=kind, facts=facts)


def _is_refused(facts: Facts, about: str) -> bool:
    return any(one.about == about and one.verdict == "no" for one in facts.sign_offs)


def _is_written_once(facts: Facts, kind: EvidenceKind) -> bool:
    """A plan and a self-assessment wait for nothing more once they are there."""
    if kind not in (
        EvidenceKind.PLAN,
        EvidenceKind.SELF_ASSESSMENT,
        EvidenceKind.REQUEST_TO_STOP,
    ):
        return False
    since = facts.accreditation.counts_from
    there = facts.written(
        kind, since=since if kind == EvidenceKind.SELF_ASSESSMENT else None
    )
    return any(
        (answer := facts.answer_to(one)) is None or answer.verdict == "yes"
        for one in there
    )


def _signatures(user: User, facts: Facts, rights: Rights) -> Iterator[Offer]:
    for one in facts.evidence:
        if facts.answer_to(one) is not None or not PARTS[EvidenceKind(one.kind)]:
            continue
        if one.asked_of_id not in (None, user.pk):
            continue
        problem = _least(one.kind, one.on_day, user, facts, rights)
        if problem is None or problem.code != "not_allowed" or one.asked_of_id:
            yield Offer(
                "sign",
                kind=EvidenceKind(one.kind),
                evidence=one,
                problem=str(problem or ""),
                facts=facts,
            )


def _as_coordinator(user: User, facts: Facts, rights: Rights) -> Iterator[Offer]:
    state = facts.accreditation.state
    if state == State.TRAINED and facts.application is not None:
        kind, about = SignOffKind.APPLICATION, str(facts.application.uuid)
    elif state == State.RENEWAL_DUE:
        kind, about = SignOffKind.RENEWAL, renewal_key(facts.accreditation)
    else:
        return
    if facts.signed_apart(kind, about) or _is_refused(facts, about):
        return
    problem = refusal(Signer.COORDINATOR, user, facts, rights=rights)
    if problem is None or problem.code != "not_allowed":
        yield Offer("coordinator", problem=str(problem or ""), facts=facts)


def _step(user: User, facts: Facts, rights: Rights) -> Iterator[Offer]:
    following = next_of(facts)
    if following is None or following.act not in BY_HAND or following.missing:
        return
    if following.act == Act.ACCREDIT:
        problem = refusal_to_accredit(user, facts, rights)
    elif following.act == Act.RENEW:
        signed = facts.signed_apart(
            SignOffKind.RENEWAL, renewal_key(facts.accreditation)
        )
        problem = refusal_to_renew(user, facts, signed.by_id, rights)
    else:
        if following.signer == Signer.LEAD and facts.accreditation.lead_id != user.pk:
            return
        problem = refusal(following.signer, user, facts, rights=rights)
    if problem is None or problem.code != "not_allowed":
        yield Offer("step", act=following.act, problem=str(problem or ""), facts=facts)


def _rubrics(user: User, facts: Facts, rights: Rights) -> Iterator[Offer]:
    for purpose, state in TIMES.items():
        kind = EvidenceKind(purpose.value)
        if facts.accreditation.state != state:
            continue
        done = any(one.made_by_id == user.pk for one in facts.signed(kind))
        problem = _least(kind, facts.day, user, facts, rights)
        if (problem is None or problem.code != "not_allowed") and not done:
            yield Offer("rubric", kind=kind, problem=str(problem or ""), facts=facts)


def _writing(user: User, facts: Facts, rights: Rights) -> Iterator[Offer]:
    for kind, states in OTHERS_KINDS.items():
        if facts.accreditation.state in states:
            problem = _least(kind, facts.day, user, facts, rights)
            if problem is None:
                yield Offer("write", kind=kind, facts=facts)


def _least(kind, on_day: date, user: User, facts: Facts, rights: Rights):
    """Why somebody may sign a kind in no part; None where there is one. What lies in the
    person goes before what lies in the role."""
    problems = [
        refusal_of_part(kind, part, on_day, user, facts, rights)
        for part in PARTS[EvidenceKind(kind)]
    ]
    if None in problems or not problems:
        return None if problems else refusal(Signer.SYSTEM, user, facts)
    return next((one for one in problems if one.code != "not_allowed"), problems[0])
