"""Whom a requirement concerns: people of its sector with a confirmed place in its
organisation or in a part of it; of its function there and of its language, where it
names one."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Lower

from organisations.domain.employers import part_of
from organisations.models import Membership, Organisation, User
from tracking.models import Requirement


def confirmed_on(day: date, *, known_at: datetime | None = None):
    """Memberships in force on a day that the organisation itself has confirmed; where a
    moment is given, as was known before it."""
    return Membership.objects.confirmed_on(day, known_at=known_at)


def works_within(
    organisation: Organisation,
    day: date,
    *,
    person: str = "user",
    known_at: datetime | None = None,
    places: Q | None = None,
) -> Exists:
    """For rows with a `person`: those who on a day have a confirmed place in an
    organisation or a part of it; where a moment is given, as was known before it. Other
    employers below it are no part of it: nobody sees another one's people. `places` is
    `part_of`, where that is known already."""
    here = part_of(organisation) if places is None else places
    held = confirmed_on(day, known_at=known_at).filter(here)
    return Exists(held.filter(user=OuterRef(person)))


def _doing(places, function):
    """Places of those with a function, an expression; "" are all of them."""
    return places.alias(
        wanted=Lower(function, output_field=CharField()), held=Lower("function")
    ).filter(Q(wanted="") | Q(held=F("wanted")))


def places_in_scope(requirement: Requirement, day: date):
    """The places, of anybody, for which a requirement, saved or not, is asked on a day;
    whether it concerns their people, `people_in_scope` says."""
    places = confirmed_on(day).filter(
        organisation__path__startswith=requirement.organisation.path
    )
    return _doing(places, Value(requirement.function, output_field=CharField()))


def people_in_scope(requirement: Requirement, day: date):
    """Everybody whom a requirement, saved or not, concerns on a day."""
    places = places_in_scope(requirement, day).filter(user=OuterRef("pk"))
    people = User.objects.filter(
        Exists(places), is_active=True, sector=requirement.sector_id
    )
    if requirement.language:
        people = people.filter(language=requirement.language)
    return people


def requirements_of(user, day: date):
    """What is required of a person on a day, read from where they belong."""
    places = confirmed_on(day).filter(
        user=user, organisation__path__startswith=OuterRef("organisation__path")
    )
    if not user.is_active or user.sector_id is None:
        return Requirement.objects.none()
    return Requirement.objects.in_force(day).filter(
        Exists(_doing(places, OuterRef("function"))),
        sector=user.sector_id,
        language__in=("", user.language),
    )


def requirements_of_any(user_ids: Collection[int], day: date):
    """What is required on a day of anybody among these people."""
    places = confirmed_on(day).filter(
        user__in=user_ids,
        user__is_active=True,
        user__sector=OuterRef("sector"),
        organisation__path__startswith=OuterRef("organisation__path"),
    )
    return Requirement.objects.in_force(day).filter(Exists(places))


def asked_within(
    organisation: Organisation, day: date, *, places: Q | None = None
) -> Q:
    """Obligations that concern their person because of a place in an organisation or
    below it, on a day, or of one of certain `places` there; what another employer asks of
    them is not."""
    here = Q(organisation__path__startswith=organisation.path)
    fitting = (
        confirmed_on(day)
        .filter(places or here, user=OuterRef("user"))
        .filter(
            organisation__path__startswith=OuterRef("requirement__organisation__path")
        )
    )
    return Q(Exists(_doing(fitting, OuterRef("requirement__function"))))


def in_scope(day: date) -> Q:
    """Obligations whose person their requirement concerns on a day."""
    places = confirmed_on(day).filter(
        user=OuterRef("user"),
        organisation__path__startswith=OuterRef("requirement__organisation__path"),
    )
    everybody = Q(requirement__language="")
    return (everybody | Q(user__language=F("requirement__language"))) & Q(
        Exists(_doing(places, OuterRef("requirement__function"))),
        user__is_active=True,
        user__sector=F("requirement__sector"),
        requirement__in=Requirement.objects.in_force(day).values("pk"),
    )
