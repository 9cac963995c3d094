from django.utils import timezone

from courses.domain.enrolment import enrol
from courses.domain.progress import way_through
from courses.domain.text_version import as_text, text_of
from courses.models import LessonPage
from lms.remembered import forget
from media.domain.testimonies import consent_of, withdraw_consent
from tests.factories.courses import make_course
from tests.factories.exercises import stable
from tests.factories.media import make_testimony


def test_what_plays_is_left_out_and_nothing_stays_folded():
    html = (
        '<p>One</p><video controls>\n<source src="x"></video><audio src="y"></audio>'
        '<img class="a" alt="A bridge" src="z"><details class="b">Two</details>'
        "<details open>Three</details>"
    )

    assert as_text(html) == (
        '<p>One</p><span class="text-version__image">A bridge</span>'
        '<details open class="b">Two</details><details open>Three</details>'
    )


def test_the_text_is_all_there_is_to_read_on_the_learners_way(
    small_course, bob, django_assert_num_queries
):
    enrolment = enrol(bob, small_course.course, now=timezone.now())
    way = way_through(enrolment, language="nl")

    # No testimony is shown here, so nobody's consent is asked for.
    with django_assert_num_queries(1):
        modules = text_of(way, code="small", now=timezone.now())

    assert [module.title for module in modules] == ["Core nl", "Police nl"]
    lesson = modules[0].activities[0]
    assert (lesson.title, lesson.minutes) == ("Lesson one nl", 5)
    assert "Lead one nl" in lesson.parts[0]
    assert "A fact nl" in lesson.parts[1]
    assert lesson.parts[2] == "<p>Vraag small-one-check?</p>"
    quiz = modules[0].activities[2]
    assert (quiz.title, quiz.parts) == ("Quiz nl", ())


def test_another_sectors_lesson_is_not_in_it(small_course, alice):
    enrolment = enrol(alice, small_course.course, now=timezone.now())
    way = way_through(enrolment, language="en")

    modules = text_of(way, code="small", now=timezone.now())

    assert [module.title for module in modules] == ["Core en"]


def test_a_testimony_is_in_the_text_while_the_person_agrees(beekstad, bob):
    told = make_testimony(beekstad)
    small = make_course(beekstad, bank_size=8)
    lesson = small.lesson("small-one")
    raw = [{"type": "testimony", "id": stable("told"), "value": told["en"].pk}]
    lesson.body = LessonPage._meta.get_field("body").to_python(raw)
    lesson.save()
    small.release()
    forget()
    way = way_through(enrol(bob, small.course, now=timezone.now()), language="en")

    def read() -> str:
        modules = text_of(way, code="small", now=timezone.now())
        return modules[0].activities[0].parts[0]

    assert "I asked too late en." in read()
    withdraw_consent(consent_of(told["en"]), actor=None, now=timezone.now())
    assert "I asked too late" not in read()
    assert "It is not shown any more." in read()
