"""Who leads somebody's work: told when what is asked of them is long overdue, and never
the one who judges how they train others (TRAINERS T6). Said of one person, or of
everybody at a place; what is said of the person goes first, then of the nearest place."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.employers import employer_of, employers_of, part_of
from organisations.domain.locks import lock_organisations
from organisations.domain.queries import person_known_by
from organisations.enums import Role
from organisations.models import LineManager, Membership, Organisation, User
from organisations.rules import roles_to_give


@transaction.atomic
def name_line_manager(
    person: User,
    organisation: Organisation,
    manager: User | None,
    *,
    actor: User,
    now: datetime,
) -> LineManager | None:
    """Say who leads a person's work at the employer that an organisation is or is part
    of, from today on; None: nobody is named. Saying it again changes nothing.

    Raises DomainError `not_allowed`, `stranger` where one of the two does not belong to
    the employer today, `self`, and `circle` where the manager is led by the person.
    """
    employer = employer_of(organisation)
    _begin(organisation, employer, actor)
    today = timezone.localdate(now)
    if manager is not None:
        if manager == person:
            raise DomainError(
                _("Nobody is their own line manager. Name somebody else."), code="self"
            )
        _refuse_strangers([person, manager], employer, today)
        _refuse_circle(person, manager, employer)
    return _write(employer, manager, person=person, actor=actor, now=now)


@transaction.atomic
def name_manager_of_place(
    place: Organisation, manager: User | None, *, actor: User, now: datetime
) -> LineManager | None:
    """Say who leads the work of everybody at a place and its departments of whom nothing
    else is said, from today on; None: nobody is named.

    Raises DomainError `not_allowed` and `stranger`, as above.
    """
    employer = employer_of(place)
    _begin(place, employer, actor)
    if manager is not None:
        _refuse_strangers([manager], employer, timezone.localdate(now))
    return _write(place, manager, person=None, actor=actor, now=now)


def line_managers(people: Collection[int], day: date) -> dict[tuple[int, int], User]:
    """{(id of a person, id of an employer): who leads their work there on a day}; nobody
    whose account is closed, or who does not belong to the employer that day, and nobody
    for themselves. As many queries for many people as for one."""
    people = set(people)
    places = _places_of(people, day)
    above = {pk for chain in places.values() for pk in chain}
    said = _in_force(
        LineManager.objects.filter(
            Q(person__in=people) | Q(person=None, place__in=above)
        ),
        day,
    )
    of_place = {one.place_id: one.manager for one in said if one.person_id is None}
    found = {}
    for key, chain in places.items():
        leading = (of_place[one] for one in chain if one in of_place)
        other = next((one for one in leading if one.pk != key[0]), None)
        if other is not None:
            found[key] = other
    return found | {
        (one.person_id, one.place_id): one.manager for one in said if one.person_id
    }


def line_manager_of(person: User, organisation: Organisation, day: date) -> User | None:
    """Who leads a person's work at the employer that an organisation is part of."""
    found = line_managers([person.pk], day)
    return found.get((person.pk, employer_of(organisation).pk))


def manager_named(person: User, organisation: Organisation) -> User | None:
    """Who was named for a person themself at the employer that an organisation is part
    of, whether or not it means anything today."""
    said = LineManager.objects.filter(
        person=person, place=employer_of(organisation), until=None
    ).select_related("manager")
    found = said.first()
    return found and found.manager


def managers_at(
    organisations: Iterable[Organisation], person: User, day: date
) -> dict[int, User]:
    """{id of an organisation: who leads a person's work at its employer on a day}."""
    found = line_managers([person.pk], day)
    if not found:
        return {}
    return {
        pk: found[person.pk, employer]
        for pk, employer in employers_of(organisations).items()
        if (person.pk, employer) in found
    }


def managers_of_places(organisation: Organisation, day: date) -> dict[int, User]:
    """{id of an organisation or a part of it: who leads everybody there on a day}, where
    that is said of the place itself."""
    said = LineManager.objects.filter(part_of(organisation, place="place"), person=None)
    return {one.place_id: one.manager for one in _in_force(said, day)}


def people_led_by(manager: User, organisation: Organisation, day: date) -> list[User]:
    """Of whom it is said that somebody leads their work at an employer on a day, by name;
    who has left is not among them, nor who is led as one of a place."""
    employer = employer_of(organisation)
    said = LineManager.objects.filter(manager=manager, place=employer)
    led = [one.person_id for one in _in_force(said, day) if one.person_id]
    here = _belonging(employer, day).filter(user__in=led)
    return list(
        User.objects.filter(pk__in=here.values("user"), is_active=True).order_by(
            "printed_name", "pk"
        )
    )


