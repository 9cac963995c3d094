"""Deciding on a training that is to be recognised. Two different programme owners of the
issuer say yes before anything is awarded, and neither is the person it is about. Every
step is written down and stays."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.domain.award import award_certificate
from certificates.domain.recognition.rules import checked
from certificates.enums import RecognitionState, RecognitionVerdict
from certificates.models import Recognition, RecognitionDecision
from certificates.models.recognitions import OPEN
from certificates.rules import is_owner_at
from courses.domain.enrolment import titles_of
from courses.domain.recognising import Training, recognise
from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from organisations.models import User

REFUSAL_MOST = 500


@transaction.atomic
def say_yes(recognition: Recognition, *, actor: User, now: datetime) -> Recognition:
    """The first yes, or the second one, by which it is recognised and awarded.

    Raises DomainError once it is decided or withdrawn ("closed"), for the person it is
    about ("self"), for who decided before ("same"), and where a certificate came
    meanwhile that makes it needless ("has").
    """
    recognition = locked(recognition)
    refuse_strangers(recognition, actor)
    if recognition.state == RecognitionState.SUBMITTED:
        return first_yes(recognition, actor=actor, now=now)
    rule = checked(
        recognition.user,
        recognition.course,
        recognition.sector,
        recognition.trained_on,
        now=now,
    )
    _decide(recognition, RecognitionVerdict.YES, actor=actor, now=now)
    training = Training(
        recognition.user,
        recognition.sector_id,
        recognition.trained_on,
        recognition.given_by,
    )
    (completion,) = recognise(recognition.course, [training], now=now)
    recognition.completion = completion
    close(recognition, RecognitionState.AWARDED, now=now)
    certificate = award_certificate(completion, now=now)
    record(
        "recognised",
        recognition,
        actor=actor,
        now=now,
        data={"number": certificate and certificate.number, "rule": rule.pk},
    )
    # The certificate has a mail of its own.
    if certificate is None:
        _tell(recognition, now=now)
    return recognition


@transaction.atomic
def refuse(
    recognition: Recognition, *, reason: str, actor: User, now: datetime
) -> Recognition:
    """Do not recognise it. The person reads the reason, and may ask again. Raises
    DomainError as `say_yes`, and without a reason ("empty")."""
    recognition = locked(recognition)
    refuse_strangers(recognition, actor)
    words = own_words(reason, most=REFUSAL_MOST, confirmation="")
    if not words:
        raise DomainError(_("Say why: the person reads it."), code="empty")
    _decide(recognition, RecognitionVerdict.NO, actor=actor, now=now, reason=words)
    close(recognition, RecognitionState.REFUSED, now=now)
    record("recognition_refused", recognition, actor=actor, now=now)
    _tell(recognition, now=now, reason=words)
    return recognition


def first_yes(recognition: Recognition, *, actor: User, now: datetime) -> Recognition:
    """Write down the first of two: nothing is awarded yet."""
    _decide(recognition, RecognitionVerdict.YES, actor=actor, now=now)
    recognition.state = RecognitionState.CONFIRMED_ONCE
    recognition.save(update_fields=["state"])
    record("recognition_confirmed_once", recognition, actor=actor, now=now)
    return recognition


def wait_for_two(
    recognition: Recognition, *, actor: User | None, now: datetime
) -> Recognition:
    """Let a claim begin again whose first yes turned out to be the person's own. What was
    said stays written down, and counts for nothing."""
    recognition = locked(recognition)
    recognition.state = RecognitionState.SUBMITTED
    recognition.save(update_fields=["state"])
    record("recognition_waits_for_two", recognition, actor=actor, now=now)
    return recognition


def refuse_closed(recognition: Recognition) -> None:
    """Raises DomainError "closed" for what nobody waits for any more."""
    if recognition.state not in OPEN:
        raise DomainError(
            _("It is decided already, or withdrawn. Nothing was changed."),
            code="closed",
        )


def refuse_strangers(recognition: Recognition, actor: User) -> None:
    """Who may not say anything of a claim: others than programme owners of the issuer,
    the person it is about, and who did before."""
    refuse_closed(recognition)
    if not is_owner_at(actor, recognition.issuer_id):
        raise DomainError(_("This is for another body to decide."), code="stranger")
    if actor.pk == recognition.user_id:
        raise DomainError(_("It is about you: two others decide on it."), code="self")
    if recognition.decisions.filter(by=actor).exists():
        raise DomainError(
            _("You decided on it already. Another programme owner has to."), code="same"
        )


def locked(recognition: Recognition) -> Recognition:
    """The claim with a lock on its row, as it is now."""
    return (
        Recognition.objects.select_for_update(of=("self",))
        .select_related("user", "course", "sector", "issuer")
        .get(pk=recognition.pk)
    )


def close(recognition: Recognition, state: RecognitionState, *, now: datetime) -> None:
    """Bring a claim to its end."""
    recognition.state, recognition.closed_at = state, now
    recognition.save()


def record(verb: str, recognition: Recognition, *, actor, now, data=None) -> None:
    """Write a step into the audit log."""
    audit.record(
        f"certificates.{verb}",
        actor=actor,
        subject=recognition,
        organisation=recognition.issuer_id,
        now=now,
        data={"course": recognition.course_id, "sector": recognition.sector_id}
        | (data or {}),
    )


def _decide(recognition, verdict, *, actor, now, reason="") -> None:
    RecognitionDecision.objects.create(
        recognition=recognition, verdict=verdict, reason=reason, at=now, by=actor
    )


def _tell(recognition: Recognition, *, now: datetime, reason: str = "") -> None:
    user = recognition.user
    # Who signs in by badge has no address, and finds it on their page.
    if not user.email:
        return
    titles = titles_of(
        [recognition.course], language=user.language, sector=recognition.sector_id
    )
    send_after_commit(
        Mail(
            template="certificates/mail/recognition",
            to=[user.email],
            language=user.language,
            context={
                "name": user.printed_name,
                "course": titles[recognition.course_id],
                "trained_on": recognition.trained_on,
                "reason": reason,
                "is_recognised": recognition.state == RecognitionState.AWARDED,
                "link": settings.RELAY_BASE_URL + reverse("certificates:recognitions"),
            },
            idempotency_key=f"certificates.recognition:{recognition.pk}",
        ),
        now=now,
    )
