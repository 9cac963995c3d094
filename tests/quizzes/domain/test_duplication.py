"""What a copied course takes along of its quizzes."""

from courses.domain.duplication import Copying, new_course
from organisations.models import Sector
from quizzes.domain.duplication import steps_of_banks
from quizzes.models import Question


def keys_in(course) -> set[str]:
    questions = Question.objects.filter(bank__course=course)
    return set(questions.values_list("key", flat=True))


def test_a_question_that_is_deleted_meanwhile_is_left_out_and_the_others_come(
    small_course, beekstad, bob
):
    """Steps are worked through in the background, one after the other."""
    source = small_course.course
    twin = new_course(source, code="twin", owner=beekstad)
    steps = steps_of_banks(Copying(source, twin, bob, keep_live=False))
    for question in Question.objects.filter(key="small-q1"):
        question.delete()

    for step in steps:
        step()

    assert "small-q0" in keys_in(twin)
    assert keys_in(twin) == keys_in(source)


def test_a_copy_has_the_tags_sectors_and_place_in_the_lesson(
    small_course, beekstad, bob
):
    question = Question.objects.get(key="small-q1", locale__language_code="en")
    question.tags, question.lesson_block = "signs", "b1"
    question.sectors = [Sector.objects.get(pk="POL")]
    question.save()
    twin = new_course(small_course.course, code="twin", owner=beekstad)

    for step in steps_of_banks(Copying(small_course.course, twin, bob, keep_live=True)):
        step()

    copy = Question.objects.get(
        key="small-q1", bank__course=twin, locale__language_code="en"
    )
    assert (copy.tags, copy.lesson_block) == ("signs", "b1")
    assert [sector.pk for sector in copy.sectors.all()] == ["POL"]
    assert [sector.pk for sector in question.sectors.all()] == ["POL"]
