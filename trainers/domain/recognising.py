"""Recognising what trainers were accredited for on paper (TRAINERS 4.2): asked with a
proof, decided by two people, with a last day; never silently T7."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.domain.proofs import forget_files, proof_file
from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError
from lms.months import months_after
from organisations.models import Organisation, User
from trainers.domain.acting import take
from trainers.domain.applying import new_accreditation, refuse_unknown
from trainers.domain.facts import facts_of
from trainers.domain.mailing import tell
from trainers.domain.periods import begin_accredited
from trainers.domain.separation import is_owner
from trainers.enums import Act, RecognitionState
from trainers.models import PriorRecognition, TrainerProgramme
from trainers.models.recognitions import OPEN

GIVEN_BY_MOST, REASON_MOST = 160, 300


@dataclass(frozen=True)
class Claim:
    """What somebody says of their paper: since when, until when (None: it does not say),
    by which body, and how many sessions they led by it."""

    accredited_since: date
    valid_until: date | None
    given_by: str
    sessions_led: int


@transaction.atomic
def ask(
    person: User,
    programme: TrainerProgramme,
    claim: Claim,
    *,
    language: str,
    employer: Organisation,
    proof: bytes,
    now: datetime,
) -> PriorRecognition:
    """Ask to have it recognised. Raises DomainError: "language", what
    applying.refuse_unknown says, "future" and "over" for days that do not fit, "empty"
    without a body, "open" where one waits, and for a file that is not taken."""
    today = timezone.localdate(now)
    if language not in programme.languages:
        raise DomainError(
            _("This programme is not given in this language."), code="language"
        )
    refuse_unknown(person, employer, now)
    _check_days(claim, today)
    given_by = own_words(claim.given_by, most=GIVEN_BY_MOST, confirmation="")
    if not given_by:
        raise DomainError(_("Say which body accredited you."), code="empty")
    asked = PriorRecognition(
        person=person,
        programme=programme,
        language=language,
        sector=person.sector,
        employer=employer,
        accredited_since=claim.accredited_since,
        valid_until=claim.valid_until,
        given_by=given_by,
        sessions_led=claim.sessions_led,
        asked_at=now,
    )
    file = proof_file(proof)
    asked.proof.save(file.name, file, save=False)
    try:
        # A savepoint: after an error PostgreSQL would refuse the rest.
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        asked.proof.delete(save=False)
        raise DomainError(
            _("A claim for this programme and language waits already."), code="open"
        ) from None
    _record("recognition_asked", asked, actor=person, now=now)
    return asked


@transaction.atomic
def confirm(
    recognition: PriorRecognition, *, actor: User, now: datetime
) -> PriorRecognition:
    """The first yes, and by a second person the accreditation itself, from today until
    the paper's last day, or as long as the programme says where that is sooner.

    Raises DomainError "self", "not_allowed", "four_eyes", "closed", "over", and "running"
    where the person is on the way here already.
    """
    recognition = _locked(recognition)
    _refuse(recognition, actor)
    today = timezone.localdate(now)
    if recognition.valid_until is not None and recognition.valid_until < today:
        raise DomainError(_("This accreditation is over."), code="over")
    if recognition.state == RecognitionState.ASKED:
        recognition.state = RecognitionState.CONFIRMED_ONCE
        recognition.first_at, recognition.first_by = now, actor
        recognition.save()
        _record("recognition_confirmed", recognition, actor=actor, now=now)
        return recognition
    if recognition.first_by_id == actor.pk:
        raise DomainError(
            _("You confirmed it first. A second person decides."), code="four_eyes"
        )
    _accredit(recognition, today, actor=actor, now=now)
    return recognition


@transaction.atomic
def refuse_recognition(
    recognition: PriorRecognition, *, reason: str, actor: User, now: datetime
) -> PriorRecognition:
    """One no is enough; the person reads why. Raises DomainError as `confirm`, and
    "empty" without a reason."""
    recognition = _locked(recognition)
    _refuse(recognition, actor)
    reason = own_words(reason, most=REASON_MOST, confirmation="")
    if not reason:
        raise DomainError(_("Say why not, for the person who asked."), code="empty")
    recognition.state, recognition.reason = RecognitionState.REFUSED, reason
    recognition.closed_at = now
    recognition.save()
    _record("recognition_refused", recognition, actor=actor, now=now)
    return recognition


@transaction.atomic
def take_back(
    recognition: PriorRecognition, *, actor: User, now: datetime
) -> PriorRecognition:
    """The person does not ask any more; their proof goes at once. Raises DomainError
    "not_allowed" and "closed"."""
    recognition = _locked(recognition)
    if actor.pk != recognition.person_id:
        raise DomainError(_("Only whoever asked takes it back."), code="not_allowed")
    _refuse_closed(recognition)
    if recognition.proof:
        file = recognition.proof
        transaction.on_commit(lambda: file.storage.delete(file.name))
        recognition.proof, recognition.proof_gone_at = "", now
    recognition.state, recognition.closed_at = RecognitionState.WITHDRAWN, now
    recognition.save()
    _record("recognition_withdrawn", recognition, actor=actor, now=now)
    return recognition


def forget_proofs(now: datetime) -> int:
    """Delete the proofs of what was decided long ago (ETHICS P7); the decision stays.
    Returns how many. One that fails is logged and does not stop the others."""
    before = months_after(now, -settings.RELAY_PROOF_MONTHS)
    old = PriorRecognition.objects.filter(closed_at__lt=before)
    return forget_files(
        old.select_related("programme"),
        file="proof",
        gone_at="proof_gone_at",
        record=lambda one: _record(
            "recognition_proof_deleted", one, actor=None, now=now
        ),
        now=now,
    )


def _accredit(
    recognition: PriorRecognition, today: date, *, actor: User, now: datetime
) -> None:
    accreditation = new_accreditation(
        recognition.person,
        recognition.programme,
        language=recognition.language,
        employer=recognition.employer,
        now=now,
    )
    until = months_after(today, recognition.programme.valid_months)
    if recognition.valid_until is not None:
        until = min(until, recognition.valid_until)
    accreditation.counts_from = today
    begin_accredited(accreditation, actor=actor, day=today, until=until, now=now)
    taken = take(
        Act.RECOGNISE,
        facts_of(accreditation, today),
        actor=recognition.first_by,
        second=actor,
        evidence=[recognition.uuid],
        now=now,
    )
    recognition.state = RecognitionState.RECOGNISED
    recognition.second_by, recognition.closed_at = actor, now
    recognition.accreditation = accreditation
    recognition.save()
    tell(taken, now=now)


def _check_days(claim: Claim, today: date) -> None:
    if claim.accredited_since > today:
        raise DomainError(_("This day is in the future."), code="future")
    if claim.valid_until is not None and (
        claim.valid_until < today or claim.valid_until < claim.accredited_since
    ):
        raise DomainError(
            _("This accreditation is over. Apply as a candidate instead."), code="over"
        )


def _locked(recognition: PriorRecognition) -> PriorRecognition:
    rows = PriorRecognition.objects.select_for_update(of=("self",))
    return rows.select_related("programme__owner", "person", "employer").get(
        pk=recognition.pk
    )


def _refuse(recognition: PriorRecognition, actor: User) -> None:
    if actor.pk == recognition.person_id:
        raise DomainError(
            _("Nobody signs their own step. Somebody else has to."), code="self"
        )
    if not is_owner(actor, recognition.programme):
        raise DomainError(_("Only a programme owner signs this."), code="not_allowed")
    _refuse_closed(recognition)


def _refuse_closed(recognition: PriorRecognition) -> None:
    if recognition.state not in OPEN:
        raise DomainError(_("This is decided already."), code="closed")


def _record(what: str, recognition: PriorRecognition, *, actor, now: datetime) -> None:
    audit.record(
        f"trainers.{what}",
        actor=actor,
        subject=recognition,
        organisation=recognition.programme.owner_id,
        now=now,
    )
