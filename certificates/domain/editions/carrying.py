"""Carrying decisions on material editions out: telling, bringing up to date, superseding.

All of it is done by the sweep, in portions, each whole in itself: cut off at any moment,
it goes on where it was, and what is done is not done twice.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from certificates.domain.editions.concerned import (
    asked,
    concerned,
    did_delta,
    is_up_to_date,
)
from certificates.domain.editions.deciding import deadline_of
from certificates.domain.life import keep_up, supersede_by_edition
from certificates.domain.links import page_url
from certificates.enums import EventKind
from certificates.models import (
    Certificate,
    CertificateEvent,
    EditionChange,
    day_of,
    end_of,
)
from courses.domain.enrolment import titles_of
from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from lms.models import OutgoingMail
from lms.texts import said

logger = logging.getLogger(__name__)

# So many people are written to at a time, and so many times a round.
CHUNK, PORTIONS = 200, 5


def sweep(now: datetime) -> int:
    """Do what is due of all decisions; return how many certificates were superseded.

    One that fails is logged, stays for the next sweep, and does not stop the others.
    """
    superseded = 0
    changes = EditionChange.objects.asking().select_related("edition__course", "delta")
    for change in changes.order_by("pk"):
        try:
            # The rest in the next round: others wait for their turn.
            for _portion in range(PORTIONS):
                if not tell_some(change, now=now):
                    break
            _bring_up_to_date(change, now=now)
            superseded += _carry_out(change, now=now)
        except Exception:
            logger.exception("Decision %s on an edition was not swept", change.pk)
    return superseded


@transaction.atomic
def tell_some(change: EditionChange, *, now: datetime) -> int:
    """Send the next portion of mails, if holders are to be told; return how many
    certificates it was about. Whoever holds several is told once."""
    change = (
        EditionChange.objects.select_for_update(of=("self",))
        .select_related("edition__course", "delta")
        .get(pk=change.pk)
    )
    if change.telling_at is None or change.told_at is not None:
        return 0
    if change.withdrawn_at is not None:
        return 0
    waiting = asked(change, now=now).filter(pk__gt=change.told_up_to)
    portion = list(waiting.select_related("holder").order_by("pk")[:CHUNK])
    mails = _mails(portion, change)
    for mail in mails:
        send_after_commit(mail, now=now)
    change.told += len(mails)
    if portion:
        change.told_up_to = portion[-1].pk
    if len(portion) < CHUNK:
        change.told_at = now
    change.save(update_fields=["told", "told_up_to", "told_at"])
    return len(portion)


def _mails(portion: list[Certificate], change: EditionChange) -> list[Mail]:
    """One for each holder of these certificates who was not written to. Who signs in by
    badge has no address, and finds it on the page."""
    waiting = {
        f"certificates.edition:{change.pk}:{one.holder_id}": one
        for one in reversed(portion)
        if one.holder.email
    }
    known = OutgoingMail.objects.filter(idempotency_key__in=waiting)
    sent = set(known.values_list("idempotency_key", flat=True))
    course, titles = change.delta or change.edition.course, {}
    mails = []
    for key, certificate in waiting.items():
        holder = certificate.holder
        said_to = holder.language, holder.sector_id
        if said_to not in titles:
            titles[said_to] = titles_of(
                [course], language=holder.language, sector=holder.sector_id
            )[course.pk]
        if key not in sent:
            mails.append(_mail(certificate, change, titles[said_to], key))
    return mails


def _mail(certificate: Certificate, change: EditionChange, title, key: str) -> Mail:
    holder, names = certificate.holder, certificate.words["names"]
    return Mail(
        template="certificates/mail/edition",
        to=[holder.email],
        language=holder.language,
        context={
            "name": certificate.words["printed_name"],
            "certificate": said(names, holder.language, certificate.language),
            "course": title,
            "is_short": change.delta_id is not None,
            "until": change.until,
            "link": page_url(certificate),
        },
        idempotency_key=key,
    )


def _bring_up_to_date(change: EditionChange, *, now: datetime) -> None:
    """Note on their certificates who did the short course in time."""
    if change.delta_id is None:
        return
    in_time = min(now, end_of(deadline_of(change)))
    done = did_delta(change, by=in_time)
    noted = CertificateEvent.objects.filter(
        certificate=OuterRef("pk"), kind=EventKind.KEPT_UP, edition=change.edition_id
    )
    found = concerned(change, day=day_of(now)).filter(done, ~Exists(noted))
    for certificate in _in_portions(found):
        keep_up(certificate, change.edition, actor=None, now=now)


def _carry_out(change: EditionChange, *, now: datetime) -> int:
    """Supersede what was not brought up to date, once the last day is over and holders
    were told in time; return how many were."""
    change.refresh_from_db(fields=["told_at", "withdrawn_at"])
    deadline = deadline_of(change)
    if change.told_at is None or deadline >= day_of(now):
        return 0
    in_time = is_up_to_date(change, by=end_of(deadline))
    late = (
        concerned(change, day=day_of(now))
        .exclude(in_time)
        .filter(~_told_nothing(change))
    )
    count = 0
    for certificate in _in_portions(late):
        if _superseded(certificate, change, now=now):
            count += 1
    EditionChange.objects.standing().filter(pk=change.pk).update(carried_out_at=now)
    return count


def _told_nothing(change: EditionChange) -> Exists:
    """For certificates: whether they were issued anew after an appeal when the mails were
    on their way already. Nobody loses what they were not told of in time."""
    return Exists(
        CertificateEvent.objects.filter(
            successor=OuterRef("pk"),
            kind=EventKind.REINSTATED,
            at__gt=change.told_at,
        )
    )


def _in_portions(certificates: QuerySet) -> Iterator[Certificate]:
    """By key, each portion read anew: what is done to one may take it out of the rest."""
    after = 0
    while portion := list(certificates.filter(pk__gt=after).order_by("pk")[:CHUNK]):
        yield from portion
        after = portion[-1].pk


@transaction.atomic
def _superseded(
    certificate: Certificate, change: EditionChange, *, now: datetime
) -> bool:
    # Locked, so that nobody withdraws it while it is carried out.
    standing = (
        EditionChange.objects.standing()
        .select_for_update(of=("self",))
        .filter(pk=change.pk)
    )
    if standing.first() is None:
        return False
    try:
        supersede_by_edition(
            certificate, change.edition, actor=change.decided_by, now=now
        )
    except DomainError:
        # It ended since it was read.
        return False
    return True
