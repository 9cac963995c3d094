"""Telling people of their certificates: an act of its own, apart from the award.

What is awarded one by one leads to one mail by itself. A bulk award sends none until
somebody presses the button on its page, and then one mail for each person. Every mail
has a key, so that twice, or after a broken off round, is once.
"""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from certificates.domain.links import page_url
from certificates.enums import FINAL_KINDS, AwardRunState, CertificateType
from certificates.models import (
    AwardRun,
    AwardRunRow,
    Certificate,
    CertificateEvent,
)
from certificates.tasks import mail_run
from lms import audit
from lms.chunks import Clock, chunks
from lms.errors import DomainError
from lms.mail import NO_NAME, Mail, Sample, sample_of, send_after_commit
from lms.models import OutgoingMail
from lms.texts import said
from organisations.models import User

logger = logging.getLogger(__name__)

AWARDED = "certificates.awarded:"
# The sweep looks back so far, and leaves the last moments to the receivers.
LOST_WITHIN, LOST_AFTER = timedelta(days=7), timedelta(minutes=2)
# So many people are written to at a time.
CHUNK = 200
# Revoked or replaced since: nobody is congratulated on it. What puts a name right has a
# mail of its own.
_ENDED = Exists(
    CertificateEvent.objects.filter(certificate=OuterRef("pk"), kind__in=FINAL_KINDS)
)


# --- One by one ---------------------------------------------------------------------


def tell_of_award(certificate_id: int, *, now: datetime) -> bool:
    """Write to the holder of a certificate that was awarded by itself; False where
    nobody is written to: without an address, and for what a bulk award gave. Twice is
    once."""
    certificate = told_by_themselves().filter(pk=certificate_id).first()
    if certificate is None:
        return False
    send_after_commit(_award_mail(certificate), now=now)
    return True


def sweep(now: datetime) -> int:
    """Send what a lost event left; returns how many. One that fails is logged and does
    not stop the others."""
    sent = 0
    key = Concat(
        Value(AWARDED), Cast(OuterRef("pk"), CharField()), output_field=CharField()
    )
    lost = told_by_themselves().filter(
        ~Exists(OutgoingMail.objects.filter(idempotency_key=key)),
        awarded_at__gt=now - LOST_WITHIN,
        awarded_at__lte=now - LOST_AFTER,
    )
    for pk in list(lost.order_by("pk").values_list("pk", flat=True)):
        try:
            sent += tell_of_award(pk, now=now)
        except Exception:
            logger.exception("No mail for certificate %s", pk)
    return sent


def told_by_themselves():
    """Certificates whose holders are told at once: who signs in by badge has no
    address, and finds theirs on the page."""
    return (
        Certificate.objects.filter(
            ~_ENDED,
            ~Exists(AwardRunRow.objects.filter(certificate=OuterRef("pk"))),
            # Whoever accredits trainers tells them themselves.
            ~Q(type=CertificateType.TRAINER),
            # What puts a name right has a mail of its own.
            corrects=None,
            holder__is_active=True,
            holder__email__gt="",
        )
        .select_related("holder")
        .order_by("pk")
    )


def _award_mail(certificate: Certificate) -> Mail:
    holder, words = certificate.holder, certificate.words
    name = "recognised" if "recognised" in words else "awarded"
    return Mail(
        template=f"certificates/mail/{name}",
        to=[holder.email],
        language=holder.language,
        context={"name": words["printed_name"], **_line(certificate, holder.language)},
        idempotency_key=f"{AWARDED}{certificate.pk}",
    )


def _line(certificate: Certificate, language: str) -> dict:
    """A certificate as a mail in a language says it."""
    return {
        "certificate": said(certificate.words["names"], language, certificate.language),
        "number": certificate.number,
        "valid_until": certificate.valid_until,
        "link": page_url(certificate),
    }


# --- A bulk award -------------------------------------------------------------------


@dataclass(frozen=True)
class MailToSome(Sample):
    """The mail that so many people get in a language."""

    people: int


@dataclass(frozen=True)
class Preview:
    """What pressing the button would do. `without` have no address, `told` were written
    to before; `mails` are those that are yet to be written."""

    people: int
    mails: int
    without: int
    told: int
    samples: list[MailToSome]


def preview_of(run: AwardRun) -> Preview:
    """What the mails of a bulk award come to. Nothing is written."""
    counts = _holders(run).aggregate(
        people=Count("pk"),
        without=Count("pk", filter=~_REACHABLE),
        told=Count("pk", filter=Exists(_mail_of(run))),
    )
    waiting = _waiting(run)
    by_language = (
        waiting.values("language").annotate(n=Count("pk")).order_by("language")
    )
    return Preview(
        mails=counts["people"] - counts["without"] - counts["told"],
        samples=[
            _sample(run, waiting, row["language"], row["n"]) for row in by_language
        ],
        **counts,
    )