def colleague_named(text: str, organisation: Organisation, day: date) -> User:
    """Whom an address or a printed name means among those who belong to an employer on
    a day. Raises DomainError `nobody`, and `several` where a name is that of more than
    one of them."""
    employer = employer_of(organisation)
    here = _belonging(employer, day).values("user")
    people = User.objects.filter(pk__in=here, is_active=True)
    known = person_known_by(text) if "@" in text else None
    found = list(
        people.filter(pk=known.pk)
        if known
        else people.filter(printed_name__iexact=text)[:2]
    )
    if len(found) > 1:
        raise DomainError(
            _("Several people here are called %(name)s. Write an e-mail address.")
            % {"name": text},
            code="several",
        )
    if not found:
        raise DomainError(
            _(
                "Nobody who belongs to %(organisation)s today has this name or address. "
                "Check it, or invite them first."
            )
            % {"organisation": employer},
            code="nobody",
        )
    return found[0]


def _in_force(said, day: date) -> list[LineManager]:
    """Those that mean something on a day, the latest last. Two queries, or one."""
    rows = [
        one
        for one in said.filter(since__lte=day, manager__is_active=True)
        .select_related("manager", "place")
        .order_by("since", "pk")
        if one.until is None or one.until > day
    ]
    if not rows:
        return []
    held = (
        Membership.objects.on(day)
        .filter(user__in={one.manager_id for one in rows}, is_self_declared=False)
        .select_related("organisation")
    )
    places = [(one.user_id, one.organisation) for one in held]
    employer = employers_of(
        [*(place for _user, place in places), *(one.place for one in rows)]
    )
    there = {(user, employer[place.pk]) for user, place in places}
    return [one for one in rows if (one.manager_id, employer[one.place_id]) in there]


def _places_of(people: Collection[int], day: date) -> dict[tuple[int, int], list[int]]:
    """{(id of a person, id of an employer): where they are there on a day, from the
    department upwards}."""
    held = list(
        Membership.objects.on(day)
        .filter(user__in=people, role=Role.LEARNER, is_self_declared=False)
        .select_related("organisation")
        .order_by("starts_on", "pk")
    )
    employer = employers_of({one.organisation for one in held})
    found = defaultdict(list)
    for one in held:
        above = [int(pk) for pk in one.organisation.path.strip("/").split("/")]
        own = above[above.index(employer[one.organisation_id]) :]
        found[one.user_id, employer[one.organisation_id]] += reversed(own)
    return found


def _begin(organisation: Organisation, employer: Organisation, actor: User) -> None:
    if Role.LEARNER not in roles_to_give(actor, organisation):
        raise DomainError(
            _("You cannot say this here. Ask who coordinates the organisation."),
            code="not_allowed",
        )
    # Two that are named at once wait for each other: no circle comes about.
    lock_organisations(employer.pk)


def _write(
    place: Organisation,
    manager: User | None,
    *,
    person: User | None,
    actor: User,
    now: datetime,
) -> LineManager | None:
    running = LineManager.objects.filter(person=person, place=place, until=None).first()
    if (running and running.manager) == manager:
        return running
    today = timezone.localdate(now)
    if running is not None:
        running.until = max(today, running.since)
        running.save(update_fields=["until"])
    named = manager and LineManager.objects.create(
        person=person, manager=manager, place=place, since=today
    )
    audit.record(
        "organisations.line_manager_named",
        actor=actor,
        subject=person or place,
        now=now,
        data={
            "manager": str(manager.uuid) if manager else None,
            "before": str(running.manager.uuid) if running else None,
        },
        organisation=place.pk,
    )
    return named


def _refuse_strangers(
    people: Collection[User], employer: Organisation, day: date
) -> None:
    here = _belonging(employer, day).filter(user__in=people)
    belong = set(here.values_list("user", flat=True))
    for one in people:
        if one.pk not in belong or not one.is_active:
            raise DomainError(
                _("%(person)s does not belong to %(organisation)s today.")
                % {"person": one, "organisation": employer},
                code="stranger",
            )


def _refuse_circle(person: User, manager: User, employer: Organisation) -> None:
    """By what is said of people: the head of a department leads the others there."""
    above = dict(
        LineManager.objects.filter(place=employer, until=None)
        .exclude(person=None)
        .exclude(person=person)
        .values_list("person", "manager")
    )
    step, seen = manager.pk, set()
    while step in above and step not in seen:
        seen.add(step)
        step = above[step]
        if step == person.pk:
            raise DomainError(
                _(
                    "%(manager)s is led by %(person)s, directly or through others. "
                    "Change that first."
                )
                % {"manager": manager, "person": person},
                code="circle",
            )


def _belonging(employer: Organisation, day: date):
    return Membership.objects.on(day).filter(part_of(employer), is_self_declared=False)
