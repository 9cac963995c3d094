"""Banks and questions in the content admin: written, found, and nobody else's."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.domain.reviewing.assigning import ensure_review
from courses.models.review import sectors_of
from organisations.domain.memberships import start_membership
from organisations.enums import Role
from quizzes.models import Bank, Question
from tests.factories.courses import make_course
from tests.factories.exercises import question_body
from tests.factories.organisations import UserFactory
from tests.factories.reviewing import reviewed

BANKS = "wagtailsnippets_quizzes_bank"
QUESTIONS = "wagtailsnippets_quizzes_question"


@pytest.fixture
def small(draft_course):
    return draft_course


@pytest.fixture
def theirs(valmont):
    return make_course(valmont, code="theirs", bank_size=2)


@pytest.fixture
def bank(small):
    return small.course.banks.get()


@pytest.fixture
def author(beekstad):
    return person(beekstad, Role.AUTHOR)


@pytest.fixture
def reviewer(beekstad):
    return person(beekstad, Role.REVIEWER)


def person(organisation, role):
    user = UserFactory(email=f"{role}@{organisation.code}.example")
    start_membership(user, organisation, role=role, now=timezone.now())
    return user


def question_data(bank, *right, **more):
    data = nested_form_data(
        {
            "bank": bank.pk,
            "key": "new-question",
            "topic": "words",
            "tags": "Signs first",
            "difficulty": 1,
            "fact": "",
            "body": streamfield([]),
        }
    )
    data |= {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "single_choice",
        "body-0-value-prompt": "Which one?",
        "body-0-value-feedback": "",
        "body-0-value-options-count": str(len(right)),
    }
    for number, is_right in enumerate(right):
        option = f"body-0-value-options-{number}"
        data |= {
            f"{option}-deleted": "",
            f"{option}-order": str(number),
            f"{option}-value-text": f"Option {number}",
            f"{option}-value-feedback": "",
        }
        if is_right:
            data[f"{option}-value-correct"] = "on"
    return data | more


def test_an_author_writes_a_question_and_a_reviewer_publishes_it(
    client, bank, author, reviewer
):
    client.force_login(author)
    response = client.post(
        reverse(f"{QUESTIONS}:add"), question_data(bank, True, False)
    )
    assert response.status_code == 302, response.context["form"].errors
    question = Question.objects.get(key="new-question")
    assert not question.live
    assert question.tags == "first signs"

    client.force_login(reviewer)
    edit = reverse(f"{QUESTIONS}:edit", args=[question.pk])
    publish = {"action-publish": "1"}
    refused = client.post(edit, question_data(bank, True, True, **publish))
    assert "body" in refused.context["form"].errors
    early = client.post(edit, question_data(bank, True, False, **publish))
    assert "No reviewer of the sector" in str(early.context["form"].errors)
    question.refresh_from_db()
    assert not question.live
    reviewed(question.get_latest_revision_as_object())
    client.post(edit, question_data(bank, True, False, **publish))

    question.refresh_from_db()
    assert question.live


def test_a_question_goes_from_its_author_to_the_quiz_by_the_review(
    client, bank, author, reviewer, beekstad
):
    ensure_review()
    client.force_login(author)
    client.post(reverse(f"{QUESTIONS}:add"), question_data(bank, True, False))
    question = Question.objects.get(key="new-question")
    edit = reverse(f"{QUESTIONS}:edit", args=[question.pk])
    sent = client.post(edit, question_data(bank, True, False, **{"action-submit": "1"}))
    assert sent.status_code == 302, sent.context["form"].errors

    for someone in (reviewer, person(beekstad, Role.PROGRAMME_OWNER)):
        client.force_login(someone)
        state = Question.objects.get(pk=question.pk).current_workflow_task_state
        client.post(
            reverse(
                f"{QUESTIONS}:workflow_action", args=[question.pk, "approve", state.pk]
            ),
            {"comment": ""},
        )

    question.refresh_from_db()
    assert (question.live, question.owner) == (True, beekstad)


def test_a_question_is_reviewed_for_the_sectors_that_meet_it(small):
    """Of all, as its quiz stands in a module for all; of the police, once only there."""
    question = Question.objects.filter(locale__language_code="en").first()
    assert sectors_of(question) == set()

    police = small.lesson("small-beat").get_parent()
    for quiz in question.bank.quizzes.all():
        if quiz.locale_id == police.locale_id:
            quiz.move(police, pos="last-child")
        else:
            quiz.delete()
    assert sectors_of(Question.objects.get(pk=question.pk)) == {"POL"}


def test_an_author_previews_a_question(client, bank, author):
    client.force_login(author)
    question = bank.questions.filter(locale__language_code="en").first()
    preview = reverse(f"{QUESTIONS}:preview_on_edit", args=[question.pk])

    client.post(preview, question_data(bank, True, False))

    assert "Which one?" in client.get(preview).text


def test_the_preview_of_a_question_is_in_its_own_language(client, bank, author):
    client.force_login(author)
    question = bank.questions.get(key="small-q0", locale__language_code="nl")
    preview = reverse(f"{QUESTIONS}:preview_on_edit", args=[question.pk])

    client.post(preview, question_data(bank, True, False))
    page = BeautifulSoup(client.get(preview).content, "html.parser")

    assert page.html["lang"] == "nl"
    assert page.select_one(".exercise__how").text == "Kies er één."
    after = page.select_one(".exercise-preview__after")
    assert after.has_attr("open")
    assert len(after.select(".review__option")) == 2


def test_a_dialogue_is_walked_in_its_preview(client, bank, author):
    client.force_login(author)
    question = bank.questions.filter(locale__language_code="en").first()
    body = question_body("other", "en", kind="dialogue")
    question.body = Question._meta.get_field("body").to_python(body)
    question.save_revision(clean=False)
    revision = question.latest_revision_id
    preview = reverse(f"{QUESTIONS}:revisions_view", args=[question.pk, revision])

    first = BeautifulSoup(client.get(preview).content, "html.parser")
    link = first.select_one(".walk__choices a")["href"]
    second = BeautifulSoup(client.get(preview + link).content, "html.parser")

    scenes = [page.select_one(".walk__text").text for page in (first, second)]
    assert scenes[0] != scenes[1]
    assert second.select_one(".walk__back")


def test_a_question_is_not_put_into_somebody_elses_bank(client, bank, theirs, author):
    client.force_login(author)
    foreign = theirs.course.banks.get()

    form = client.get(reverse(f"{QUESTIONS}:add")).context["form"]
    assert list(form.fields["bank"].queryset) == [bank]
    response = client.post(
        reverse(f"{QUESTIONS}:add"), question_data(foreign, True, False)
    )

    assert response.status_code == 404
    assert not Question.objects.filter(key="new-question").exists()


def test_a_bank_is_not_made_for_somebody_elses_course(client, small, theirs, author):
    client.force_login(author)
    data = {"name": "New", "code": "new", "course": theirs.course.pk}

    assert client.post(reverse(f"{BANKS}:add"), data).status_code == 404
    data["course"] = small.course.pk
    assert client.post(reverse(f"{BANKS}:add"), data).status_code == 302

    assert Bank.objects.get(code="new").course == small.course


def test_lists_are_found_filtered_and_ones_own(client, bank, theirs, author):
    client.force_login(author)
    foreign = theirs.course.banks.get()

    def listed(name, **asked):
        return list(client.get(reverse(f"{name}:list"), asked).context["object_list"])

    assert listed(BANKS) == [bank]
    assert listed(BANKS, q="theirs") == []
    assert {one.bank for one in listed(QUESTIONS)} == {bank}
    # In two languages.
    assert len(listed(QUESTIONS, bank=bank.pk, topic="topic-1")) == 2
    assert listed(QUESTIONS, must_pass="false", q="q0") == []
    assert len(listed(QUESTIONS, tag="topic-1")) == 2
    assert listed(QUESTIONS, tag="topic") == []
    page = client.get(reverse(f"{QUESTIONS}:list"), {"bank": foreign.pk})
    assert foreign not in page.context["filters"].form.fields["bank"].queryset


@pytest.mark.parametrize("name", [BANKS, QUESTIONS, "courses_course"])
def test_lists_ask_as_much_for_many_as_for_one(name, client, bank, author):
    client.force_login(author)
    index = reverse(f"{name}:index" if name == "courses_course" else f"{name}:list")
    Question.objects.exclude(pk=bank.questions.first().pk).delete()
    client.get(index)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(index).status_code == 200
        return len(queries)

    one = asked()
    question = bank.questions.get()
    for number in range(29):
        if name == BANKS:
            Bank.objects.create(course=bank.course, code=f"b{number}", name="B")
        elif name == QUESTIONS:
            Question.objects.create(
                bank=bank,
                key=f"q-{number}",
                body=question.body,
                locale=question.locale,
            )
        else:
            type(bank.course).objects.create(code=f"c{number}", owner=bank.course.owner)

    assert asked() == one
