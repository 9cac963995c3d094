"""What a lead trainer and a programme owner sign: training begun and passed, admission,
accreditation, renewal, coming back, withdrawal (TRAINERS T2 to T4, T7, T7', T9, T11)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.enums import ReasonCode
from lms import audit
from lms.errors import DomainError
from organisations.models import User
from trainers.domain.acting import locked, refuse_unless_possible, take
from trainers.domain.applying import sign_apart
from trainers.domain.facts import Facts, renewal_key
from trainers.domain.guards import passed_observations
from trainers.domain.mailing import tell
from trainers.domain.periods import (
    begin_accredited,
    begin_provisional,
    cut_periods,
    may_lead,
    renew_period,
)
from trainers.domain.separation import (
    Rights,
    is_assessor,
    refusal_to_accredit,
    refusal_to_renew,
    refuse,
    trainers_of,
)
from trainers.enums import (
    HOLDING_STATES,
    Act,
    EvidenceKind,
    Signer,
    SignOffKind,
    State,
    SuspensionOutcome,
    Verdict,
    WithdrawalReason,
)
from trainers.models import Accreditation, SignOff, Transition

COMMENT_MOST = 500


@transaction.atomic
def admit(
    accreditation: Accreditation, *, comment: str = "", actor: User, now: datetime
) -> Transition:
    """T2. Raises DomainError where they may not, "state" and "missing"."""
    facts = locked(accreditation, now)
    refuse(Signer.OWNER, actor, facts)
    keys = [
        one.uuid
        for kind in (EvidenceKind.KICK_OFF, EvidenceKind.PLAN, EvidenceKind.VETTING)
        for one in facts.signed(kind)
    ]
    return _told(Act.ADMIT, facts, keys, comment, actor, now)


@transaction.atomic
def name_lead(
    accreditation: Accreditation, lead: User, *, actor: User, now: datetime
) -> Accreditation:
    """Say who trains the candidate. Raises DomainError "lead" for somebody who may not
    lead today, is the candidate or assesses them, and "state" after the training."""
    facts = locked(accreditation, now)
    refuse(Signer.OWNER, actor, facts)
    accreditation = facts.accreditation
    if accreditation.state not in (State.ADMITTED, State.IN_TRAINING):
        raise DomainError(_("It is not the time for this step."), code="state")
    fits = may_lead(
        lead, accreditation.programme, accreditation.language, facts.day
    ) and lead.pk not in (accreditation.person_id, accreditation.assessor_id)
    if not fits:
        raise DomainError(
            _("Only a trainer who is accredited today can train candidates."),
            code="lead",
        )
    accreditation.lead = lead
    return _named("lead", facts, lead, actor, now)


@transaction.atomic
def name_assessor(
    accreditation: Accreditation, assessor: User, *, actor: User, now: datetime
) -> Accreditation:
    """Say who observes the candidate. Raises DomainError "assessor" for somebody who is
    none, has trained the candidate or leads their work, and "state"."""
    facts = locked(accreditation, now)
    refuse(Signer.OWNER, actor, facts)
    accreditation = facts.accreditation
    if accreditation.state not in (State.PROVISIONAL, State.CO_FACILITATED):
        raise DomainError(_("It is not the time for this step."), code="state")
    fits = (
        assessor.pk != accreditation.person_id
        and is_assessor(
            assessor, accreditation.programme, accreditation.language, facts.day
        )
        and assessor.pk not in trainers_of(facts)
        and not Rights(assessor).leads_work_of(facts)
    )
    if not fits:
        raise DomainError(
            _(
                "This person cannot observe the candidate: they are no assessor today, "
                "have trained the candidate, or lead their work."
            ),
            code="assessor",
        )
    accreditation.assessor = assessor
    return _named("assessor", facts, assessor, actor, now)


@transaction.atomic
def begin_training(
    accreditation: Accreditation, *, actor: User, now: datetime
) -> Transition:
    """T3, by the lead trainer who was named."""
    facts = locked(accreditation, now)
    _refuse_unless_lead(actor, facts)
    return take(Act.BEGIN, facts, actor=actor, now=now)


@transaction.atomic
def pass_training(
    accreditation: Accreditation, *, comment: str = "", actor: User, now: datetime
) -> Transition:
    """T4, by the lead trainer: provisional from today on, with its certificate."""
    facts = locked(accreditation, now)
    _refuse_unless_lead(actor, facts)
    refuse_unless_possible(Act.PASS, facts)
    keys = [
        one.uuid
        for kind in (
            EvidenceKind.ATTENDANCE,
            EvidenceKind.QUIZ,
            EvidenceKind.LAW_QUIZ,
            EvidenceKind.MICRO_TEACHING,
        )
        for one in facts.signed(kind)
    ]
    begin_provisional(facts.accreditation, actor=actor, day=facts.day, now=now)
    return _told(Act.PASS, facts, keys, comment, actor, now, is_new=True)


@transaction.atomic
def accredit(
    accreditation: Accreditation, *, comment: str = "", actor: User, now: datetime
) -> Transition:
    """T7, by a programme owner who was not the assessor: accredited from today on, with
    number and certificate."""
    facts = locked(accreditation, now)
    if (problem := refusal_to_accredit(actor, facts)) is not None:
        raise problem
    refuse_unless_possible(Act.ACCREDIT, facts)
    _refuse_over(facts)
    since = facts.accreditation.counts_from
    keys = [
        *(one.uuid for one in facts.signed(EvidenceKind.CO_SESSION, since=since)),
        *(one.uuid for one in passed_observations(facts)),
        *(one.uuid for one in facts.signed(EvidenceKind.FEEDBACK, since=since)),
    ]
    begin_accredited(facts.accreditation, actor=actor, day=facts.day, now=now)
    return _told(Act.ACCREDIT, facts, keys, comment, actor, now, is_new=True)


@transaction.atomic
def sign_renewal(
    accreditation: Accreditation,
    *,
    verdict: Verdict,
    comment: str = "",
    actor: User,
    now: datetime,
) -> SignOff:
    """The coordinator's word on a renewal that is due."""
    facts = locked(accreditation, now)
    refuse(Signer.COORDINATOR, actor, facts)
    if facts.accreditation.state != State.RENEWAL_DUE:
        raise DomainError(_("It is not the time for this step."), code="state")
    return sign_apart(
        facts,
        SignOffKind.RENEWAL,
        renewal_key(facts.accreditation),
        verdict=verdict,
        comment=comment,
        actor=actor,
        now=now,
    )


