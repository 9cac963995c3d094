from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses import registries
from courses.domain.enrolment import enrol
from courses.domain.progress import complete_activity
from tests.factories.standing import sign_in

__all__ = ["sign_in"]

POLICE_WAY = ("small-one", "small-two", "small-quiz", "small-beat")


@pytest.fixture
def enrolment(small_course, bob):
    """Bob is in the course."""
    return enrol(bob, small_course.course, now=timezone.now())


@pytest.fixture
def browser(sign_in, bob, enrolment) -> Client:
    """Bob's, who is in the course."""
    return sign_in(bob)


@pytest.fixture
def at(small_course) -> Callable[..., str]:
    """The address of a view about an activity, by the page's slug."""

    def address(view: str, slug: str, *more) -> str:
        return reverse(f"courses:{view}", args=["small", small_course.key(slug), *more])

    return address


@pytest.fixture
def finish(small_course, enrolment):
    """Bob has done these activities."""

    def done(*slugs: str) -> None:
        for slug in slugs:
            complete_activity(
                enrolment, small_course.key(slug), language="en", now=timezone.now()
            )

    return done


@pytest.fixture
def no_rewards(monkeypatch):
    monkeypatch.setattr(registries, "completion_rewards", [])
