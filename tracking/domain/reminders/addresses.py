"""Who can be written to: an active account with an address that works."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from lms.bounces import undeliverable_among
from organisations.domain.employers import part_of
from organisations.models import Organisation, User
from tracking.domain.queries import requirements_over
from tracking.domain.scope import asked_within
from tracking.models import Obligation


def reachable(people: Collection[int]) -> dict[int, User]:
    """Those of some people who can be written to, by their number."""
    users = User.objects.filter(pk__in=people, is_active=True, email__gt="")
    found = {one.pk: one for one in users}
    dead = undeliverable_among(one.email for one in found.values())
    return {pk: one for pk, one in found.items() if one.email not in dead}


def without_working_address(organisation: Organisation, day) -> list[User]:
    """People of whom something is asked on a day for their place in an organisation and
    who cannot be written to, by name; who has no address at all signs in by badge."""
    asked = Obligation.objects.on(day).filter(
        asked_within(organisation, day, places=part_of(organisation)),
        user=OuterRef("pk"),
        requirement__in=requirements_over(organisation).values("pk"),
    )
    people = User.objects.filter(Exists(asked), is_active=True)
    emails = people.filter(email__gt="").values_list("pk", "email")
    dead = undeliverable_among(email for _pk, email in emails)
    gone = [pk for pk, email in emails if email in dead]
    nobody = people.exclude(email__gt="") | people.filter(pk__in=gone)
    return list(nobody.order_by("printed_name", "pk"))
