"""Fixtures for folders of tests that only look at the small course: it is built once
per module. A conftest imports what it needs; tests that open transactions of their own
cannot use them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories.courses import afresh, make_course, standing
from tests.factories.organisations import OrganisationFactory


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def build():
        small = make_course(OrganisationFactory(name="Beekstad", code="beekstad"))
        small.release()
        return small

    with standing(build, django_db_blocker) as small:
        yield small


@pytest.fixture
def small_course(standing_course, db):
    """A released course in English and Dutch."""
    return afresh(standing_course)


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
