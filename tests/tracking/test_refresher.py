"""A refresher meets what is asked of the holders of the course it renews."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certificates.domain.award import award_certificate
from certificates.models import day_of
from tests.factories import tracking as factories
from tests.factories.certificates import complete, make_rule
from tests.factories.certified_editions import did, make_delta
from tests.factories.equivalents import make_equivalents
from tracking.domain.home import home_of
from tracking.domain.obligations import sweep
from tracking.domain.standing import position_of


@pytest.fixture
def asked(small_course, beekstad, bob):
    """Bob was certified 700 days ago for what his organisation asks of him."""
    now = timezone.now()
    then = now - timedelta(days=700)
    bob.memberships.update(starts_on=day_of(then))
    course = small_course.course
    requirement = factories.make_requirement(beekstad, course, starts_on=day_of(then))
    make_rule(course)
    sweep(then)
    award_certificate(complete(small_course, bob, now=then), now=then)
    return requirement


def test_the_refresher_counts_as_evidence_and_nobody_is_urged_any_more(
    asked, small_course, bob
):
    now = timezone.now()
    course = small_course.course
    refresher = make_delta(course, code="refresh", now=now - timedelta(days=900))
    make_equivalents(course, refresher)
    make_rule(refresher, prefix="CPL-R", renews=course, renewal_mode="expiry")
    sweep(now)
    home = home_of(bob, now=now, language="en")
    assert home.first.again
    assert len(home.endings) == 1

    award_certificate(did(bob, refresher, now=now), now=now)
    sweep(now)

    assert position_of(bob, asked, day_of(now)).standing == "covered"
    home = home_of(bob, now=now, language="en")
    assert (home.required, home.met, home.endings) == ([], 1, [])
    # Its parts are still there to be read; the course itself is asked of nobody.
    assert home.first.code == "refresh"
