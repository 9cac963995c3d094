"""A printed name put right: a new certificate in the place of the old one.

Nothing is changed on a certificate. The new one has another number and another name, and
all else of the old one: the completion, the dates, the other words. So nobody's standing
is interrupted, and the old number answers what took its place.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.domain.life import supersede
from certificates.domain.links import page_url
from certificates.domain.reissuing import issue_in_place
from certificates.domain.state import imposed_by
from certificates.enums import (
    FINAL_KINDS,
    REPLACING_KINDS,
    CertificateState,
    CorrectionState,
    ReasonCode,
)
from certificates.models import Certificate, CorrectionRequest
from lms import audit
from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from lms.texts import said
from organisations.domain.people import clean_printed_name


@transaction.atomic
def reissue(
    certificate: Certificate, printed_name: str, *, actor, now: datetime
) -> Certificate:
    """The certificate that takes the place of this one, with another printed name.

    Raises DomainError `ended` when it was revoked or replaced before, `suspended` as
    long as it is suspended, `same_name` when the name stands on it already, and what
    clean_printed_name raises. A request that waits is thereby answered; the holder is
    told by mail.
    """
    name = clean_printed_name(printed_name)
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    _refuse_unfit(old, name)
    code = ReasonCode.NAME_CORRECTION
    new = issue_in_place(old, printed_name=name, reason_code=code, actor=actor, now=now)
    supersede(old, new, reason_code=code, actor=actor, now=now)
    _close(old.correction_requests, CorrectionState.CONFIRMED, actor=actor, now=now)
    _tell(
        "certificates/mail/corrected",
        new,
        {"number": new.number, "old_number": old.number},
        key=f"certificates.corrected:{new.pk}",
        now=now,
    )
    return new


@transaction.atomic
def ask_for_correction(
    certificate: Certificate, printed_name: str, *, actor, now: datetime
) -> CorrectionRequest:
    """The holder says how the name should read; the issuer decides.

    Raises DomainError `asked` while an earlier request waits, and what `reissue` would.
    """
    name = clean_printed_name(printed_name)
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    _refuse_unfit(old, name)
    if waiting_request(old) is not None:
        raise DomainError(
            _("You have asked for a correction already. It waits for an answer."),
            code="asked",
        )
    made = CorrectionRequest.objects.create(
        certificate=old, asked_name=name, asked_at=now
    )
    audit.record(
        "certificates.correction_asked",
        actor=actor,
        subject=old,
        organisation=old.issuer_id,
        data={"number": old.number, "request": made.pk},
        now=now,
    )
    return made


def confirm_correction(
    request: CorrectionRequest, *, actor, now: datetime
) -> Certificate:
    """The certificate with the name that was asked for. Raises DomainError `decided`
    when somebody has decided before, and what `reissue` raises."""
    with transaction.atomic():
        _refuse_decided(request)
        return reissue(request.certificate, request.asked_name, actor=actor, now=now)


@transaction.atomic
def refuse_correction(
    request: CorrectionRequest, reason: str, *, actor, now: datetime
) -> None:
    """Leave the certificate as it is, and tell the holder why.

    Raises DomainError `no_reason` without a reason, and `decided` when somebody has
    decided before.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError(_("Say why. The holder reads it."), code="no_reason")
    _refuse_decided(request)
    certificate = request.certificate
    _close(
        certificate.correction_requests,
        CorrectionState.REFUSED,
        actor=actor,
        now=now,
        reason=reason,
    )
    audit.record(
        "certificates.correction_refused",
        actor=actor,
        subject=certificate,
        organisation=certificate.issuer_id,
        data={"number": certificate.number, "request": request.pk},
        now=now,
    )
    _tell(
        "certificates/mail/correction_refused",
        certificate,
        {"number": certificate.number, "reason": reason},
        key=f"certificates.correction_refused:{request.pk}",
        now=now,
    )


def waiting_request(certificate: Certificate) -> CorrectionRequest | None:
    """The request that waits for an answer, None without one."""
    return certificate.correction_requests.filter(state=CorrectionState.WAITING).first()


def successor_of(certificate: Certificate) -> Certificate | None:
    """What took the place of a certificate; None when nothing has."""
    event = (
        certificate.events.filter(kind__in=REPLACING_KINDS)
        .select_related("successor")
        .order_by("at", "pk")
        .first()
    )
    return event and event.successor


def can_be_corrected(state: CertificateState | None) -> bool:
    """Whether the name on a certificate that has a state today may be put right."""
    return state not in (*FINAL_KINDS, CertificateState.SUSPENDED)


def _refuse_unfit(certificate: Certificate, name: str) -> None:
    imposed = imposed_by(certificate.events.order_by("at", "pk"))
    if imposed in FINAL_KINDS:
        raise DomainError(
            _("This certificate was revoked or replaced before. Nothing was changed."),
            code="ended",
        )
    if not can_be_corrected(imposed):
        # The new one would count again, and nobody would have decided that.
        raise DomainError(
            _("This certificate is suspended. Its name can be put right afterwards."),
            code="suspended",
        )
    if name == certificate.words["printed_name"]:
        raise DomainError(
            _("This name stands on the certificate already."), code="same_name"
        )


def _refuse_decided(request: CorrectionRequest) -> None:
    # The certificate first, as everywhere: two at once do not wait for each other.
    Certificate.objects.select_for_update().get(pk=request.certificate_id)
    if not CorrectionRequest.objects.waiting().filter(pk=request.pk).exists():
        raise DomainError(
            _("Somebody has decided on this request before. Nothing was changed."),
            code="decided",
        )


def _close(
    requests, state: CorrectionState, *, actor, now: datetime, reason: str = ""
) -> None:
    requests.filter(state=CorrectionState.WAITING).update(
        state=state, decided_at=now, decided_by=actor, reason=reason
    )


def _tell(
    template: str, certificate: Certificate, context: dict, *, key: str, now: datetime
) -> None:
    holder = certificate.holder
    # Who signs in by badge has no address, and finds it on the page.
    if not holder.email:
        return
    words = certificate.words
    send_after_commit(
        Mail(
            template=template,
            to=[holder.email],
            language=holder.language,
            context={
                "name": words["printed_name"],
                "certificate": said(
                    words["names"], holder.language, certificate.language
                ),
                "link": page_url(certificate),
                **context,
            },
            idempotency_key=key,
        ),
        now=now,
    )
