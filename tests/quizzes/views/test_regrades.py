"""Regrades in the content admin, and what the learner reads of them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from quizzes.domain import attempts
from quizzes.enums import RegradeHow, RegradeState
from quizzes.models import Bank, Question, Regrade
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(beekstad):
    """She reviews for the body that owns the course."""
    return writer(beekstad, Role.REVIEWER, now=timezone.now())


@pytest.fixture
def author(beekstad):
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def bank(course) -> Bank:
    return Bank.objects.get(course=course.course)


@pytest.fixture
def asked(attempt, hand_in, item):
    """A question that Bob had wrong, in an attempt one short of passing."""
    easy = [
        row.position
        for row in attempt.items.select_related("version")
        if not row.version.must_pass and row.version.kind == "single_choice"
    ]
    rest = [
        row.position
        for row in attempt.items.select_related("version")
        if not row.version.must_pass and row.version.kind != "single_choice"
    ]
    wrong = [*easy[:1], *rest][:3]
    hand_in(wrong=wrong, now=timezone.now() - timedelta(hours=1))
    return item(wrong[0])


def words_of(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(main.get_text(" ").split())


def test_it_is_looked_at_decided_and_read_by_the_learner(
    sign_in, alice, bank, asked, browser, address
):
    admin = sign_in(alice)
    front = admin.get(reverse("bank_regrades", args=[bank.pk]))
    assert "None yet. Every one stands here" in words_of(front)
    new = reverse("bank_regrade_new", args=[bank.pk, asked.version_id])
    assert new in front.content.decode()
    look = admin.post(
        new, {"how": "full", "reason": "Two options were right."}, follow=True
    )
    regrade = Regrade.objects.get()
    assert look.redirect_chain[-1][0] == reverse(
        "bank_regrade", args=[bank.pk, regrade.pk]
    )
    assert "What would change" in words_of(look)
    # One to four are not told apart.
    assert "attempts asked this question fewer than 5" in words_of(look)
    assert "and keep their pass 0" in words_of(look)
    assert "Not yet passed" in words_of(browser.get(address("result")))

    done = admin.post(look.request["PATH_INFO"], {"decide": "1"}, follow=True)
    assert "What changed" in words_of(done)
    result = browser.get(address("result"))
    assert "Passed" in words_of(result)
    assert "Everybody gets full marks for this question." in words_of(result)
    assert "Two options were right." in words_of(result)
    assert "You keep your pass." not in words_of(result)
    log = admin.get(reverse("bank_regrades", args=[bank.pk]))
    assert "Two options were right." in words_of(log)
    assert str(alice) in words_of(log)


def test_who_keeps_the_pass_reads_so(sign_in, alice, bank, asked, browser, address):
    for how in ("full", "as_before"):
        regrade = Regrade.objects.create(
            version=asked.version,
            how=how,
            reason="So be it.",
            state=RegradeState.LOOKED,
            asked_at=timezone.now(),
            language="en",
            heard_at=timezone.now(),
        )
        sign_in(alice).post(
            reverse("bank_regrade", args=[bank.pk, regrade.pk]), {"decide": "1"}
        )
    text = words_of(browser.get(address("result")))
    assert "You keep your pass." in text
    assert "It is graded as at first again." in text
    assert "Passed" in text


def test_a_corrected_question_is_shown_as_it_was_corrected(
    sign_in, alice, bank, asked, browser, address, monkeypatch
):
    for question in Question.objects.filter(translation_key=asked.version.question_key):
        body = list(question.body.raw_data)
        body[0]["value"]["feedback"] = "Corrected feedback"
        question.body = Question._meta.get_field("body").to_python(body)
        question.save()
    admin = sign_in(alice)
    new = reverse("bank_regrade_new", args=[bank.pk, asked.version_id])
    page = admin.post(new, {"how": "new_key", "reason": "Wrong."}, follow=True)
    admin.post(page.request["PATH_INFO"], {"decide": "1"})
    # Graded the same, so nothing was appended, and the old question is shown.
    assert "Corrected feedback" not in words_of(browser.get(address("result")))
    record = asked.grades.get()
    record.pk, record.regrade = None, Regrade.objects.get()
    record.save()
    text = words_of(browser.get(address("result")))
    assert "Corrected feedback" in text
    assert "The question was corrected, and your answer graded again." in text


def test_an_author_looks_and_a_reviewer_decides(sign_in, author, bank, asked):
    browser = sign_in(author)
    new = reverse("bank_regrade_new", args=[bank.pk, asked.version_id])
    page = browser.post(new, {"how": "drop", "reason": "Unclear."}, follow=True)
    assert "A reviewer or the programme owner decides on it." in words_of(page)
    where = page.request["PATH_INFO"]
    assert browser.post(where, {"decide": "1"}).status_code == 404
    assert Regrade.objects.get().state == RegradeState.LOOKED
    browser.post(where, {"set_aside": "1"})
    assert Regrade.objects.get().state == RegradeState.SET_ASIDE
    back = browser.post(where, {})
    assert back["Location"] == where


def test_what_is_refused_says_why_and_keeps_what_was_typed(
    sign_in, author, bank, asked
):
    browser = sign_in(author)
    new = reverse("bank_regrade_new", args=[bank.pk, asked.version_id])
    page = browser.post(new, {"how": "new_key", "reason": "Kept words"})
    assert page.status_code == 422
    assert "The question is published as it was asked." in words_of(page)
    assert "Kept words" in page.content.decode()
    browser.post(new, {"how": "drop", "reason": "Unclear."})
    regrade = Regrade.objects.get()
    sign_in(author).post(
        reverse("bank_regrade", args=[bank.pk, regrade.pk]), {"set_aside": "1"}
    )
    Regrade.objects.update(state=RegradeState.DONE)
    late = browser.post(
        reverse("bank_regrade", args=[bank.pk, regrade.pk]),
        {"set_aside": "1"},
        follow=True,
    )
    assert "It is being carried out already." in words_of(late)


def test_one_that_is_under_way_says_how_far_it_is(sign_in, alice, bank, asked):
    now = timezone.now()
    regrade = Regrade.objects.create(
        version=asked.version,
        how=RegradeHow.DROP,
        reason="Unclear",
        state=RegradeState.UNDER_WAY,
        asked_at=now,
        language="en",
        heard_at=now,
        done=3,
        total=9,
    )
    where = reverse("bank_regrade_progress", args=[bank.pk, regrade.pk])
    told = sign_in(alice).get(where).json()
    assert told == {
        "isUnderWay": True,
        "done": 3,
        "total": 9,
        "words": "3 of 9 attempts",
    }
    page = sign_in(alice).get(reverse("bank_regrade", args=[bank.pk, regrade.pk]))
    assert "3 of 9 attempts" in words_of(page)


def test_what_does_not_count_cannot_be_graded_again(sign_in, alice, bank, course):
    scale = bank.versions.first()
    other = type(scale)(
        bank=bank,
        question_key="00000000-0000-4000-8000-000000000000",
        key="scale",
        hash="x",
        kind="scale",
        content=scale.content,
        must_pass=False,
        created_at=timezone.now(),
    )
    other.save()
    new = reverse("bank_regrade_new", args=[bank.pk, other.pk])
    assert sign_in(alice).get(new).status_code == 404


def test_strangers_see_nothing_of_it(sign_in, charlie, bob, bank, asked):
    where = reverse("bank_regrades", args=[bank.pk])
    for person in (bob, charlie):
        assert sign_in(person).get(where).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_log_asks_as_often_for_many_as_for_one(
    sign_in, alice, bank, asked, number, enrolment
):
    now = timezone.now()
    first = attempts.items_of(asked.attempt)
    for place in range(number):
        Regrade.objects.create(
            version=first[place % len(first)].version,
            how=RegradeHow.DROP,
            reason="Unclear",
            state=RegradeState.DONE,
            asked_at=now,
            asked_by=alice,
            decided_by=alice,
            language="en",
            heard_at=now,
        )
    browser = sign_in(alice)
    where = reverse("bank_regrades", args=[bank.pk])
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(where)
    assert len(response.context["log"]) == number
    counted.append(len(queries))
    assert len(set(counted)) == 1


counted: list[int] = []
