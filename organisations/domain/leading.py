"""Whom somebody leads, as the page of a person tells it, and what was said of who leads
them. A coordinator reads names of the people of their own organisation alone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from lms.models import AuditEntry
from organisations.domain.employers import employer_of, part_of
from organisations.domain.line_managers import managers_of_places, people_led_by
from organisations.enums import Role
from organisations.models import LineManager, Membership, Organisation, User

NAMED = "organisations.line_manager_named"


@dataclass(frozen=True)
class Leads:
    """Whom somebody leads at an employer: `people` of the organisation that is looked at,
    `elsewhere` how many in other parts of its employer, and `places` of which they lead
    everybody else, each with how many that are; None of a place beyond the organisation
    that is looked at."""

    people: list[User]
    elsewhere: int
    places: list[tuple[Organisation, int | None]]

    def __bool__(self) -> bool:
        return bool(self.people or self.elsewhere or self.places)


def leads_of(manager: User, organisation: Organisation, day: date) -> Leads:
    """Whom somebody leads on a day, for who looks after an organisation."""
    led = people_led_by(manager, organisation, day)
    here = Membership.objects.filter(part_of(organisation), user__in=led)
    known = set(here.values_list("user", flat=True))
    said = managers_of_places(employer_of(organisation), day)
    pks = [pk for pk, one in said.items() if one == manager]
    places = Organisation.objects.filter(pk__in=pks).order_by("path")
    return Leads(
        people=[one for one in led if one.pk in known],
        elsewhere=sum(one.pk not in known for one in led),
        places=[
            (
                place,
                _led_at(place, manager, set(said), day)
                if place.path.startswith(organisation.path)
                else None,
            )
            for place in places
        ],
    )


def named_changes(person: User, organisation: Organisation) -> list[AuditEntry]:
    """What was said of who leads a person's work at the employer of an organisation, the
    newest first; each with `manager` and `before`, None where nobody was. Two queries."""
    entries = list(
        AuditEntry.objects.filter(
            action=NAMED,
            subject_type=User._meta.label,
            subject_id=str(person.pk),
            organisation_id=employer_of(organisation).pk,
        ).order_by("-at", "-pk")
    )
    uuids = {one.data[name] for one in entries for name in ("manager", "before")}
    people = {
        str(one.uuid): one for one in User.objects.filter(uuid__in=uuids - {None})
    }
    for one in entries:
        one.manager = people.get(one.data["manager"])
        one.before = people.get(one.data["before"])
    return entries


def _led_at(place: Organisation, manager: User, led_places: set[int], day: date) -> int:
    """How many people are led as those of a place: of whom nothing is said themselves,
    nor of a place nearer to them."""
    employer = employer_of(place)
    belonging = Membership.objects.on(day).filter(
        part_of(employer), is_self_declared=False
    )
    own = LineManager.objects.filter(
        Q(until=None) | Q(until__gt=day),
        person=OuterRef("user"),
        place=employer,
        since__lte=day,
        manager__is_active=True,
        manager__in=belonging.values("user"),
    )
    rows = (
        Membership.objects.on(day)
        .filter(~Exists(own), part_of(place), role=Role.LEARNER, is_self_declared=False)
        .exclude(user=manager)
    )
    nearer = Organisation.objects.within(place).filter(pk__in=led_places - {place.pk})
    for one in nearer:
        rows = rows.exclude(organisation__path__startswith=one.path)
    return rows.values("user").distinct().count()
