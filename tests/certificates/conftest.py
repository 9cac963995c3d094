"""Bob, of the police of Beekstad, holds a certificate of the small course."""

import pytest

from certificates.domain.award import award_certificate
from tests.factories.certificates import complete, make_rule


@pytest.fixture
def rule(small_course):
    return make_rule(small_course.course)


@pytest.fixture
def completion(small_course, bob, now):
    return complete(small_course, bob, now=now)


@pytest.fixture
def certificate(rule, completion, now):
    return award_certificate(completion, now=now)
