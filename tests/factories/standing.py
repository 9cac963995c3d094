"""Fixtures for folders of tests that only look at the small course: it is built once
per module. A conftest imports what it needs.

Where a test of the module commits, nothing can stand around it: there each test builds
the course for itself.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories.courses import SmallCourse, afresh, make_course, standing
from tests.factories.organisations import OrganisationFactory


def _build() -> SmallCourse:
    small = make_course(OrganisationFactory(name="Beekstad", code="beekstad"))
    small.release_as_made()
    return small


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="module")
def standing_course(request, django_db_setup, django_db_blocker):
    """None where a test of the module commits."""
    module = request.module
    if any(item.module is module and _commits(item) for item in request.session.items):
        yield None
        return
    with standing(_build, django_db_blocker) as small:
        yield small


@pytest.fixture
def small_course(standing_course, db):
    """A released course in English and Dutch."""
    return afresh(standing_course) if standing_course else _build()


@pytest.fixture
def beekstad(small_course):
    return small_course.course.owner


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """A browser in which somebody is signed in, each time a new one."""

    def one(user, language: str = "en") -> Client:
        client = Client()
        client.force_login(user)
        client.cookies["django_language"] = language
        return client

    return one
