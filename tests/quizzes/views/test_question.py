import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.models import Question
from tests.factories.courses import make_course
from tests.factories.exercises import KINDS, marks_of_an_answer
from tests.quizzes.views.conftest import fields_of, payload_of


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_asked_without_its_answer(
    browser, address, item, kind
):
    asked = item(kind=kind)

    response = browser.get(address("question", asked.position))

    text = response.content.decode()
    content = content_in(asked.version, "en")
    assert f'data-kind="{kind}"' in text
    assert content["prompt"] in text
    assert content["feedback"] not in text
    assert " checked" not in text
    assert " selected" not in text
    assert "correct" not in str(response.context["view"])


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_script_an_answer_is_saved_and_shown_again(
    browser, address, item, kind
):
    asked = item(kind=kind)
    here = address("question", asked.position)

    browser.post(here, fields_of(asked) | {"go": "review"})

    assert payload_of(asked)
    response = browser.get(here)
    text = response.content.decode()
    shown, count = marks_of_an_answer(kind)
    assert text.count(shown) == count
    saved = attempts.current_answers(asked.attempt)[asked.pk]
    local = timezone.localtime(saved.received_at)
    assert f"Saved {local:%H:%M}" in text


def test_an_open_question_shows_no_saved_state(browser, address):
    assert (
        "data-saved-text></span>"
        in browser.get(address("question", 1)).content.decode()
    )


@pytest.mark.parametrize(
    ("go", "leads_to"),
    [
        ("2", ("question", 2)),
        ("12", ("question", 12)),
        ("review", ("review",)),
        ("", ("review",)),
        ("0", ("review",)),
        ("13", ("review",)),
        ("9" * 5000, ("review",)),
        ("²", ("review",)),
        ("\x00", ("review",)),
        ("flag", ("question", 1)),
    ],
)
def test_every_button_saves_and_leads_on(browser, address, item, go, leads_to):
    response = browser.post(address("question", 1), fields_of(item()) | {"go": go})

    assert response["Location"] == address(*leads_to)
    assert payload_of(item()) is not None


def test_a_mark_to_look_again_goes_on_and_off_and_shows_in_the_review(
    browser, address, item
):
    for flagged in (True, False):
        browser.post(address("question", 3), {"go": "flag"})
        assert item(3).flagged is flagged
        assert (
            "look again</span>" in browser.get(address("review")).content.decode()
        ) is flagged


def test_a_question_that_was_not_asked_does_not_exist(browser, address):
    for position in (0, 13, 10**12, 10**40):
        for method in (browser.get, browser.post):
            assert method(address("question", position)).status_code == 404


def test_other_methods_are_refused(browser, address):
    for method in (browser.put, browser.delete, browser.patch):
        assert method(address("question", 1)).status_code == 405


def test_an_answer_that_does_not_fit_is_refused_in_words(browser, address, item):
    asked = item(kind="single_choice")
    here = address("question", asked.position)

    response = browser.post(here, {"choice": "nowhere", "go": "review"}, follow=True)

    assert response.redirect_chain == [(here, 302)]
    text = response.content.decode()
    assert text.count("That answer does not belong to this question.") == 1
    assert payload_of(asked) is None


def test_the_language_may_change_in_the_middle(browser, sign_in, bob, address, item):
    asked = item(kind="single_choice")
    here = address("question", asked.position)
    browser.post(here, fields_of(asked) | {"go": "review"})
    english = browser.get(here)
    dutch = sign_in(bob, "nl").get(here)

    assert content_in(asked.version, "nl")["prompt"] in dutch.content.decode()
    ids = [option["id"] for option in english.context["view"]["options"]]
    assert [option["id"] for option in dutch.context["view"]["options"]] == ids
    assert dutch.content.decode().count(" checked") == 1


def test_an_answer_given_in_dutch_counts_in_english(sign_in, bob, address, item):
    asked = item(kind="matching")
    dutch, english = sign_in(bob, "nl"), sign_in(bob, "en")

    dutch.post(address("question", asked.position), fields_of(asked))
    english.post(address("submit"))

    outcome = attempts.outcome_of(asked.attempt)
    assert outcome.by_item[asked.pk] == 1


def test_another_device_finds_the_answers(browser, sign_in, bob, address, item):
    browser.post(address("question", 1), fields_of(item()))

    response = sign_in(bob).get(address("question", 2))

    assert response.context["answered"] == 1
    assert [row["answered"] for row in response.context["map"]] == [True] + [False] * 11


def test_a_tab_left_open_does_not_undo_what_another_tab_saved(browser, address, item):
    asked = item(kind="single_choice")
    here = address("question", asked.position)
    old_tab = browser.get(here).context["saved"]
    assert old_tab is None
    browser.post(here, fields_of(asked) | {"go": "review", "shown": ""})

    browser.post(here, {"go": "2", "shown": ""})

    assert payload_of(asked) == fields_of(asked)