@transaction.atomic
def ask_for_mails(run: AwardRun, *, actor, now: datetime) -> AwardRun:
    """Have every person of a finished bulk award written to, in the background. Twice is
    once: who was written to is not again. Raises DomainError "state" before it is done.
    """
    run = AwardRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != AwardRunState.DONE:
        raise DomainError(
            _("The certificates are not awarded yet. Nothing was sent."), code="state"
        )
    if run.mailed_at is None:
        run.mailed_at, run.mailed_by = now, actor
        run.save(update_fields=["mailed_at", "mailed_by"])
        audit.record(
            "certificates.run_mailed",
            actor=actor,
            subject=run,
            organisation=run.issuer_id,
            data={"people": _waiting(run).count()},
            now=now,
        )
        mail_run.enqueue(run.pk)
    return run


def send_digests(run_id: int, *, clock: Clock) -> int:
    """Write to everybody of a bulk award who was not yet; returns to how many. It may be
    cut off and begun again. Nothing for one of which nobody asked it."""
    run = AwardRun.objects.filter(pk=run_id, mailed_at__isnull=False).first()
    if run is None:
        return 0
    sent = 0
    people = list(_waiting(run).order_by("pk").values_list("pk", flat=True))
    for some in chunks(people, CHUNK):
        sent += _send_to(run, some, now=clock())
    return sent


def resume_mails(now: datetime) -> int:
    """Go on with mails that broke off: those asked for a while ago and still waiting.
    Returns of how many bulk awards."""
    asked = AwardRun.objects.filter(
        mailed_at__lt=now - timedelta(minutes=30), mailed_at__gt=now - LOST_WITHIN
    )
    broken = [run for run in asked if _waiting(run).exists()]
    for run in broken:
        mail_run.enqueue(run.pk)
    return len(broken)


@transaction.atomic
def _send_to(run: AwardRun, people: list[int], *, now: datetime) -> int:
    held = _certificates(run, people)
    for mine in held.values():
        send_after_commit(_digest(run, mine[0].holder, mine), now=now)
    return len(held)


def _certificates(run: AwardRun, people: Iterable[int]) -> dict[int, list[Certificate]]:
    found: dict[int, list[Certificate]] = {}
    certificates = Certificate.objects.filter(
        ~_ENDED, award_row__run=run, holder__in=list(people)
    )
    for one in certificates.select_related("holder").order_by("pk"):
        found.setdefault(one.holder_id, []).append(one)
    return found


def _digest(run: AwardRun, holder: User, certificates: list[Certificate]) -> Mail:
    lines = [_line(one, holder.language) for one in certificates]
    name = certificates[0].words["printed_name"]
    return Mail(
        template="certificates/mail/digest",
        to=[holder.email],
        language=holder.language,
        context=_told(run, name, lines),
        idempotency_key=f"{_key(run)}{holder.pk}",
    )


def _told(run: AwardRun, name: str, lines: list[dict]) -> dict:
    return {
        "name": name,
        "certificates": lines,
        "count": len(lines),
        "by": run.given_by,
    }


def _sample(run: AwardRun, waiting, language: str, people: int) -> MailToSome:
    somebody = waiting.filter(language=language).order_by("pk").first()
    mine = _certificates(run, [somebody.pk])[somebody.pk]
    # Whoever looks at the sample is not told whose it is.
    hidden = {"number": NO_NAME, "link": NO_NAME}
    lines = [_line(one, language) | hidden for one in mine]
    sample = replace(_digest(run, somebody, mine), context=_told(run, NO_NAME, lines))
    return MailToSome(**asdict(sample_of(sample)), people=people)


_REACHABLE = Q(is_active=True, email__gt="")


def _holders(run: AwardRun):
    given = Certificate.objects.filter(~_ENDED, pk=OuterRef("certificate"))
    rows = AwardRunRow.objects.filter(Exists(given), run=run, user=OuterRef("pk"))
    return User.objects.filter(Exists(rows))


def _waiting(run: AwardRun):
    """Who has an address and was not written to."""
    return _holders(run).filter(_REACHABLE, ~Exists(_mail_of(run)))


def _mail_of(run: AwardRun):
    key = Concat(
        Value(_key(run)), Cast(OuterRef("pk"), CharField()), output_field=CharField()
    )
    return OutgoingMail.objects.filter(idempotency_key=key)


def _key(run: AwardRun) -> str:
    return f"certificates.run:{run.pk}:"
