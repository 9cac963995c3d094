"""What a quiz asks besides, and counts for nothing: a scale, a dialogue."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.models import ActivityProgress
from quizzes.domain import attempts
from quizzes.models import Answer, Question
from tests.factories.courses import make_course, standing
from tests.factories.organisations import OrganisationFactory
from tests.quizzes.views.conftest import payload_of

FRAGMENT = {"headers": {"X-Relay-Fragment": "1"}}


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def build():
        owner = OrganisationFactory(name="Beekstad", code="beekstad")
        kinds = ("single_choice", "scale", "dialogue")
        small = make_course(owner, kinds=kinds, bank_size=6, draw=2)
        small.release()
        return small

    with standing(build, django_db_blocker) as small:
        yield small


def kinds_of(attempt) -> list[str]:
    return [row.version.kind for row in attempt.items.select_related("version")]


def test_the_front_page_tells_what_counts_from_what_does_not(browser, quiz_key, course):
    text = browser.get(reverse("quizzes:front", args=["small", quiz_key])).text

    assert "2 questions; 2 right are enough (80 %)." in text
    assert "4 more are there to think over; they count for nothing." in text


def test_all_that_counts_for_nothing_comes_after_what_counts(attempt):
    assert kinds_of(attempt) == [
        "single_choice",
        "single_choice",
        "scale",
        "dialogue",
        "scale",
        "dialogue",
    ]


@pytest.mark.parametrize("answer_besides", [False, True])
def test_it_changes_nothing_of_the_result(
    browser, address, attempt, item, course, answer_besides
):
    for row in attempt.items.select_related("version"):
        content = row.version.content["en"]
        if row.version.kind == "single_choice":
            right = next(one for one in content["options"] if one["correct"])
            browser.post(address("question", row.position), {"choice": right["id"]})
        elif answer_besides:
            chosen = {"way": "2"}
            if row.version.kind == "scale":
                chosen = {"choice": content["steps"][0]["id"]}
            browser.post(address("question", row.position), chosen)
            assert payload_of(row) is not None

    browser.post(address("submit"))
    page = browser.get(address("result"))

    outcome = page.context["outcome"]
    assert (outcome.passed, outcome.total, outcome.right) == (True, 2, 2)
    assert outcome.needed == 2
    assert page.context["marks"] == [True, True]
    assert page.context["again"] == []
    assert ActivityProgress.objects.filter(completed_at__isnull=False).count() == 1


def test_wrong_answers_are_worth_a_second_look_and_a_scale_is_not(
    browser, address, item
):
    browser.post(address("submit"))

    page = browser.get(address("result"))

    assert page.context["marks"] == [False, False]
    assert [row["position"] for row in page.context["again"]] == [1, 2]


def test_nobody_can_need_to_pass_what_counts_for_nothing(course):
    question = Question.objects.filter(key="small-q1").first()
    assert question.body[0].block_type == "scale"
    question.must_pass = True

    with pytest.raises(ValidationError) as found:
        question.clean()

    assert list(found.value.message_dict) == ["must_pass"]


def now_on(page) -> str:
    found = BeautifulSoup(page.content, "html.parser")
    return " ".join(found.select_one("[data-walk-now]").text.split())


def way_on(page) -> str:
    found = BeautifulSoup(page.content, "html.parser")
    return found.select_one("input[name=way]")["value"]


def test_a_dialogue_is_walked_by_addresses_and_going_on_keeps_the_way(
    browser, address, item
):
    asked = item(kind="dialogue")
    here = address("question", asked.position)
    assert "At the door, Right" in now_on(browser.get(here))

    page = browser.get(address("walk", asked.position, "1.2"))

    assert "At the home, Right" in now_on(page)
    assert "nobody else sees the way you take" in now_on(page)
    form = BeautifulSoup(page.content, "html.parser").select_one("form.quiz")
    assert form["action"] == here
    assert not Answer.objects.exists()
    browser.post(here, {"way": way_on(page), "go": "1"})
    assert payload_of(asked) == {"way": [1, 2]}
    page = browser.get(here)
    assert "At the home, Right" in now_on(page)
    row = page.context["map"][asked.position - 1]
    assert (row["answered"], row["complete"]) == (True, True)


def test_starting_again_takes_the_way_back(browser, address, item):
    asked = item(kind="dialogue")
    here = address("question", asked.position)
    browser.post(here, {"way": "1"})
    shown = browser.get(here).context["saved"].pk

    page = browser.get(address("walk", asked.position, "0"))
    assert "At the door, Right" in now_on(page)
    browser.post(here, {"way": way_on(page), "shown": shown})

    assert payload_of(asked) is None


def test_a_script_gets_the_step_alone_with_the_way_it_will_post(browser, address, item):
    page = browser.get(address("walk", item(kind="dialogue").position, "2"), **FRAGMENT)

    text = page.content.decode()
    assert page["X-Relay-Fragment"] == "1"
    assert "At the street, Right" in text
    assert 'name="way" value="2"' in text
    assert "<html" not in text


def test_a_way_that_is_not_there_leads_to_the_question_and_a_scale_has_none(
    browser, address, item
):
    asked, scale = item(kind="dialogue"), item(kind="scale")

    for way in ("9", "1.9", "x", "1.2.1"):
        response = browser.get(address("walk", asked.position, way))
        assert response["Location"] == address("question", asked.position)
    assert browser.get(address("walk", scale.position, "1")).status_code == 404


def test_after_handing_in_a_way_leads_to_the_result(browser, address, item):
    browser.post(address("submit"))

    for headers in ({}, FRAGMENT):
        response = browser.get(
            address("walk", item(kind="dialogue").position, "1"), **headers
        )
        assert response["Location"] == address("result")


def test_when_time_is_up_a_way_leads_to_the_result(
    browser, address, item, attempt, now
):
    there = address("walk", item(kind="dialogue").position, "1")
    attempt.time_limit = 1
    attempt.deadline_at = attempt.started_at + timedelta(minutes=1)
    attempt.save()

    with time_machine.travel(attempt.deadline_at + timedelta(hours=1), tick=False):
        response = browser.get(there)

    assert response["Location"] == address("result")


def test_a_question_that_was_not_asked_has_no_way(browser, address):
    assert browser.get(address("walk", 7, "1")).status_code == 404


def test_somebody_elses_way_does_not_exist(sign_in, charlie, alice, address, item):
    there = address("walk", item(kind="dialogue").position, "1")

    for person in (alice, charlie):
        assert sign_in(person).get(there).status_code == 404


def test_what_was_walked_before_signing_in_again_is_there(client, bob, address, item):
    asked = item(kind="dialogue")
    here = address("question", asked.position)
    client.post(here, {"way": "1", "go": "1"})

    client.force_login(bob)

    page = client.get(here)
    assert page.context["kept"]
    assert way_on(page) == "1"


def test_as_many_questions_as_an_attempt_draws_have_to_count(course):
    from quizzes.domain.checklist import warn_of_small_bank
    from quizzes.models import QuizPage

    page = QuizPage.objects.first()
    assert list(warn_of_small_bank(page)) == []
    page.draw = 3
    assert len(list(warn_of_small_bank(page))) == 1


def test_the_size_of_a_quiz_is_what_counts_and_what_does_not(enrolment, quiz_key):
    rules = attempts.rules_of(enrolment, quiz_key)

    assert attempts.size_of(rules, []) == attempts.Size(counting=2, besides=4, left=0)
