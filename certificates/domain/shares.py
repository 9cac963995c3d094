"""Links by which a holder shows a certificate to somebody, and takes it back."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.enums import SharedFor
from certificates.models import Certificate, ShareLink, day_of
from lms import audit
from lms.errors import DomainError
from lms.months import months_after

# So many at once can still be kept apart by the one who gave them (our design).
MOST_OPEN = 20
# Links that no longer open and are still listed.
PAST_SHOWN = 20


@transaction.atomic
def make_link(
    certificate: Certificate,
    *,
    label: str,
    lasts: SharedFor,
    actor,
    now: datetime,
) -> tuple[ShareLink, str]:
    """(the link as it is kept, its full address). The address is nowhere else: who
    loses it makes another.

    Raises DomainError when as many as can be kept apart are open.
    """
    Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if len(open_links(certificate, day=day_of(now))) >= MOST_OPEN:
        raise DomainError(
            _("There are %(most)s links already. Withdraw one that is not needed.")
            % {"most": MOST_OPEN},
            code="too_many",
        )
    secret = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        certificate=certificate,
        label=" ".join(label.split()),
        token_hash=_hash(secret),
        created_at=now,
        last_day=last_day_of(lasts, day_of(now)),
    )
    _record("certificates.link_made", link, actor, now)
    path = reverse("certificates:shared", args=[secret])
    return link, f"{settings.RELAY_BASE_URL}{path}"


@transaction.atomic
def withdraw_link(link: ShareLink, *, actor, now: datetime) -> None:
    """Let a link open nothing from now on. Twice is once."""
    link = ShareLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.withdrawn_at is not None:
        return
    link.withdrawn_at = now
    link.save(update_fields=["withdrawn_at"])
    _record("certificates.link_withdrawn", link, actor, now)


def last_day_of(lasts: SharedFor, today: date) -> date | None:
    """The last day of a link that is made today; None for one without an end."""
    match lasts:
        case SharedFor.WEEK:
            return today + timedelta(days=7)
        case SharedFor.MONTH:
            return today + timedelta(days=30)
        case SharedFor.YEAR:
            return months_after(today, 12)
    return None


def link_with_token(token: str) -> ShareLink | None:
    """The link of an address, open or not, with its certificate; None: never given."""
    return (
        ShareLink.objects.filter(token_hash=_hash(token))
        .select_related("certificate")
        .first()
    )


def open_links(certificate: Certificate, *, day: date) -> list[ShareLink]:
    """The links that open a certificate, the newest first."""
    return [
        link
        for link in certificate.share_links.filter(withdrawn_at=None)
        if link.opens_on(day)
    ]


def links_of(
    certificate: Certificate, *, day: date
) -> tuple[list[ShareLink], list[ShareLink]]:
    """(those that open, the newest of those that do not any more)."""
    links = list(certificate.share_links.all())
    return (
        [one for one in links if one.opens_on(day)],
        [one for one in links if not one.opens_on(day)][:PAST_SHOWN],
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(action: str, link: ShareLink, actor, now: datetime) -> None:
    # Without organisation: it concerns nobody but the holder.
    audit.record(
        action,
        actor=actor,
        subject=link.certificate,
        data={
            "number": link.certificate.number,
            "link": link.pk,
            "last_day": link.last_day,
        },
        now=now,
    )
