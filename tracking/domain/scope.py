"""Whom a requirement concerns: people of its sector with a confirmed place in its
organisation or in a part of it."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from organisations.models import Membership, User
from tracking.models import Requirement


def confirmed_on(day: date):
    """Memberships in force on a day that the organisation itself has confirmed."""
    return Membership.objects.on(day).filter(is_self_declared=False)


def people_in_scope(organisation, sector, day: date):
    """Everybody whom a requirement of `organisation` for `sector` concerns on a day."""
    places = confirmed_on(day).filter(
        user=OuterRef("pk"), organisation__path__startswith=organisation.path
    )
    return User.objects.filter(Exists(places), is_active=True, sector=sector)


def requirements_of(user, day: date):
    """What is required of a person on a day, read from where they belong."""
    places = confirmed_on(day).filter(
        user=user, organisation__path__startswith=OuterRef("organisation__path")
    )
    if not user.is_active or user.sector_id is None:
        return Requirement.objects.none()
    return Requirement.objects.in_force(day).filter(
        Exists(places), sector=user.sector_id
    )


def in_scope(day: date) -> Q:
    """Obligations whose person their requirement concerns on a day."""
    places = confirmed_on(day).filter(
        user=OuterRef("user"),
        organisation__path__startswith=OuterRef("requirement__organisation__path"),
    )
    return Q(
        Exists(places),
        user__is_active=True,
        user__sector=F("requirement__sector"),
        requirement__in=Requirement.objects.in_force(day).values("pk"),
    )
