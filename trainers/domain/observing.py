"""Looking at a candidate by the rubric: in micro-teaching (T3) and in a session that they
lead before an assessor (T6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.enums import ReasonCode
from courses.domain.words import own_words
from lms.errors import DomainError
from organisations.models import User
from trainers.domain.acting import go_on, locked, take
from trainers.domain.evidence import add_signature, keep, known_as_written, part_to_sign
from trainers.domain.facts import Facts
from trainers.domain.periods import cut_periods
from trainers.domain.rubric_marks import checked_levels, current_rubric, meets
from trainers.domain.written import Written
from trainers.enums import (
    Act,
    Decision,
    RubricPurpose,
    State,
    Verdict,
)
from trainers.models import Accreditation, Rubric, RubricRecord

FEEDBACK_MOST = 3000
# In these states a rubric is filled.
TIMES = {
    RubricPurpose.MICRO_TEACHING: State.IN_TRAINING,
    RubricPurpose.OBSERVED_SESSION: State.CO_FACILITATED,
}
# The kinds of evidence that are a filled rubric.
RUBRIC_KINDS = tuple(one.value for one in TIMES)


@dataclass(frozen=True)
class Seen:
    """What somebody saw: a level per criterion, words for the candidate and, after an
    observed session, a decision ("" after micro-teaching)."""

    rubric: Rubric
    levels: Mapping[str, int]
    feedback: str
    decision: str = ""


@transaction.atomic
def fill_rubric(
    accreditation: Accreditation,
    written: Written,
    seen: Seen,
    *,
    actor: User,
    now: datetime,
) -> RubricRecord:
    """Keep a filled rubric, signed by whoever filled it. The same key again, from a
    device that was not sure, is the same record.

    Raises DomainError where they may not (trainers.domain.separation), "state" where it
    is not the time, "rubric" for one that is not the newest of the programme, "levels",
    "empty" without feedback, "decision" where there is none or it does not fit, "below"
    where a pass goes against the rubric, and what the detector says.
    """
    facts = locked(accreditation, now)
    if known := known_as_written(written, actor):
        return known.rubric_record
    purpose = RubricPurpose(written.kind)
    part = part_to_sign(written.kind, written.on_day, actor, facts)
    if facts.accreditation.state != TIMES[purpose]:
        raise DomainError(_("It is not the time for this step."), code="state")
    levels, feedback = _checked(facts, purpose, seen, written.confirmation)
    evidence = keep(facts, written, actor=actor, now=now)
    record = RubricRecord.objects.create(
        evidence=evidence,
        rubric=seen.rubric,
        purpose=purpose,
        levels=levels,
        feedback=feedback,
        decision=seen.decision,
    )
    add_signature(facts, evidence, part, verdict=Verdict.YES, actor=actor, now=now)
    if seen.decision == Decision.STOP:
        take(Act.STOP, facts, actor=actor, evidence=[evidence.uuid], now=now)
        # Who was stopped stands beside nobody from today on.
        cut_periods(
            facts.accreditation,
            reason=ReasonCode.ADMINISTRATIVE,
            actor=actor,
            day=facts.day,
            now=now,
        )
    go_on(facts, now=now)
    return record


def _checked(
    facts: Facts, purpose: RubricPurpose, seen: Seen, confirmation: str
) -> tuple[dict[str, int], str]:
    if seen.rubric != current_rubric(facts.programme):
        raise DomainError(
            _("There is a newer rubric. What you chose is kept: fill the new one."),
            code="rubric",
        )
    levels = checked_levels(seen.rubric, seen.levels)
    is_observed = purpose == RubricPurpose.OBSERVED_SESSION
    if is_observed != (seen.decision in Decision.values):
        raise DomainError(_("Say what you decide."), code="decision")
    if seen.decision == Decision.PASS and not meets(seen.rubric, levels):
        raise DomainError(
            _("By these levels the session is not passed. Choose another decision."),
            code="below",
        )
    feedback = own_words(seen.feedback, most=FEEDBACK_MOST, confirmation=confirmation)
    if not feedback:
        raise DomainError(_("Write some feedback for the candidate."), code="empty")
    return levels, feedback
