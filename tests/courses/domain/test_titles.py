import pytest

from courses.domain.enrolment import enrol, titles_of
from courses.domain.manifest import outline_of
from courses.domain.progress import way_through
from courses.domain.titles import LABELS, check_sector_title
from courses.models import SectorTitle
from lms.errors import DomainError
from tests.factories.courses import make_course

DIALOGUE = {"en": "Dialogue in the classroom", "nl": "Dialoog in de klas"}


@pytest.fixture
def small(beekstad):
    """Called by another name in education."""
    made = make_course(beekstad)
    SectorTitle.objects.create(course=made.course, sector_id="EDU", titles=DIALOGUE)
    made.release()
    return made


def test_an_edition_freezes_the_neutral_title(small):
    outline = outline_of(small.course.current_edition_id)
    SectorTitle.objects.update(titles={"en": "Something else"})

    assert outline.course["sector_titles"] == {"EDU": DIALOGUE}
    assert outline.title("nl", ["EDU"]) == "Dialoog in de klas"
    assert outline.title("nl", ["POL", None]) == "Course nl"
    assert outline.title("en") == "Course en"


def test_without_one_the_outline_is_as_it_was(beekstad):
    small = make_course(beekstad)
    small.release()

    assert "sector_titles" not in outline_of(small.course.current_edition_id).course


def test_a_language_without_its_neutral_title_is_not_released(beekstad):
    small = make_course(beekstad)
    SectorTitle.objects.create(
        course=small.course, sector_id="EDU", titles={"en": "Dialogue"}
    )

    with pytest.raises(DomainError, match="“Education” is missing in NL"):
        small.release()


def test_learners_of_the_sector_know_the_course_by_it(small, alice, bob, now):
    alice.sector_id = "EDU"
    alice.save()

    titles = [
        way_through(enrol(user, small.course, now=now), language="en").title
        for user in (alice, bob)
    ]

    assert titles == ["Dialogue in the classroom", "Course en"]
    assert titles_of([small.course], language="nl", sector="EDU") == {
        small.course.pk: "Dialoog in de klas"
    }


@pytest.mark.parametrize("label", LABELS)
def test_a_neutral_title_has_no_label(label, small):
    with pytest.raises(DomainError) as refused:
        check_sector_title(small.course, DIALOGUE | {"fr": f"De {label.upper()}ing"})

    assert refused.value.code == "label"


def test_it_is_given_in_every_language_of_the_course(small):
    check_sector_title(small.course, DIALOGUE)
    with pytest.raises(DomainError) as refused:
        check_sector_title(small.course, {"en": "Dialogue"})

    assert (refused.value.code, "Missing: NL." in refused.value.message) == (
        "language_missing",
        True,
    )
