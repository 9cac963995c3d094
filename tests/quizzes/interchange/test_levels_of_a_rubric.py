"""What an author wrote of the levels of a rubric is in no file, and that is said."""

import pytest

from quizzes.interchange import FORMATS
from quizzes.interchange.found import Found
from quizzes.interchange.shapes import Essay


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_levels_are_said_to_be_lost(name):
    essay = Essay((("It asks", 2, "Openly"),), has_levels=True)
    found = Found(key="q", place="q", prompt="Write.", shape=essay)

    FORMATS[name].write([found])

    assert any("rubric" in one.message for one in found.problems)
