"""Writing down what a step rests on, and signing it (TRAINERS T2 to T7')."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.models import User
from trainers.domain.acting import go_on, locked
from trainers.domain.facts import Facts
from trainers.domain.periods import may_lead
from trainers.domain.separation import Rights, refusal
from trainers.domain.written import Written, checked_note
from trainers.enums import (
    SCORE_KINDS,
    SESSION_KINDS,
    EvidenceKind,
    Signer,
    SignOffKind,
    State,
    Verdict,
)
from trainers.models import Accreditation, SignOff, StepEvidence

# In which parts each kind can be signed; none: it counts as the candidate's own word.
PARTS: dict[EvidenceKind, tuple[Signer, ...]] = {
    EvidenceKind.KICK_OFF: (Signer.OWNER,),
    EvidenceKind.PLAN: (Signer.OWNER,),
    EvidenceKind.VETTING: (Signer.OWNER,),
    EvidenceKind.ATTENDANCE: (Signer.LEAD,),
    EvidenceKind.QUIZ: (Signer.LEAD,),
    EvidenceKind.LAW_QUIZ: (Signer.LEAD,),
    EvidenceKind.MICRO_TEACHING: (Signer.LEAD, Signer.ASSESSOR),
    EvidenceKind.CO_SESSION: (Signer.LEAD,),
    EvidenceKind.SELF_ASSESSMENT: (),
    EvidenceKind.OBSERVED_SESSION: (Signer.ASSESSOR,),
    EvidenceKind.FEEDBACK: (Signer.LEAD, Signer.OWNER),
    EvidenceKind.LED_SESSION: (Signer.LEAD, Signer.ASSESSOR),
    EvidenceKind.TRAINER_DAY: (Signer.OWNER, Signer.LEAD),
    EvidenceKind.UPDATE_QUIZ: (Signer.OWNER, Signer.LEAD),
    EvidenceKind.REQUEST_TO_STOP: (),
}
# What a candidate writes down themselves, in which states; for the plan there is
# trainers.domain.implementation.planning.
OWN_KINDS: dict[EvidenceKind, tuple[State, ...]] = {
    EvidenceKind.CO_SESSION: (State.PROVISIONAL, State.CO_FACILITATED),
    EvidenceKind.SELF_ASSESSMENT: (State.PROVISIONAL, State.CO_FACILITATED),
    EvidenceKind.LED_SESSION: (State.ACCREDITED, State.RENEWAL_DUE),
    EvidenceKind.TRAINER_DAY: (State.ACCREDITED, State.RENEWAL_DUE),
    EvidenceKind.REQUEST_TO_STOP: tuple(one for one in State if one != State.WITHDRAWN),
}
# What others write down and sign at once, in which states.
OTHERS_KINDS: dict[EvidenceKind, tuple[State, ...]] = {
    EvidenceKind.KICK_OFF: (State.APPLIED,),
    EvidenceKind.VETTING: (State.APPLIED,),
    EvidenceKind.ATTENDANCE: (State.IN_TRAINING,),
    EvidenceKind.QUIZ: (State.IN_TRAINING,),
    EvidenceKind.LAW_QUIZ: (State.IN_TRAINING,),
    EvidenceKind.CO_SESSION: (State.PROVISIONAL, State.CO_FACILITATED),
    EvidenceKind.FEEDBACK: (
        State.PROVISIONAL,
        State.CO_FACILITATED,
        State.OBSERVED,
    ),
    EvidenceKind.LED_SESSION: (State.ACCREDITED, State.RENEWAL_DUE),
    EvidenceKind.TRAINER_DAY: (State.ACCREDITED, State.RENEWAL_DUE),
    EvidenceKind.UPDATE_QUIZ: (State.ACCREDITED, State.RENEWAL_DUE),
}


@transaction.atomic
def write_own(
    accreditation: Accreditation, written: Written, *, actor: User, now: datetime
) -> StepEvidence:
    """What a candidate writes down; somebody else signs it, where it needs that.

    Raises DomainError "not_allowed" for somebody else's and for a kind that is not
    theirs to write, "state" where it is not the time, "asked_of" for a session without a
    lead to sign it, and what `checked_note` says.
    """
    facts = locked(accreditation, now)
    if facts.accreditation.person_id != actor.pk:
        raise DomainError(_("Only the candidate writes this down."), code="not_allowed")
    if known := known_as_written(written, actor):
        return known
    _refuse_unless_time(OWN_KINDS, written.kind, facts)
    if written.kind in (EvidenceKind.CO_SESSION, EvidenceKind.LED_SESSION):
        _refuse_unless_asked(written, facts)
    evidence = keep(facts, written, actor=actor, now=now)
    go_on(facts, now=now)
    return evidence


@transaction.atomic
def write_and_sign(
    accreditation: Accreditation, written: Written, *, actor: User, now: datetime
) -> StepEvidence:
    """What a lead trainer, an assessor or a programme owner writes down of a candidate,
    signed by that. Raises DomainError as `sign` and `write_own`."""
    facts = locked(accreditation, now)
    if known := known_as_written(written, actor):
        return known
    part = part_to_sign(written.kind, written.on_day, actor, facts)
    _refuse_unless_time(OTHERS_KINDS, written.kind, facts)
    evidence = keep(facts, written, actor=actor, now=now)
    add_signature(facts, evidence, part, verdict=Verdict.YES, actor=actor, now=now)
    go_on(facts, now=now)
    return evidence


@transaction.atomic
def sign(
    evidence: StepEvidence,
    *,
    verdict: Verdict,
    comment: str = "",
    actor: User,
    now: datetime,
) -> SignOff:
    """Sign what a candidate wrote down, or say why not. Signed before by the same person
    in the same way, it is the same signature.

    Raises DomainError where they may not (trainers.domain.separation), "signed" where
    somebody was faster, "why" for a no without a reason.
    """
    facts = locked(evidence.accreditation, now)
    evidence = next(one for one in facts.evidence if one.pk == evidence.pk)
    if known := facts.answer_to(evidence):
        if known.by_id == actor.pk and known.verdict == verdict:
            return known
        raise DomainError(_("This is signed already."), code="signed")
    part = part_to_sign(evidence.kind, evidence.on_day, actor, facts)
    if evidence.asked_of_id not in (None, actor.pk):
        raise DomainError(
            _("%(name)s was asked to sign this.") % {"name": evidence.asked_of},
            code="not_asked",
        )
    if verdict == Verdict.NO and not comment.strip():
        raise DomainError(_("Say why not, for the candidate."), code="why")
    signed = add_signature(
        facts, evidence, part, verdict=verdict, comment=comment, actor=actor, now=now
    )
    go_on(facts, now=now)
    return signed


def part_to_sign(kind: EvidenceKind, on_day: date, actor: User, facts: Facts) -> Signer:
    """The part in which somebody signs a kind of evidence of a day. Raises the
    DomainError of the last part that they may not sign in."""
    problem = DomainError(_("Nobody signs this by hand."), code="not_allowed")
    for part in PARTS[EvidenceKind(kind)]:
        problem = refusal_of_part(kind, part, on_day, actor, facts)
        if problem is None:
            return part
    raise problem


def add_signature(
    facts: Facts,
    evidence: StepEvidence,
    part: Signer,
    *,
    verdict: Verdict,
    comment: str = "",
    actor: User,
    now: datetime,
) -> SignOff:
    """Append the signature; the caller has asked whether they may."""
    signed = SignOff.objects.create(
        accreditation=facts.accreditation,
        kind=SignOffKind.EVIDENCE,
        evidence=evidence,
        part=part,
        verdict=verdict,
        at=now,
        by=actor,
        comment=comment.strip(),
    )
    facts.sign_offs.append(signed)
    facts.__dict__.pop("_answers", None)
    audit.record(
        "trainers.evidence_signed"
        if verdict == Verdict.YES
        else "trainers.evidence_not",
        actor=actor,
        subject=facts.accreditation,
        organisation=facts.accreditation.programme.owner_id,
        data={"evidence": str(evidence.uuid), "kind": evidence.kind, "part": part},
        now=now,
    )
    return signed


def refusal_of_part(
    kind, part, on_day: date, actor: User, facts: Facts, rights: Rights | None = None
) -> DomainError | None:
    """Why somebody may not sign a kind of evidence in one part; None: they may."""
    lead = facts.accreditation.lead_id
    is_of_the_training = kind in (
        EvidenceKind.ATTENDANCE,
        EvidenceKind.QUIZ,
        EvidenceKind.LAW_QUIZ,
    )
    if is_of_the_training and actor.pk not in (lead, facts.accreditation.person_id):
        return DomainError(
            _("Only the lead trainer of the training signs this."), code="not_allowed"
        )
    on = on_day if kind in SESSION_KINDS else None
    return refusal(part, actor, facts, on=on, rights=rights)


def _refuse_unless_time(table: dict, kind: EvidenceKind, facts: Facts) -> None:
    if kind not in table:
        raise DomainError(_("This is not yours to write down."), code="not_allowed")
    if facts.accreditation.state not in table[kind]:
        raise DomainError(_("It is not the time for this step."), code="state")


def _refuse_unless_asked(written: Written, facts: Facts) -> None:
    lead, accreditation = written.asked_of, facts.accreditation
    if (
        lead is None
        or lead.pk == accreditation.person_id
        or not may_lead(
            lead, accreditation.programme, accreditation.language, written.on_day
        )
    ):
        raise DomainError(
            _("Name a trainer who is accredited for it on that day. They sign it."),
            code="asked_of",
        )


def known_as_written(written: Written, actor: User) -> StepEvidence | None:
    """What was written down under this key before, by the same person."""
    if written.key is None:
        return None
    return StepEvidence.objects.filter(uuid=written.key, made_by=actor).first()


def keep(facts: Facts, written: Written, *, actor: User, now: datetime) -> StepEvidence:
    """Write it down; the caller has asked who may. Raises DomainError as `checked_note`, and
    "key" where somebody else has used the same."""
    note = checked_note(facts, written)
    fields = {}
    if written.kind in SESSION_KINDS:
        session = written.session
        fields = {
            "role": session.role.strip(),
            "hours": session.hours,
            "place": session.place.strip(),
            "language": session.language,
            "sector": session.sector,
            "head_count": session.head_count,
            "is_whole_group": session.is_whole_group,
        }
    if written.kind in SCORE_KINDS:
        fields = {"score": written.score, "answers": written.answers}
    if written.kind == EvidenceKind.ATTENDANCE:
        fields = {"held": written.held, "missed": written.missed or 0}
    if written.key:
        fields["uuid"] = written.key
    try:
        # A savepoint: after an error PostgreSQL would refuse the rest.
        with transaction.atomic():
            evidence = StepEvidence.objects.create(
                accreditation=facts.accreditation,
                kind=written.kind,
                on_day=written.on_day,
                made_at=now,
                made_by=actor,
                asked_of=written.asked_of,
                note=note,
                **fields,
            )
    except IntegrityError:
        raise DomainError(
            _("This was written down before, by somebody else."), code="key"
        ) from None
    facts.evidence.append(evidence)
    audit.record(
        "trainers.evidence_written",
        actor=actor,
        subject=facts.accreditation,
        organisation=facts.accreditation.programme.owner_id,
        data={"evidence": str(evidence.uuid), "kind": evidence.kind},
        now=now,
    )
    return evidence
