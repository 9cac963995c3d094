from datetime import date, timedelta

import pytest

from tests.factories import tracking as factories
from tests.factories.exports import stop_workers
from tracking.domain.obligations import sweep

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    return stop_workers(monkeypatch)


@pytest.fixture
def now():
    return factories.noon(MONDAY)


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def asked(beekstad, course, bob):
    """Asked of Beekstad's police; Bob is there, and overdue."""
    requirement = factories.make_requirement(beekstad, course)
    sweep(factories.noon(MONDAY - timedelta(days=200)))
    return requirement