def test_a_tab_with_an_older_answer_sent_on_untouched_changes_nothing(
    browser, address, item
):
    asked = item(kind="single_choice")
    here = address("question", asked.position)
    browser.post(here, fields_of(asked, right=False))
    shown = browser.get(here).context["saved"].pk
    assert f'name="shown" value="{shown}"' in browser.get(here).content.decode()
    browser.post(here, fields_of(asked) | {"shown": shown})

    browser.post(here, fields_of(asked, right=False) | {"shown": shown, "go": "2"})

    assert payload_of(asked) == fields_of(asked)


def test_an_answer_may_be_taken_back_without_a_script(browser, address, item):
    asked = item(kind="multiple_choice")
    here = address("question", asked.position)
    browser.post(here, fields_of(asked))
    shown = browser.get(here).context["saved"].pk

    browser.post(here, {"shown": shown, "go": "review"})

    assert payload_of(asked) is None


@pytest.mark.parametrize("shown", ["x", "-1", "9" * 40, "999999999", "\x00"])
def test_a_form_with_a_made_up_state_is_saved_all_the_same(
    browser, address, item, shown
):
    browser.post(
        address("question", 1),
        fields_of(item()) | {"shown": shown, "client": "x", "sequence": "y"},
    )

    assert payload_of(item()) is not None


def test_the_state_of_another_persons_form_is_not_looked_at(
    browser, address, item, sign_in, charlie, course, quiz_key
):
    """An answer's id of somebody else must say nothing about what they answered."""
    hers = enrol(charlie, course.course, now=timezone.now())
    other = attempts.start_attempt(hers, quiz_key, language="en", now=timezone.now())
    asked = item(kind="single_choice")
    twin = other.items.get(version=asked.version)
    sign_in(charlie).post(
        reverse("quizzes:question", args=[other.uuid, twin.position]), fields_of(twin)
    )
    shown = attempts.current_answers(other)[twin.pk].pk

    browser.post(
        address("question", asked.position), fields_of(asked) | {"shown": shown}
    )

    assert payload_of(asked) == fields_of(asked)


def test_editing_questions_does_not_touch_a_running_attempt(browser, address, course):
    before = browser.get(address("question", 1)).context["view"]
    Question.objects.all().delete()
    course.lesson("small-one").get_parent().specific.get_children().get(
        slug="small-quiz"
    ).delete()

    response = browser.get(address("question", 1))

    assert response.context["view"] == before
    assert response.context["title"] == "Quiz en"


def test_moving_to_another_organisation_keeps_attempt_and_answers(
    browser, bob, valmont, address, item
):
    browser.post(address("question", 1), fields_of(item()))
    bob.memberships.update(organisation=valmont)
    bob.sector_id = "EDU"
    bob.save()

    assert browser.get(address("question", 1)).context["answered"] == 1
    browser.post(address("question", 2), fields_of(item(2)))
    assert payload_of(item(2)) is not None


def test_the_review_shows_what_is_open_and_half_open(browser, address, item):
    half = item(kind="card_sort")
    whole = item(kind="single_choice")
    name, place = next(iter(fields_of(half).items()))
    browser.post(address("question", half.position), {name: place})
    browser.post(address("question", whole.position), fields_of(whole))

    response = browser.get(address("review"))

    rows = {row["position"]: row for row in response.context["rows"]}
    assert (rows[half.position]["answered"], rows[half.position]["complete"]) == (
        True,
        False,
    )
    assert rows[whole.position]["complete"]
    text = response.content.decode()
    assert "11 questions are still open." in text
    assert text.count("partly answered") == 1
    assert text.count(f'href="{address("question", 1)}"') >= 1


def test_the_review_of_everything_answered_says_it_is_safe(browser, address, item):
    for position in range(1, 13):
        browser.post(address("question", position), fields_of(item(position)))

    text = browser.get(address("review")).content.decode()

    assert "Every question has an answer, and every answer is saved." in text


@pytest.mark.parametrize("number", [1, 30])
def test_question_review_and_save_keep_their_budget_whatever_the_size(
    sign_in, bob, beekstad, number, django_assert_max_num_queries
):
    quiz = make_course(beekstad, code="big", kinds=KINDS, bank_size=number, draw=number)
    quiz.release()
    mine = enrol(bob, quiz.course, now=timezone.now())
    attempt = attempts.start_attempt(
        mine, quiz.key("big-quiz"), language="en", now=timezone.now()
    )
    browser = sign_in(bob)
    for row in attempt.items.select_related("version"):
        browser.post(
            reverse("quizzes:question", args=[attempt.uuid, row.position]),
            fields_of(row),
        )
    # Session, person, attempt, questions, answers.
    with django_assert_max_num_queries(5):
        browser.get(reverse("quizzes:question", args=[attempt.uuid, 1]))
    with django_assert_max_num_queries(5):
        response = browser.get(reverse("quizzes:review", args=[attempt.uuid]))
    assert len(response.context["rows"]) == number
