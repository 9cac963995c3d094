"""An attempt belongs to the one who makes it; for everybody else it is not there."""

import uuid

import pytest
from django.urls import reverse

from organisations.models import User
from quizzes.models import Answer, Attempt
from tests.quizzes.views.conftest import fields_of

OF_THE_ATTEMPT = [
    ("review", ()),
    ("submit", ()),
    ("result", ()),
    ("question", (1,)),
    ("save", (1,)),
]
# The method a view does not take is refused before anything is looked up.
WRONG_METHOD = {
    ("get", "submit"),
    ("get", "save"),
    ("post", "review"),
    ("post", "result"),
}


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("root@relay.example", printed_name="Root")


@pytest.mark.parametrize("submitted", [False, True])
@pytest.mark.parametrize("who", ["alice", "charlie", "administrator"])
def test_another_persons_attempt_is_not_there(
    request, sign_in, browser, course, now, address, item, who, submitted
):
    from courses.domain.enrolment import enrol

    person = request.getfixturevalue(who)
    if person.sector_id:
        enrol(person, course.course, now=now)
    if submitted:
        browser.post(address("submit"))
    other = sign_in(person)
    before = Attempt.objects.values().get()
    for view, more in OF_THE_ATTEMPT:
        for method in ("get", "post"):
            fields = fields_of(item()) | {"client": str(uuid.uuid4()), "sequence": "1"}
            response = getattr(other, method)(address(view, *more), fields)
            wrong = (method, view) in WRONG_METHOD
            assert response.status_code == (405 if wrong else 404), (view, method)
    assert Attempt.objects.values().get() == before
    assert not Answer.objects.exists()


def test_the_front_and_start_of_the_same_quiz_show_nothing_of_another_person(
    sign_in, alice, course, now, attempt, quiz_key
):
    from courses.domain.enrolment import enrol

    enrol(alice, course.course, now=now)
    other = sign_in(alice)
    args = ["small", quiz_key]

    assert other.get(reverse("quizzes:front", args=args)).context["current"] is None
    other.post(reverse("quizzes:start", args=args))

    hers = Attempt.objects.get(enrolment__user=alice)
    assert hers != attempt
    assert hers.number == 1


def test_an_attempt_that_never_was_is_not_there(browser):
    for view, more in OF_THE_ATTEMPT:
        where = reverse(f"quizzes:{view}", args=[uuid.uuid4(), *more])
        assert {browser.get(where).status_code, browser.post(where).status_code} <= {
            404,
            405,
        }
