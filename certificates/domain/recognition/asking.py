"""Asking to have a training recognised: by the person themselves, with a proof, or by a
programme owner of the issuer for them, with a reason."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates.domain.bulk.people import findable
from certificates.domain.proofs import proof_file
from certificates.domain.recognition.deciding import (
    close,
    first_yes,
    locked,
    record,
    refuse_closed,
    refuse_strangers,
)
from certificates.domain.recognition.rules import checked
from certificates.enums import RecognitionState
from certificates.models import Recognition
from certificates.models.recognitions import OPEN
from courses.domain.words import own_words
from courses.models import Course
from lms.errors import DomainError
from organisations.models import Sector, User

GIVEN_BY_MOST, REASON_MOST = 160, 300


@transaction.atomic
def claim(
    user: User,
    course: Course,
    *,
    trained_on: date,
    given_by: str,
    proof: bytes,
    now: datetime,
) -> Recognition:
    """Ask to have a training recognised, for the sector one works in.

    Raises DomainError where it cannot be: no sector or no certificate for it, a day in
    the future, a certificate that stands or is newer, a claim that waits ("open"), no
    word on who gave it ("empty"), and for a file that is not taken.
    """
    return _begun(
        user,
        course,
        user.sector,
        trained_on=trained_on,
        given_by=given_by,
        actor=user,
        proof=proof_file(proof),
        now=now,
    )


@transaction.atomic
def vouch(
    person: User,
    course: Course,
    sector: Sector,
    *,
    trained_on: date,
    given_by: str,
    reason: str,
    actor: User,
    now: datetime,
) -> Recognition:
    """A programme owner begins it for somebody: the first yes, with the reason. Another
    one has to confirm. Raises DomainError as `claim`, for oneself ("self"), for somebody
    who cannot be found by the issuer ("unknown") and without a reason ("empty")."""
    reason = own_words(reason, most=REASON_MOST, confirmation="")
    if not reason:
        raise DomainError(_("Say why it is recognised."), code="empty")
    if person.pk == actor.pk:
        raise DomainError(_("Somebody else has to begin it for you."), code="self")
    recognition = _begun(
        person,
        course,
        sector,
        trained_on=trained_on,
        given_by=given_by,
        actor=actor,
        reason=reason,
        now=now,
    )
    refuse_strangers(recognition, actor)
    if not findable(recognition.issuer, course).filter(pk=person.pk).exists():
        raise DomainError(_("We do not know this person."), code="unknown")
    return first_yes(recognition, actor=actor, now=now)


@transaction.atomic
def withdraw(
    recognition: Recognition, *, actor: User | None = None, now: datetime
) -> Recognition:
    """The person does not ask any more, or `actor` ends it for them; its proof goes at
    once. Raises DomainError "closed" once it is decided."""
    recognition = locked(recognition)
    refuse_closed(recognition)
    if recognition.proof:
        file = recognition.proof
        transaction.on_commit(lambda: file.storage.delete(file.name))
        recognition.proof, recognition.proof_gone_at = "", now
    close(recognition, RecognitionState.WITHDRAWN, now=now)
    by = actor or recognition.user
    record("recognition_withdrawn", recognition, actor=by, now=now)
    return recognition


def _begun(
    user: User,
    course: Course,
    sector: Sector | None,
    *,
    trained_on: date,
    given_by: str,
    actor: User,
    now: datetime,
    reason: str = "",
    proof=None,
) -> Recognition:
    given_by = own_words(given_by, most=GIVEN_BY_MOST, confirmation="")
    if not given_by:
        raise DomainError(_("Say who gave the training."), code="empty")
    rule = checked(user, course, sector, trained_on, now=now)
    open_ones = Recognition.objects.filter(
        user=user, course=course, sector=sector, state__in=OPEN
    )
    waits = DomainError(
        _("A claim for this course waits already. One is enough."), code="open"
    )
    if open_ones.exists():
        raise waits
    recognition = Recognition(
        user=user,
        course=course,
        sector=sector,
        issuer=rule.issuer,
        trained_on=trained_on,
        given_by=given_by,
        asked_at=now,
        asked_by=actor,
        reason=reason,
    )
    if proof is not None:
        recognition.proof.save(proof.name, proof, save=False)
    try:
        # A savepoint: after an error PostgreSQL would refuse the rest.
        with transaction.atomic():
            recognition.save()
    except IntegrityError:
        if recognition.proof:
            recognition.proof.delete(save=False)
        raise waits from None
    record("recognition_asked", recognition, actor=actor, now=now)
    return recognition
