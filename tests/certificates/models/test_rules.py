import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.certificates import make_rule


@pytest.mark.parametrize("sector", [None, "POL"])
def test_a_course_has_one_rule_per_sector_and_one_for_the_rest(small_course, sector):
    make_rule(small_course.course, sector=sector)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_rule(small_course.course, sector=sector)
    make_rule(small_course.course, sector="YTH")


def test_a_course_to_practise_in_gives_no_certificate(small_course):
    rule = make_rule(small_course.course)
    rule.clean()
    small_course.course.is_practice = True
    rule.course = small_course.course

    with pytest.raises(ValidationError) as refused:
        rule.clean()
    assert list(refused.value.message_dict) == ["course"]
