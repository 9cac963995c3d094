import pytest
from django.urls import reverse

from courses.exercises import KINDS as KIND_OF
from courses.models import ActivityProgress
from tests.factories.courses import check_id, make_course, standing
from tests.factories.exercises import KINDS, answer_fields, mangled, stable
from tests.factories.organisations import OrganisationFactory

SOLUTIONS = '<section class="solutions print-only">'
FRAGMENT = {"headers": {"X-Relay-Fragment": "1"}}


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def build():
        owner = OrganisationFactory(name="Beekstad", code="beekstad")
        small = make_course(owner, kinds=KINDS)
        small.release()
        return small

    with standing(build, django_db_blocker) as small:
        yield small


@pytest.fixture
def checks(small_course, enrolment):
    """A lesson with a self-check of every kind, and Bob in its course."""
    return small_course


@pytest.fixture
def browser(sign_in, bob, checks):
    return sign_in(bob)


@pytest.fixture
def lesson(checks):
    return reverse("courses:play", args=["small", checks.key("small-one")])


def address(checks, kind: str) -> str:
    key = checks.key("small-one")
    return reverse("courses:check", args=["small", key, check_id("small-one", kind)])


def content(checks, kind: str) -> dict:
    from courses.domain.manifest import blob_data, blob_hash

    edition = checks.course.current_edition_id
    data = blob_data(blob_hash(edition, checks.key("small-one"), "en"))
    wanted = check_id("small-one", kind)
    return next(
        part["exercise"]["content"] for part in data["segments"] if part["id"] == wanted
    )


def on_screen(response) -> str:
    """The page without its last part, which is printed and never shown."""
    text, _mark, _solutions = response.content.decode().partition(SOLUTIONS)
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_the_lesson_holds_a_form_for_each_kind(browser, checks, lesson, kind):
    text = browser.get(lesson).content.decode()

    assert f'action="{address(checks, kind)}#b-{check_id("small-one", kind)}"' in text
    assert f'data-kind="{kind}"' in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_is_confirmed_with_the_reason(browser, checks, kind):
    response = browser.post(
        address(checks, kind), answer_fields(content(checks, kind), right=True)
    )

    text = response.content.decode()
    assert response.status_code == 200
    assert "That is it." in text
    assert "Because small-one-" in text
    assert "<h1>Lesson one en</h1>" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_answer_says_so_and_shows_the_better_one(browser, checks, kind):
    response = browser.post(
        address(checks, kind), answer_fields(content(checks, kind), right=False)
    )

    text = response.content.decode()
    assert response.status_code == 200
    assert "Not quite. Look at it once more." in text
    assert "Better" in text
    assert "That is it." not in text


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_answer_asks_to_choose_and_gives_nothing_away(browser, checks, kind):
    response = browser.post(address(checks, kind))

    text = on_screen(response)
    assert response.status_code == 200
    do = "Fill in" if KIND_OF[kind].worded else "Choose"
    assert f"{do} something first." in text
    assert "Because small-one-" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_mangled_answer_is_refused_in_words(browser, checks, kind):
    names = answer_fields(content(checks, kind), right=True)
    for value in mangled(kind):
        for headers in ({}, FRAGMENT):
            fields = dict.fromkeys(names, value)

            response = browser.post(address(checks, kind), fields, **headers)

            text = on_screen(response)
            assert response.status_code == 400
            assert "That answer does not belong to this question." in text
            assert "Because small-one-" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_script_gets_the_result_alone(browser, checks, kind):
    response = browser.post(
        address(checks, kind),
        answer_fields(content(checks, kind), right=True),
        **FRAGMENT,
    )

    text = response.content.decode()
    assert "That is it." in text
    assert "<html" not in text


def test_what_was_given_stands_in_the_form_again_without_a_script(browser, checks):
    for kind in KINDS:
        fields = answer_fields(content(checks, kind), right=False)

        text = browser.post(address(checks, kind), fields).content.decode()

        given = sum(len(v) if isinstance(v, list) else 1 for v in fields.values())
        typed = [one for one in fields.values() if f' value="{one}" auto' in text]
        chosen = text.count(" checked>") + text.count(" selected>")
        assert chosen + len(typed) == given


def test_a_printed_lesson_ends_with_the_solutions_in_the_order_of_the_questions(
    browser, checks, lesson
):
    _lesson, _mark, text = browser.get(lesson).content.decode().partition(SOLUTIONS)
    solutions = text.partition("</section>")[0]

    asked = [content(checks, kind) for kind in KINDS]
    assert solutions.count('<li class="solution">') == len(KINDS)
    for one in asked:
        assert solutions.count(f"{one['feedback']}</p>") == 1
    prompts = [solutions.index(f">{one['prompt']}<") for one in asked]
    assert prompts == sorted(prompts)
    assert "Wrong c" not in solutions


def test_a_self_check_is_not_kept(browser, checks):
    browser.post(
        address(checks, "single_choice"),
        answer_fields(content(checks, "single_choice"), right=True),
    )

    assert not ActivityProgress.objects.exists()
    assert browser.session.get("quizzes.kept_answer") is None


def test_the_page_with_the_result_loaded_again_is_the_lesson(browser, checks, lesson):
    response = browser.get(address(checks, "matching"))

    assert response["Location"] == f"{lesson}#b-{check_id('small-one', 'matching')}"


@pytest.mark.parametrize("name", ["nowhere", "lead", "small-one-fact"])
def test_what_is_no_self_check_of_the_lesson_does_not_exist(browser, checks, name):
    block = stable(f"small-one-{name}")
    key = checks.key("small-one")

    response = browser.post(reverse("courses:check", args=["small", key, block]))

    assert response.status_code == 404


def test_a_quiz_has_no_self_checks(browser, checks):
    key = checks.key("small-quiz")

    response = browser.post(reverse("courses:check", args=["small", key, "any"]))

    assert response.status_code == 404


def test_signed_out_leads_to_sign_in_and_the_lesson_and_tells_a_script(
    client, checks, lesson
):
    there = address(checks, "single_choice")

    assert client.post(there)["Location"] == f"{reverse('account_login')}?next={lesson}"
    assert client.post(there, **FRAGMENT).status_code == 401


def test_a_stranger_to_the_course_gets_no_feedback(sign_in, charlie, checks):
    fields = answer_fields(content(checks, "single_choice"), right=True)

    response = sign_in(charlie).post(address(checks, "single_choice"), fields)

    assert response["Location"] == reverse("courses:course", args=["small"])
