"""A part of a course that is taught in a session is a kind of activity like any other."""

import pytest

from courses.domain.enrolment import enrol
from courses.domain.manifest import outline_of
from courses.domain.progress import way_through
from courses.domain.text_version import text_of
from tests.factories.taught import make_taught

pytestmark = pytest.mark.django_db


def test_x(beekstad, bob, now):
    made = make_taught(beekstad)
    [module] = outline_of(made.course.current_edition_id).modules
    assert module["activities"][0]["kind"] == "session"
    e = enrol(bob, made.course, now=now)
    way = way_through(e, language="nl")
    print(text_of(way, code="workshop", now=now))
