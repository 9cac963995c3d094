"""A part of a course that is taught in a session is a kind of activity like any other."""

import pytest

from courses.domain import checklist, player
from courses.domain.editions.drafting import draft_manifest
from courses.domain.enrolment import enrol
from courses.domain.manifest import outline_of
from courses.domain.progress import way_through
from courses.domain.text_version import text_of
from courses.domain.trying import Trial
from courses.models import Completion, ModulePage
from lms.publishing import findings_of
from tests.factories.taught import make_taught
from trainers.models import SessionPage
from wagtail_localize.fields import get_translatable_fields, TranslatableField

pytestmark = pytest.mark.django_db


def test_x(beekstad, bob, now):
    made = make_taught(beekstad)
    [module] = outline_of(made.course.current_edition_id).modules
    assert module["activities"][0]["kind"] == "session"
    e = enrol(bob, made.course, now=now)
    way = way_through(e, language="nl")
    print(text_of(way, code="workshop", now=now))
