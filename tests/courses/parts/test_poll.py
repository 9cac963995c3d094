import pytest
from bs4 import BeautifulSoup

from courses.domain import polls
from courses.domain.enrolment import enrol
from courses.models import PollAnswer
from courses.models.polls import COHORT
from courses.parts.poll import figures
from lms import personal_data
from tests.factories.parts import add_parts, option_id, part_id, poll

PARTS = (poll(), poll("second"))


def part(page, name: str = "poll"):
    return BeautifulSoup(page.content, "html.parser").find(id=f"b-{part_id(name)}")


def rows(page) -> list[str]:
    return [row.get_text(" ", strip=True) for row in part(page).select(".poll__row")]


@pytest.fixture
def lesson(at):
    return at("play", "small-one")


@pytest.fixture
def others(small_course):
    """Seven people of the course have answered."""
    for user_id in range(1000, 1000 + COHORT - 1):
        polls.answer(
            part_id("poll"),
            option_id(user_id % 2),
            activity_key=small_course.key("small-one"),
            user_id=user_id,
        )


def test_the_lesson_asks_and_shows_no_figures_before_the_answer(
    browser, lesson, others
):
    polls.answer(
        part_id("poll"),
        option_id(0),
        activity_key=str(PollAnswer.objects.first().activity_id),
        user_id=2000,
    )

    page = browser.get(lesson)

    assert "How sure en: poll?" in part(page).text
    assert [label.get_text(strip=True) for label in part(page).select("label")] == [
        "Sure en",
        "Rather sure en",
        "Not sure en",
    ]
    assert rows(page) == []
    assert "What others answered" not in part(page).text


def test_the_first_to_answer_reads_when_figures_come(browser, send, lesson):
    response = send(browser, "poll", option=option_id(1))

    assert response["Location"] == f"{lesson}#b-{part_id('poll')}"
    page = browser.get(lesson)
    assert part(page).find("input", checked=True)["value"] == option_id(1)
    assert "once at least 8 people have" in part(page).get_text(" ", strip=True)
    assert rows(page) == []


def test_the_eighth_reads_what_all_answered(browser, send, lesson, others):
    send(browser, "poll", option=option_id(2))

    page = browser.get(lesson)

    assert "What 8 people in this course answered" in part(page).text
    assert rows(page) == [
        "Sure en 4 of 8 (50 %)",
        "Rather sure en 3 of 8 (38 %)",
        "Not sure en your answer 1 of 8 (12 %)",
    ]
    assert rows_of_bars(page) == ["50", "38", "12"]


def rows_of_bars(page) -> list[str]:
    return [bar["width"] for bar in part(page).select(".poll__bar rect")]


def test_an_answer_can_be_changed_and_counts_once(browser, send, lesson):
    for number in (0, 2):
        send(browser, "poll", option=option_id(number))

    assert PollAnswer.objects.get().option == option_id(2)
    checked = part(browser.get(lesson)).find_all("input", checked=True)
    assert [one["value"] for one in checked] == [option_id(2)]


def test_it_is_the_same_answer_in_the_other_language(
    browser, sign_in, bob, send, lesson
):
    send(browser, "poll", option=option_id(1))

    page = sign_in(bob, "nl").get(lesson)

    assert part(page).find("input", checked=True)["value"] == option_id(1)
    assert "Rather sure nl" in part(page).text


def test_another_learner_sees_nothing_of_it(
    browser, sign_in, alice, small_course, send, lesson, now
):
    enrol(alice, small_course.course, now=now)
    send(browser, "poll", option=option_id(1))

    page = sign_in(alice).get(lesson)

    assert part(page).find("input", checked=True) is None
    assert "Your answer is kept" not in part(page).text


@pytest.mark.parametrize(
    "given", [{}, {"option": "x"}, {"option": option_id(0, "second")}]
)
def test_what_is_no_answer_of_the_poll_is_refused(browser, send, given):
    response = send(browser, "poll", **given)

    assert response.status_code == 400
    assert "does not belong to this part" in part(response).text
    assert not PollAnswer.objects.exists()


def test_an_answer_that_a_newer_edition_lacks_is_asked_again(
    browser, send, lesson, small_course, enrolment, others
):
    send(browser, "poll", option=option_id(2))
    for language in ("en", "nl"):
        page = small_course.lesson("small-one", language)
        raw = list(page.body.raw_data)
        raw[-2]["value"]["options"] = raw[-2]["value"]["options"][:2]
        page.body = page.body.stream_block.to_python(raw)
        page.save()
    enrolment.edition = small_course.release()
    enrolment.save()

    page = browser.get(lesson)

    assert part(page).find("input", checked=True) is None
    assert rows(page) == []
    # Seven are left who chose one of what can be chosen: too few to be shown.
    send(browser, "poll", option=option_id(0))
    assert rows(browser.get(lesson)) == []


def test_figures_of_too_few_are_none():
    class Result:
        counts = {"a": 7, "gone": 5}

    options = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]

    assert figures(options, None) is None
    assert figures(options, Result) is None


def test_ones_own_answers_stand_in_ones_own_copy_and_in_nobody_elses(
    browser, send, at, bob, alice, charlie, small_course, now
):
    enrol(charlie, small_course.course, now=now)
    browser.get(at("play", "small-one"))
    send(browser, "poll", option=option_id(1))

    copy = personal_data.export_person(bob)["courses.PollAnswer"]
    assert "without your name" in copy["describe"]
    assert copy["rows"] == [
        {
            "activity": small_course.key("small-one"),
            "question": "How sure en: poll?",
            "answer": "Rather sure en",
        }
    ]
    for other in (alice, charlie):
        assert "courses.PollAnswer" not in personal_data.export_person(other)


def test_the_preview_shows_the_question_and_the_options(small_course, rf):
    page = small_course.lesson("small-one")

    shown = page.make_preview_request(rf.get("/"), "").render().text

    assert "How sure en: poll?" in shown
    assert "<li>Rather sure en</li>" in shown


def test_a_page_with_six_polls_asks_as_often_as_one_with_two(
    browser, lesson, small_course, enrolment, django_assert_max_num_queries
):
    browser.get(lesson)
    with django_assert_max_num_queries(12) as asked:
        browser.get(lesson)
    two = len(asked)
    enrolment.edition = add_parts(
        small_course, *(poll(f"more-{number}") for number in range(4))
    )
    enrolment.save()
    browser.get(lesson)

    with django_assert_max_num_queries(two):
        browser.get(lesson)
