from datetime import date

import pytest
from django.utils import timezone

from courses.domain.enrolment import enrol
from organisations.enums import Role
from organisations.models import Membership


@pytest.fixture
def enrolment(small_course, bob):
    return enrol(bob, small_course.course, now=timezone.now())


def joins(user, organisation, role) -> None:
    Membership.objects.create(
        user=user, organisation=organisation, role=role, starts_on=date(2026, 1, 1)
    )


@pytest.fixture
def author(alice, beekstad):
    joins(alice, beekstad, Role.AUTHOR)
    return alice


@pytest.fixture
def reviewer(django_user_model, beekstad):
    user = django_user_model.objects.create_user("rita@beekstad.example")
    joins(user, beekstad, Role.REVIEWER)
    return user


@pytest.fixture
def stranger(charlie, valmont):
    """Charlie writes and reviews elsewhere."""
    joins(charlie, valmont, Role.PROGRAMME_OWNER)
    return charlie
