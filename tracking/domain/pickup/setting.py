"""How an organisation's lists are picked up, as an administrator sets it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.models import Organisation
from organisations.rules import is_administrator
from tracking.models import Pickup

FIELDS = ("is_on", "is_everybody", "sector", "carries_out", "most_percent")


def pickup_of(organisation: Organisation) -> Pickup | None:
    """How it is set; None where it never was."""
    found = Pickup.objects.filter(organisation=organisation)
    return found.select_related("organisation", "sector").first()


@transaction.atomic
def set_pickup(organisation: Organisation, *, actor, now: datetime, **values) -> Pickup:
    """Write it down. Raises DomainError "not_allowed" for others than administrators."""
    if not is_administrator(actor):
        raise DomainError(
            _("Only administrators set up how lists are fetched."), code="not_allowed"
        )
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    pickup = pickup_of(organisation) or Pickup(organisation=organisation)
    for name in FIELDS:
        setattr(pickup, name, values[name])
    pickup.set_at, pickup.set_by = now, actor
    pickup.save()
    sector = values["sector"]
    audit.record(
        "tracking.pickup_set",
        actor=actor,
        subject=pickup,
        organisation=organisation.pk,
        now=now,
        data={name: values[name] for name in FIELDS if name != "sector"}
        | {"sector": sector.pk if sector else None},
    )
    return pickup
