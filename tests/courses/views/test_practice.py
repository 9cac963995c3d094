"""Exercises that are practised: a way whose steps are addresses, a sentence that is
written again. Nothing of it is kept."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from courses.domain.manifest import blob_data, blob_hash
from courses.models import ActivityProgress
from tests.factories.courses import check_id, make_course, standing
from tests.factories.exercises import PRACTICE
from tests.factories.organisations import OrganisationFactory

FRAGMENT = {"headers": {"X-Relay-Fragment": "1"}}
WALKS = ("dialogue", "decision_tree")
LAST = {"dialogue": "1.2", "decision_tree": "2.1"}


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def build():
        owner = OrganisationFactory(name="Beekstad", code="beekstad")
        small = make_course(owner, practice=PRACTICE)
        small.release()
        return small

    with standing(build, django_db_blocker) as small:
        yield small


@pytest.fixture
def lesson(small_course) -> str:
    return reverse("courses:play", args=["small", small_course.key("small-one")])


@pytest.fixture
def step(at):
    """The address of a way through an exercise of a kind."""

    def address(kind: str, way: str, *, slug: str = "small-one") -> str:
        return at("walk", slug, check_id("small-one", kind), way)

    return address


def now_in(response, kind: str) -> str:
    """What the page shows of an exercise, without all of it at once."""
    text = response.content.decode()
    start = text.index(f'id="b-{check_id("small-one", kind)}"')
    return text[start : text.index('<details class="walk__whole">', start)]


@pytest.mark.parametrize("kind", WALKS)
def test_a_lesson_shows_the_beginning_and_all_of_it_to_read(
    browser, lesson, step, kind
):
    response = browser.get(lesson)

    shown = now_in(response, kind)
    assert re.findall(r'data-way href="([^"#]*)', shown) == [
        step(kind, "1"),
        step(kind, "2"),
    ]
    assert "One step back" not in shown
    text = response.content.decode()
    assert text.count('<details class="walk__whole">') == 2
    assert "courses/exercises/walking.js" in text


def test_each_choice_leads_on_and_its_consequence_is_told(browser, step):
    hall = now_in(browser.get(step("dialogue", "1")), "dialogue")

    assert "At the hall, Right" in hall
    assert "Wrong ask" in hall
    assert "At the door, Right" not in hall
    assert re.findall(r'data-way href="([^"#]*)', hall) == [
        step("dialogue", "1.1"),
        step("dialogue", "1.2"),
        step("dialogue", "0"),
        step("dialogue", "0"),
    ]


def test_at_the_end_the_way_is_told_with_a_way_back_into_each_step(browser, step):
    home = now_in(browser.get(step("dialogue", "1.2")), "dialogue")

    assert "A good way" in home
    assert "Right: good" in home
    told = home[home.index("The way you took") :]
    places = [
        told.index(words)
        for words in ("At the door", "Right ask", "At the hall", "Right stay")
    ]
    assert places == sorted(places)
    assert re.findall(r'data-way href="([^"#]*)', told) == [
        step("dialogue", "0"),
        step("dialogue", "1"),
        step("dialogue", "1"),
        step("dialogue", "0"),
    ]


def test_an_outcome_says_what_to_do_and_whom_to_consult(browser, step):
    talk = now_in(browser.get(step("decision_tree", "2.1")), "decision_tree")

    for words in (
        "What to do",
        "Right do talk",
        "Whom to consult",
        "Wrong consult talk",
    ):
        assert words in talk
    assert "do now" not in talk


@pytest.mark.parametrize("kind", WALKS)
def test_only_the_exercise_of_the_address_has_gone_on(browser, step, kind):
    other = next(one for one in WALKS if one != kind)

    response = browser.get(step(kind, LAST[kind]))

    assert f'data-way="{LAST[kind]}"' in now_in(response, kind)
    assert 'data-way="0"' in now_in(response, other)


def test_a_step_loaded_again_is_the_same_and_the_lesson_is_begun_there(
    browser, step, enrolment, small_course
):
    address = step("dialogue", "1")

    first, second = browser.get(address), browser.get(address)

    assert now_in(first, "dialogue") == now_in(second, "dialogue")
    progress = ActivityProgress.objects.get(activity_id=small_course.key("small-one"))
    assert progress.anchor == f"b-{check_id('small-one', 'dialogue')}"
    assert progress.completed_at is None


def test_a_step_is_the_same_step_in_the_other_language(browser, step):
    browser.cookies["django_language"] = "nl"

    hall = now_in(browser.get(step("dialogue", "1")), "dialogue")

    assert "At the hall, Juist" in hall


@pytest.mark.parametrize("kind", WALKS)
def test_a_script_gets_the_step_alone_and_nothing_is_written(browser, step, kind):
    response = browser.get(step(kind, "1"), **FRAGMENT)

    text = response.content.decode()
    assert response["X-Relay-Fragment"] == "1"
    assert "<html" not in text
    assert "<details" not in text
    assert "data-walk-here" in text
    assert not ActivityProgress.objects.exists()


@pytest.mark.parametrize("way", ["3", "1.9", "1.2.1", "x", "-1", "1..1", "0.1"])
def test_a_way_that_is_not_there_leads_to_the_lesson(browser, lesson, step, way):
    response = browser.get(step("dialogue", way))

    assert response["Location"] == f"{lesson}#b-{check_id('small-one', 'dialogue')}"


@pytest.mark.parametrize("kind", ["rewrite", "single_choice", "nowhere"])
def test_what_is_no_way_through_something_does_not_exist(browser, step, kind):
    assert browser.get(step(kind, "1")).status_code == 404


def test_a_dialogue_is_no_form_that_could_be_checked(browser, at):
    address = at("check", "small-one", check_id("small-one", "dialogue"))

    assert browser.post(address, {"way": "1"}).status_code == 404


def test_a_quiz_has_nothing_to_walk_through(browser, step):
    assert browser.get(step("dialogue", "1", slug="small-quiz")).status_code == 404


def test_nobody_but_who_is_in_the_course_takes_a_step(
    client, sign_in, alice, charlie, bob, small_course, step
):
    enrol(bob, small_course.course, now=timezone.now())
    there = step("dialogue", "1.2")

    assert client.get(there)["Location"] == f"{reverse('account_login')}?next={there}"
    for stranger in (alice, charlie):
        response = sign_in(stranger).get(there, **FRAGMENT)
        assert response["Location"] == reverse("courses:course", args=["small"])
        assert b"Right" not in response.content
    assert sign_in(bob).get(there).status_code == 200


def test_a_step_costs_as_many_queries_as_the_lesson(
    browser, lesson, step, django_assert_max_num_queries
):
    browser.get(lesson)
    with django_assert_max_num_queries(12):
        browser.get(step("dialogue", "1.2"))


@pytest.fixture
def rewrite(at) -> str:
    return at("check", "small-one", check_id("small-one", "rewrite"))


def test_what_is_written_again_is_compared_and_no_judgement_is_passed(browser, rewrite):
    text = browser.post(rewrite, {"text": "Wrong, he hit me again."}).content.decode()

    for words in (
        "You wrote",
        "<strong>“Wrong”</strong> Question hint",
        "<strong>“again”</strong> Question hint",
        "Ask yourself",
        "Question 2?",
        "Right 1",
    ):
        assert words in text
    assert "That is it." not in text
    assert "Not quite." not in text


def test_what_is_written_stands_in_the_field_again_and_is_not_kept(browser, rewrite):
    text = browser.post(rewrite, {"text": "He <hit> the desk."}).content.decode()

    assert "He &lt;hit&gt; the desk.</textarea>" in text
    assert not ActivityProgress.objects.exists()
    assert "hit" not in str(browser.session.items())


def test_writing_nothing_asks_to_write_and_shows_no_model(browser, rewrite):
    text = browser.post(rewrite, {"text": " "}, **FRAGMENT).content.decode()

    assert "Write something first." in text
    assert "Right 1" not in text


def test_more_than_a_sentence_is_refused_in_words(browser, rewrite):
    response = browser.post(rewrite, {"text": "x" * 1001}, **FRAGMENT)

    assert response.status_code == 400
    assert "That answer does not belong to this question." in response.content.decode()


def test_the_form_says_that_nothing_is_kept_and_no_names_belong_in_it(browser, lesson):
    text = browser.get(lesson).content.decode()

    assert "No names, no details of a person. What you write is not kept." in text


def test_all_of_a_dialogue_is_numbered_in_the_lessons_plain_text(small_course):
    edition = small_course.course.current_edition_id
    plain = blob_data(blob_hash(edition, small_course.key("small-one"), "en"))["plain"]

    assert "Robin: At the door, Right" in plain
    assert "Right ask Wrong ask → go to 2" in plain
    assert "End. A good way. Right: good" in plain
    assert "Whom to consult: Wrong consult now" in plain