@transaction.atomic
def renew(
    accreditation: Accreditation, *, comment: str = "", actor: User, now: datetime
) -> Transition:
    """T7', by a programme owner who did not sign as the coordinator."""
    facts = locked(accreditation, now)
    signed = facts.signed_apart(SignOffKind.RENEWAL, renewal_key(facts.accreditation))
    if (problem := refusal_to_renew(actor, facts, signed and signed.by_id)) is not None:
        raise problem
    refuse_unless_possible(Act.RENEW, facts)
    _refuse_over(facts)
    since = facts.accreditation.counts_from
    keys = [
        one.uuid
        for kind in (
            EvidenceKind.LED_SESSION,
            EvidenceKind.TRAINER_DAY,
            EvidenceKind.UPDATE_QUIZ,
        )
        for one in facts.signed(kind, since=since)
    ]
    renew_period(facts.accreditation, actor=actor, day=facts.day, now=now)
    return _told(Act.RENEW, facts, keys, comment, actor, now, is_new=True)


@transaction.atomic
def let_re_enter(
    accreditation: Accreditation, *, comment: str = "", actor: User, now: datetime
) -> Transition:
    """T9: who lapsed comes back beside an accredited lead, and is observed anew."""
    facts = locked(accreditation, now)
    refuse(Signer.OWNER, actor, facts)
    refuse_unless_possible(Act.RE_ENTER, facts)
    facts.accreditation.assessor = None
    begin_provisional(facts.accreditation, actor=actor, day=facts.day, now=now)
    return _told(Act.RE_ENTER, facts, [], comment, actor, now, is_new=True)


@transaction.atomic
def withdraw(
    accreditation: Accreditation,
    *,
    reason: WithdrawalReason,
    comment: str = "",
    actor: User,
    now: datetime,
) -> Transition:
    """T11, for good: on the trainer's own request, or by decision. Of somebody who holds
    an accreditation the decision follows a confirmed suspension, in which they were
    heard.

    Raises DomainError "request" without a request of theirs, "heard" without such a
    suspension, and "state".
    """
    facts = locked(accreditation, now)
    refuse(Signer.OWNER, actor, facts)
    refuse_unless_possible(Act.WITHDRAW, facts)
    is_own = reason == WithdrawalReason.OWN_REQUEST
    requests = facts.written(EvidenceKind.REQUEST_TO_STOP)
    if is_own and not requests:
        raise DomainError(
            _("The trainer has not asked to stop. They do that on their own page."),
            code="request",
        )
    running = facts.suspension
    is_confirmed = running is not None and running.confirmed_at is not None
    holds = (*HOLDING_STATES, State.SUSPENDED)
    if not is_own and facts.accreditation.state in holds and not is_confirmed:
        raise DomainError(
            _("Suspend first: nobody loses an accreditation without being heard."),
            code="heard",
        )
    cut_periods(
        facts.accreditation,
        reason=ReasonCode.HOLDER_ASKED if is_own else ReasonCode.NOT_IN_ORDER,
        actor=actor,
        day=facts.day,
        now=now,
    )
    if running is not None:
        running.ended_at, running.ended_by = now, actor
        running.outcome = SuspensionOutcome.WITHDRAWN
        running.save(update_fields=["ended_at", "ended_by", "outcome"])
    keys = [one.uuid for one in requests] if is_own else []
    return _told(Act.WITHDRAW, facts, keys, comment or str(reason), actor, now)


def _told(
    act: Act, facts: Facts, keys, comment: str, actor: User, now, *, is_new=False
) -> Transition:
    """Take the step and tell the trainer; `is_new`: what follows counts from today."""
    taken = take(
        act,
        facts,
        actor=actor,
        evidence=keys,
        comment=comment.strip()[:COMMENT_MOST],
        counts_from=facts.day if is_new else None,
        now=now,
    )
    tell(taken, now=now)
    return taken


def _named(field: str, facts: Facts, person: User, actor: User, now: datetime):
    facts.accreditation.save(update_fields=[field])
    audit.record(
        f"trainers.{field}_named",
        actor=actor,
        subject=facts.accreditation,
        organisation=facts.accreditation.programme.owner_id,
        data={field: str(person.uuid)},
        now=now,
    )
    return facts.accreditation


def _refuse_unless_lead(actor: User, facts: Facts) -> None:
    refuse(Signer.LEAD, actor, facts)
    if facts.accreditation.lead_id not in (None, actor.pk):
        raise DomainError(
            _("Only the lead trainer of the training signs this."), code="not_allowed"
        )


def _refuse_over(facts: Facts) -> None:
    """Before the sweep has come by, what is over is over all the same."""
    if facts.ends_on is None or facts.ends_on < facts.day:
        raise DomainError(
            _("It has lapsed. The programme owner can let them come back."),
            code="over",
        )
