"""Somebody else than who suspended or revoked decides on an appeal."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.domain.appeals.making import lock_certificate_of
from certificates.domain.life import reinstate, restore
from certificates.domain.links import page_url
from certificates.domain.reissuing import issue_in_place
from certificates.domain.state import IN_FORCE, state_on
from certificates.enums import AppealState, EventKind, ReasonCode
from certificates.models import Appeal, Certificate, day_of
from courses.domain.words import own_words, refuse_terms
from lms import audit
from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from lms.texts import said

MOST = 1000
# What can be decided.
DECISIONS = (AppealState.GRANTED, AppealState.DISMISSED)


@transaction.atomic
def decide(
    made: Appeal, *, decision: str, words: str, actor, now: datetime
) -> Certificate:
    """Decide on an appeal, once, and tell the holder why. Returns the certificate that
    counts where it was granted, else the one it is about.

    Granted against a suspension restores the certificate. Granted against a revocation
    issues it anew under another number: a revoked one never counts again, so that what
    was said about it holds, and everybody who checks its number is led on.

    Raises DomainError without a decision ("decision") or words ("empty"), with words that
    a holder is not to read ("people", "words"), for whoever suspended or revoked it
    ("same") or holds it ("own"), and for one that waits no more ("closed").
    """
    answer = own_words(words, most=MOST, confirmation="")
    if decision not in DECISIONS:
        raise DomainError(_("Choose what becomes of the appeal."), code="decision")
    if not answer:
        raise DomainError(_("Say why. The holder reads it."), code="empty")
    refuse_terms(answer, actor=actor)
    certificate = lock_certificate_of(made)
    made.refresh_from_db()
    _refuse_unfit(made, certificate, actor)
    is_late = made.is_late(now)
    made.state, made.answer = AppealState(decision), answer
    made.closed_at, made.closed_by = now, actor
    made.save()
    audit.record(
        "certificates.appeal_decided",
        actor=actor,
        subject=certificate,
        organisation=certificate.issuer_id,
        data={
            "number": certificate.number,
            "appeal": made.pk,
            "decision": decision,
            "in_time": not is_late,
        },
        now=now,
    )
    counting = certificate
    if made.state == AppealState.GRANTED:
        counting = _in_force_again(made, certificate, actor=actor, now=now)
    _tell(made, counting, now=now)
    return counting


def is_somebody_else(made: Appeal, actor) -> bool:
    """Whether a person may decide on an appeal: neither who did what it is against, nor
    who made it (four eyes)."""
    return actor.pk not in (made.event.by_id, made.event.certificate.holder_id)


def _refuse_unfit(made: Appeal, certificate: Certificate, actor) -> None:
    if not made.waits:
        raise DomainError(
            _("It was decided, withdrawn or overtaken meanwhile. Nothing was changed."),
            code="closed",
        )
    if certificate.holder_id == actor.pk:
        raise DomainError(
            _("This is your own certificate. Somebody else has to decide."), code="own"
        )
    if not is_somebody_else(made, actor):
        raise DomainError(
            _("You took the decision it is against. Somebody else has to decide."),
            code="same",
        )


def _in_force_again(
    made: Appeal, certificate: Certificate, *, actor, now: datetime
) -> Certificate:
    by = {"reason_code": ReasonCode.APPEAL, "actor": actor, "now": now}
    if made.event.kind == EventKind.SUSPENDED:
        restore(certificate, **by)
        return certificate
    new = issue_in_place(
        certificate, printed_name=certificate.words["printed_name"], **by
    )
    reinstate(certificate, new, **by)
    return new


def _tell(made: Appeal, counting: Certificate, *, now: datetime) -> None:
    holder = counting.holder
    # Who signs in by badge has no address, and finds it on the page.
    if not holder.email:
        return
    words = counting.words
    send_after_commit(
        Mail(
            template="certificates/mail/appeal_decided",
            to=[holder.email],
            language=holder.language,
            context={
                "name": words["printed_name"],
                "certificate": said(words["names"], holder.language, counting.language),
                "issuer": words["issuer"]["name"],
                "is_granted": made.state == AppealState.GRANTED,
                "is_new": counting.pk != made.event.certificate_id,
                "counts": state_on(counting, day_of(now)) in IN_FORCE,
                "number": counting.number,
                "answer": made.answer,
                "link": page_url(counting),
            },
            idempotency_key=f"certificates.appeal_decided:{made.pk}",
        ),
        now=now,
    )
