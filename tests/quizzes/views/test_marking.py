"""Marking in the browser: the queue, one answer at a time, and what its writer sees."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from organisations.enums import Role
from quizzes.domain.marking.claiming import claim
from quizzes.domain.marking.giving import give_mark
from quizzes.models import Attempt, Mark, Marking
from tests.factories.courses import afresh, standing
from tests.factories.marking import (
    TEXT,
    given_of,
    hand_in,
    make_marker,
    make_written_course,
    markings_of,
)
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

QUEUE = reverse("quizzes:marking")
NEXT = reverse("quizzes:marking_next")


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def build():
        small = make_written_course()
        small.release()
        return small

    with standing(build, django_db_blocker) as small:
        yield small


@pytest.fixture
def course(standing_course, db):
    return afresh(standing_course)


@pytest.fixture
def beekstad(db):
    """Employs Alice and Bob, and owns no course."""
    return OrganisationFactory(name="Beekstad", code="beekstad")


@pytest.fixture
def attempt(course, bob) -> Attempt:
    """Bob's, with two texts, which decide about passing."""
    return hand_in(bob, course, now=timezone.now())


@pytest.fixture
def marker(course):
    return make_marker(course, printed_name="Mira Marker")


def page_of(marking: Marking) -> str:
    return reverse("quizzes:mark", args=[marking.reference])


def fields_of_mark(marking: Marking, thirds: int, words: str) -> dict:
    given = given_of(marking.item, thirds)
    points = {f"points-{key}": value for key, value in given.points.items()}
    return points | {"feedback": words, "do": "mark"}


def test_who_marks_goes_from_one_answer_to_the_next_and_reads_no_name(
    sign_in, marker, attempt, bob
):
    client = sign_in(marker)
    first, second = markings_of(attempt)
    listed = client.get(QUEUE).content.decode()
    assert "2 answers wait for you." in listed

    page = client.post(NEXT, follow=True)
    assert page.redirect_chain == [(page_of(first), 302)]
    html = page.content.decode()
    assert TEXT in html
    assert "1 of 2" in html
    page = client.post(
        page_of(first), fields_of_mark(first, 1, "Say more."), follow=True
    )
    assert page.redirect_chain == [(page_of(second), 302)]
    html += page.content.decode()
    assert "2 of 2" in html
    page = client.post(page_of(second), fields_of_mark(second, 3, ""), follow=True)

    html += listed + page.content.decode()
    assert "Nothing waits to be marked" in html
    pointing = (bob.email, "Bob", "Wiśniewski", "Beekstad", str(attempt.uuid))
    assert [one for one in pointing if one in html] == []
    assert list(Mark.objects.values_list("feedback", flat=True)) == ["Say more.", ""]


def test_a_mark_that_cannot_be_kept_is_shown_again_as_it_was(sign_in, marker, attempt):
    client, marking = sign_in(marker), markings_of(attempt)[0]
    claim(marker, marking, now=timezone.now())

    half = client.post(page_of(marking), {"do": "mark", "feedback": "Half."})
    about = fields_of_mark(marking, 1, "Ask Jan Peeters on 0470 12 34 56.")
    named = client.post(page_of(marking), about)

    assert (half.status_code, named.status_code) == (422, 422)
    assert "Half." in half.content.decode()
    assert "This may point to a person" in named.content.decode()
    assert not Mark.objects.exists()


def test_an_answer_is_put_back_and_taken_by_another(sign_in, course, marker, attempt):
    client, other = sign_in(marker), sign_in(make_marker(course))
    marking = markings_of(attempt)[0]
    take = reverse("quizzes:marking_take", args=[marking.reference])

    assert client.get(page_of(marking)).headers["Location"] == QUEUE
    assert client.post(take).headers["Location"] == page_of(marking)
    assert other.post(take, follow=True).redirect_chain == [(QUEUE, 302)]
    given = fields_of_mark(marking, 3, "")
    assert other.post(page_of(marking), given).headers["Location"] == QUEUE
    assert client.post(page_of(marking), {"do": "release"}).headers["Location"] == QUEUE
    assert other.post(take).headers["Location"] == page_of(marking)
    assert not Mark.objects.exists()


