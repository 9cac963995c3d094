"""The table of steps: from where to where, who signs, what it lacks (TRAINERS 4.1)."""

from collections.abc import Callable
from dataclasses import dataclass

from trainers.domain import guards
from trainers.domain.facts import Facts
from trainers.domain.guards import Missing
from trainers.enums import (
    HOLDING_STATES,
    Act,
    Signer,
    State,
)


@dataclass(frozen=True)
class Step:
    """`source` is the row of TRAINERS 4.1. `to` is None where lifting a suspension leads
    back to where it began. `signer` is the part in which somebody signs."""

    source: str
    come_from: tuple[State, ...]
    to: State | None
    signer: Signer
    missing: Callable[[Facts], list[Missing]] = guards.nothing_missing


STEPS: dict[Act, Step] = {
    Act.OPEN: Step("T0", (), State.TRAINED, Signer.SYSTEM, guards.missing_to_open),
    Act.APPLY: Step(
        "T1",
        (State.TRAINED,),
        State.APPLIED,
        Signer.COORDINATOR,
        guards.missing_to_apply,
    ),
    Act.ADMIT: Step(
        "T2", (State.APPLIED,), State.ADMITTED, Signer.OWNER, guards.missing_to_admit
    ),
    Act.BEGIN: Step(
        "T3",
        (State.ADMITTED,),
        State.IN_TRAINING,
        Signer.LEAD,
        guards.missing_to_begin,
    ),
    Act.PASS: Step(
        "T4",
        (State.IN_TRAINING,),
        State.PROVISIONAL,
        Signer.LEAD,
        guards.missing_to_pass,
    ),
    Act.CO_FACILITATE: Step(
        "T5",
        (State.PROVISIONAL,),
        State.CO_FACILITATED,
        Signer.LEAD,
        guards.missing_to_co_facilitate,
    ),
    Act.OBSERVE: Step(
        "T6",
        (State.CO_FACILITATED,),
        State.OBSERVED,
        Signer.ASSESSOR,
        guards.missing_to_observe,
    ),
    # "Stop" of the assessor: coming back takes the programme owner.
    Act.STOP: Step("T6", (State.CO_FACILITATED,), State.LAPSED, Signer.ASSESSOR),
    Act.ACCREDIT: Step(
        "T7",
        (State.OBSERVED,),
        State.ACCREDITED,
        Signer.OWNER,
        guards.missing_to_accredit,
    ),
    # Paper trainers, by a route of their own: never silently T7 (4.2).
    Act.RECOGNISE: Step("4.2", (), State.ACCREDITED, Signer.OWNER),
    Act.FALL_DUE: Step("T8", (State.ACCREDITED,), State.RENEWAL_DUE, Signer.SYSTEM),
    Act.RENEW: Step(
        "T7'",
        (State.RENEWAL_DUE,),
        State.ACCREDITED,
        Signer.OWNER,
        guards.missing_to_renew,
    ),
    Act.LAPSE: Step("T9", HOLDING_STATES, State.LAPSED, Signer.SYSTEM),
    # "Can re-enter at T5": the training is not done again, the co-facilitation is, so
    # the way goes on from T4.
    Act.RE_ENTER: Step(
        "T9",
        (State.LAPSED,),
        State.PROVISIONAL,
        Signer.OWNER,
        guards.missing_to_open,
    ),
    Act.SUSPEND: Step("T10", HOLDING_STATES, State.SUSPENDED, Signer.OWNER),
    Act.LIFT: Step("T10", (State.SUSPENDED,), None, Signer.OWNER),
    Act.WITHDRAW: Step(
        "T11",
        tuple(one for one in State if one != State.WITHDRAWN),
        State.WITHDRAWN,
        Signer.OWNER,
    ),
}

# The way of a candidate, in order; the steps that follow when they are signed come by
# themselves.
WAY = (
    Act.OPEN,
    Act.APPLY,
    Act.ADMIT,
    Act.BEGIN,
    Act.PASS,
    Act.CO_FACILITATE,
    Act.OBSERVE,
    Act.ACCREDIT,
)
FOLLOWING_BY_THEMSELVES = (Act.APPLY, Act.CO_FACILITATE, Act.OBSERVE)
