"""Certificates that people show to where they work, of their own accord.

What an employer requires it sees without this. It sees status and dates, no more; it
ends when the holder says so, and with their membership.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from certificates.models import BRUSSELS, Certificate, ShownTo, day_of
from lms import audit
from lms.errors import DomainError
from organisations.domain.queries import current_memberships
from organisations.models import Membership, Organisation


def employers_of(user) -> list[Organisation]:
    """The organisations of which a person is a confirmed member today, by name."""
    mine = {
        one.organisation_id: one.organisation
        for one in current_memberships(user)
        if not one.is_self_declared
    }
    return sorted(mine.values(), key=lambda one: (one.name, one.pk))


def shown_now(certificate: Certificate, *, day: date) -> dict[int, ShownTo]:
    """{organisation: since when} of those that see a certificate on a day."""
    return {
        one.organisation_id: one
        for one in _in_force(day).filter(certificate=certificate)
    }


@transaction.atomic
def show_to(
    certificate: Certificate, organisation: Organisation, *, actor, now: datetime
) -> ShownTo:
    """Let an organisation of the holder see a certificate. Twice is once.

    Raises DomainError where the holder has no confirmed membership today.
    """
    Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if organisation not in employers_of(certificate.holder):
        raise DomainError(
            _("You can show it only to an organisation that you belong to today."),
            code="no_member",
        )
    known = shown_now(certificate, day=day_of(now)).get(organisation.pk)
    if known:
        return known
    # One from before an earlier leaving is still open in the table.
    _open(certificate, organisation).update(withdrawn_at=now)
    shown = ShownTo.objects.create(
        certificate=certificate, organisation=organisation, shown_at=now
    )
    _record("certificates.shown", certificate, organisation, actor, now)
    return shown


@transaction.atomic
def stop_showing(
    certificate: Certificate, organisation: Organisation, *, actor, now: datetime
) -> None:
    """Let an organisation see a certificate no longer. Twice is once."""
    if _open(certificate, organisation).update(withdrawn_at=now):
        _record("certificates.shown_no_more", certificate, organisation, actor, now)


def shown_by_staff(organisation: Organisation, *, day: date) -> QuerySet[Certificate]:
    """What people of an organisation show it on a day, each with its holder and its
    `state`, by name. Only of those whose membership has lasted since."""
    shown = _in_force(day).filter(organisation=organisation, certificate=OuterRef("pk"))
    return (
        Certificate.objects.filter(Exists(shown), holder__is_active=True)
        .with_state(day)
        .select_related("holder")
        .order_by(F("holder__printed_name").asc(), "-awarded_on", "pk")
    )


def _open(certificate: Certificate, organisation: Organisation) -> QuerySet[ShownTo]:
    return ShownTo.objects.filter(
        certificate=certificate, organisation=organisation, withdrawn_at=None
    )


def _in_force(day: date) -> QuerySet[ShownTo]:
    """Not withdrawn, and shown by somebody who has been a confirmed member ever since:
    who comes back decides anew."""
    lasting = Membership.objects.on(day).filter(
        user=OuterRef("certificate__holder"),
        organisation=OuterRef("organisation"),
        is_self_declared=False,
        starts_on__lte=OuterRef("shown_on"),
    )
    return ShownTo.objects.alias(
        shown_on=TruncDate("shown_at", tzinfo=BRUSSELS)
    ).filter(Exists(lasting), withdrawn_at=None)


def _record(
    action: str, certificate: Certificate, organisation: Organisation, actor, now
) -> None:
    audit.record(
        action,
        actor=actor,
        subject=certificate,
        organisation=organisation,
        data={"number": certificate.number},
        now=now,
    )