def test_to_whom_it_is_not_given_the_queue_and_its_answers_do_not_exist(
    sign_in, course, attempt, bob, alice, charlie
):
    marking = markings_of(attempt)[0]
    take = reverse("quizzes:marking_take", args=[marking.reference])
    admin = UserFactory(is_superuser=True)
    for user in (bob, alice, charlie, admin):
        client = sign_in(user)
        asked = [client.get(QUEUE), client.post(NEXT), client.get(page_of(marking))]
        asked += [client.post(take), client.post(page_of(marking), {"do": "release"})]
        assert [one.status_code for one in asked] == [404] * 5
    # A trainer elsewhere has a queue of their own, and a colleague of Bob's one too.
    abroad = UserFactory()
    MembershipFactory(user=abroad, role=Role.TRAINER)
    colleague = make_marker(course)
    MembershipFactory(user=colleague, organisation=alice.memberships.get().organisation)
    for user in (abroad, colleague):
        client = sign_in(user)
        assert "Nothing waits to be marked" in client.get(QUEUE).content.decode()
        asked = [client.get(page_of(marking)), client.post(take)]
        assert [one.status_code for one in asked] == [404] * 2


def test_the_queue_costs_as_much_with_thirty_answers_as_with_one(
    sign_in, course, marker, attempt
):
    def cost() -> int:
        client = sign_in(marker)
        client.get(QUEUE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(QUEUE).status_code == 200
        return len(queries)

    first, second = markings_of(attempt)
    claim(make_marker(course), second, now=timezone.now())
    with_one = cost()
    item = first.item
    for number in range(2, 31):
        attempt.pk, attempt.number, attempt.uuid = None, number, None
        attempt.uuid = Attempt._meta.get_field("uuid").get_default()
        attempt.save(force_insert=True)
        item.pk, item.attempt = None, attempt
        item.save(force_insert=True)
        now = timezone.now()
        Marking.objects.create(
            item=item, course=course.course, waiting_since=now, due_at=now
        )

    assert cost() == with_one <= 12


def test_a_learner_reads_that_it_waits_and_cannot_begin_again_meanwhile(
    sign_in, course, attempt, bob
):
    client = sign_in(bob)
    result = reverse("quizzes:result", args=[attempt.uuid])
    at = [course.course.code, attempt.activity_id]

    html = client.get(result).content.decode()
    assert "Waiting to be marked" in html
    assert "2 answers are not in this score yet" in html
    assert "Try again" not in html
    front = client.get(reverse("quizzes:front", args=at)).content.decode()
    assert "Somebody is marking what you wrote" in front
    client.post(reverse("quizzes:start", args=at), {"number": 2})
    assert Attempt.objects.count() == 1


def test_a_learner_reads_the_mark_and_the_words_and_who_gave_them_nowhere(
    sign_in, course, bob, marker
):
    attempt = hand_in(bob, course, now=timezone.now(), right=False)
    client = sign_in(bob)
    result = reverse("quizzes:result", args=[attempt.uuid])
    html = client.get(result).content.decode()
    assert "It cannot be enough to pass any more" in html
    assert "Try again" in html

    for marking in markings_of(attempt):
        given = given_of(marking.item, 2, "Say what you saw first.")
        give_mark(marking, given, marker=marker, now=timezone.now())

    html = client.get(result).content.decode()
    assert html.count("Say what you saw first.") == 2
    assert "2 of 2" in html
    assert "Mira" not in html


def test_a_question_that_is_marked_says_so_and_names_what_may_point_to_a_person(
    sign_in, course, bob
):
    client = sign_in(bob)
    at = [course.course.code, course.key("small-quiz")]
    enrol(bob, course.course, now=timezone.now())
    client.post(reverse("quizzes:start", args=at))
    attempt = Attempt.objects.get()
    item = attempt.items.filter(version__kind="open_answer").first()
    page = reverse("quizzes:question", args=[attempt.uuid, item.position])

    assert "without your name" in client.get(page).content.decode()
    client.post(page, {"text": "Jan Peeters, 0470 12 34 56", "go": "review"})

    for shown in (page, reverse("quizzes:review", args=[attempt.uuid])):
        html = client.get(shown).content.decode()
        assert "This may point to a person" in html
        assert "0470 12 34 56" in html
