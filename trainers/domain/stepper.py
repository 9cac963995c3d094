"""Where somebody is on the way: what is done, what is next, who must act."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from trainers.domain.facts import Facts
from trainers.domain.guards import Missing
from trainers.domain.table import STEPS, WAY
from trainers.enums import Act, Signer, State

# From which state which step is next; in the others nothing is, or others decide.
NEXT = {
    State.TRAINED: Act.APPLY,
    State.APPLIED: Act.ADMIT,
    State.ADMITTED: Act.BEGIN,
    State.IN_TRAINING: Act.PASS,
    State.PROVISIONAL: Act.CO_FACILITATE,
    State.CO_FACILITATED: Act.OBSERVE,
    State.OBSERVED: Act.ACCREDIT,
    State.RENEWAL_DUE: Act.RENEW,
    State.LAPSED: Act.RE_ENTER,
}
ORDER = (
    State.TRAINED,
    State.APPLIED,
    State.ADMITTED,
    State.IN_TRAINING,
    State.PROVISIONAL,
    State.CO_FACILITATED,
    State.OBSERVED,
    State.ACCREDITED,
)


@dataclass(frozen=True)
class Next:
    """The next step, what it lacks, and in which part it is signed once nothing does."""

    act: Act
    missing: list[Missing]
    signer: Signer


def next_of(facts: Facts) -> Next | None:
    """The next step; None where nobody has to do anything now."""
    act = NEXT.get(State(facts.accreditation.state))
    if act is None:
        return None
    step = STEPS[act]
    return Next(act, step.missing(facts), step.signer)


def rows_of(facts: Facts) -> list[dict]:
    """The way as rows for the stepper: title, note and state (done, now or ahead)."""
    reached = _reached(facts)
    return [
        {
            "title": state.label,
            "note": _note(facts, act, is_done=n <= reached),
            "state": "done" if n <= reached else "now" if n == reached + 1 else "ahead",
        }
        for n, (state, act) in enumerate(zip(ORDER, WAY, strict=True))
    ]


def _reached(facts: Facts) -> int:
    """The place of the last step that is done on the present way: who came back has the
    training behind them and the rest before them."""
    state = State(facts.accreditation.state)
    if state in ORDER:
        return ORDER.index(state)
    if state == State.RENEWAL_DUE:
        return len(ORDER) - 1
    last = facts.transitions[-1].from_state if facts.transitions else ""
    if last == State.RENEWAL_DUE:
        return len(ORDER) - 1
    return ORDER.index(last) if last in ORDER else 0


def _note(facts: Facts, act: Act, *, is_done: bool) -> str:
    done = facts.last(act)
    if done is None and act == Act.ACCREDIT:
        done = facts.last(Act.RECOGNISE)
    if is_done and done is None:
        return ""
    if is_done:
        return date_format(localtime(done.at), "DATE_FORMAT")
    return _("signed by: %(who)s") % {"who": _SIGNERS[act]}


_SIGNERS = {act: STEPS[act].signer.label for act in WAY}
