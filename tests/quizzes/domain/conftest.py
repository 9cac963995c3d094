import pytest

from quizzes.domain.importing import import_questions
from quizzes.interchange import FORMATS
from quizzes.models import Bank


@pytest.fixture
def other_bank(small_course) -> Bank:
    """A bank without questions."""
    return Bank.objects.create(
        course=small_course.course, code="other-bank", name="Other"
    )


@pytest.fixture
def take(other_bank, alice, now):
    """Read a file into that bank."""

    def done(data: bytes, form=FORMATS["gift"], **changes):
        given = {"language": "en", "actor": alice, "now": now} | changes
        return import_questions(other_bank, form, data, **given)

    return done
