"""The starter programmes: whole, once, and in every language they speak."""

import pytest
from django.core.management import CommandError, call_command

from trainers.domain.rubric_marks import current_rubric, meets
from trainers.models import Rubric, TrainerProgramme

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(beekstad, small_course):
    beekstad.code = "relay"
    beekstad.save()
    small_course.course.code = "frontline-prevention-basic"
    small_course.course.save()


def test_loading_twice_writes_once(places):
    call_command("seed_trainers")
    call_command("seed_trainers")
    assert TrainerProgramme.objects.count() == 2
    assert Rubric.objects.count() == 2


def test_what_is_there_is_left_alone(places):
    call_command("seed_trainers")
    TrainerProgramme.objects.update(valid_months=30)
    call_command("seed_trainers")
    assert set(TrainerProgramme.objects.values_list("valid_months", flat=True)) == {30}


def test_each_has_its_numbers_and_the_nine_criteria(places):
    call_command("seed_trainers")
    frontline = TrainerProgramme.objects.get(code="frontline-prevention")
    bounce = TrainerProgramme.objects.get(code="bounce")
    assert (frontline.valid_months, bounce.valid_months) == (24, 36)
    assert (frontline.is_open, bounce.is_open) == (True, False)
    assert [one.code for one in frontline.base_courses.all()] == [
        "frontline-prevention-basic"
    ]
    for programme in (frontline, bounce):
        rubric = current_rubric(programme)
        assert len(rubric.criteria) == 9
        for criterion in rubric.criteria:
            assert set(criterion["names"]) == {"en", "nl", "fr", "de"}
            assert set(criterion["levels"]) == {"0", "1", "2", "3", "4"}
            for texts in criterion["levels"].values():
                assert set(texts) == {"en", "nl", "fr", "de"}
                assert all(texts.values())
        for texts in (programme.names, programme.names_of_accredited):
            assert set(texts) == {"en", "nl", "fr", "de"}
    levels = {one["key"]: 3 for one in current_rubric(bounce).criteria}
    assert meets(current_rubric(bounce), levels)
    assert not meets(current_rubric(bounce), {**levels, "safety": 2, "accuracy": 4})
    assert meets(current_rubric(frontline), {**levels, "safety": 2, "accuracy": 4})


def test_without_its_places_it_says_what_is_missing(db):
    with pytest.raises(CommandError, match="not there"):
        call_command("seed_trainers")
