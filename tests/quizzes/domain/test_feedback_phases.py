"""From when it is told what was right, and what a checked answer is worth."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.enrolment import enrol
from lms.errors import DomainError
from organisations.enums import Level
from organisations.models import Membership
from quizzes.domain import attempts
from quizzes.domain.feedback_phases import opening_of
from quizzes.domain.freezing import quiz_rules
from quizzes.domain.versions import content_in
from quizzes.enums import FeedbackFrom, QuizPart
from quizzes.models import Answer, Attempt, AttemptItem, QuizPage
from tests.factories.attempts import take_quiz, versions_of
from tests.factories.courses import SmallCourse, make_course
from tests.factories.organisations import OrganisationFactory

DAYS = 10


def released(beekstad, phase: FeedbackFrom, *, code="told", kinds=("single_choice",)):
    course = make_course(beekstad, code=code, kinds=kinds)
    QuizPage.objects.filter(bank__course=course.course).update(
        feedback_from=phase, feedback_days=DAYS
    )
    course.release()
    return course


@pytest.fixture
def start(beekstad, bob, now):
    def begin(phase: FeedbackFrom, **about) -> Attempt:
        course = released(beekstad, phase, **about)
        enrolment = enrol(bob, course.course, now=now)
        return attempts.start_attempt(
            enrolment, course.key("told-quiz"), language="en", now=now
        )

    return begin


def chosen(item, *, right=True) -> str:
    content = content_in(item.version, "en")
    return next(o["id"] for o in content["options"] if o["correct"] is right)


def save(item, now, *, right=True, client=None, sequence=1):
    attempts.save_answer(
        item,
        {"choice": chosen(item, right=right)},
        client=client or uuid4(),
        sequence=sequence,
        language="en",
        now=now,
    )


# --- What an edition keeps -----------------------------------------------------------


def test_an_edition_says_so_only_where_it_is_not_as_always(small_course, now):
    page = QuizPage.objects.get(slug="small-quiz", locale__language_code="en")
    assert "feedback" not in quiz_rules(page, now=now)

    page.feedback_from, page.feedback_days = FeedbackFrom.ALL, 30
    rules = quiz_rules(page, now=now)
    assert (rules["feedback"], rules["feedback_days"]) == ("all", 30)

    page.feedback_from = FeedbackFrom.DURING
    rules = quiz_rules(page, now=now)
    assert rules["feedback"] == "during"
    assert "feedback_days" not in rules

    page.part = QuizPart.PRE
    assert "feedback" not in quiz_rules(page, now=now)


# --- During: an answer is checked ----------------------------------------------------


def test_a_checked_answer_takes_no_other_and_is_the_one_that_counts(start, now):
    attempt = start(FeedbackFrom.DURING)
    item, other = attempts.items_of(attempt)[:2]
    save(item, now, right=False)
    attempts.check_answer(item, now=now)

    with pytest.raises(attempts.AnswerChecked):
        save(item, now + timedelta(seconds=5))
    save(other, now)

    counting = attempts.current_answers(attempt)
    assert counting[item.pk].payload == {"choice": chosen(item, right=False)}
    assert set(counting) == {item.pk, other.pk}
    attempts.submit_attempt(attempt, language="en", now=now)
    assert attempts.outcome_of(attempt).by_item[item.pk] == 0
    assert attempts.outcome_of(attempt).by_item[other.pk] == 1


def test_checking_twice_is_once(start, now):
    item = attempts.items_of(start(FeedbackFrom.DURING))[0]
    save(item, now)
    for seconds in (0, 60):
        attempts.check_answer(item, now=now + timedelta(seconds=seconds))
    item.refresh_from_db()
    assert item.checked_at == now


def test_what_is_not_answered_is_not_checked(start, now):
    item = attempts.items_of(start(FeedbackFrom.DURING))[0]
    with pytest.raises(DomainError) as refused:
        attempts.check_answer(item, now=now)
    assert refused.value.code == "open"

    client = uuid4()
    save(item, now, client=client)
    attempts.save_answer(item, None, client=client, sequence=2, language="en", now=now)
    with pytest.raises(DomainError):
        attempts.check_answer(item, now=now)
    item.refresh_from_db()
    assert item.checked_at is None


@pytest.mark.parametrize("phase", [FeedbackFrom.AFTER, FeedbackFrom.ALL])
def test_a_quiz_that_tells_later_checks_nothing(start, now, phase):
    item = attempts.items_of(start(phase))[0]
    save(item, now)
    assert not attempts.can_be_checked(item)
    with pytest.raises(DomainError) as refused:
        attempts.check_answer(item, now=now)
    assert refused.value.code == "later"
    save(item, now, right=False)


def test_what_somebody_marks_later_or_what_counts_for_nothing_is_not_checked(
    start, now
):
    attempt = start(
        FeedbackFrom.DURING, kinds=("single_choice", "open_answer", "scale")
    )
    by_kind = {item.version.kind: item for item in attempts.items_of(attempt)}
    assert {kind: attempts.can_be_checked(item) for kind, item in by_kind.items()} == {
        "single_choice": True,
        "open_answer": False,
        "scale": False,
    }


def test_after_handing_in_nothing_is_checked_any_more(start, now):
    attempt = start(FeedbackFrom.DURING)
    item = attempts.items_of(attempt)[0]
    save(item, now)
    attempts.submit_attempt(attempt, language="en", now=now)
    with pytest.raises(attempts.AttemptClosed):
        attempts.check_answer(item, now=now)


def test_after_the_deadline_nothing_is_checked_any_more(start, now):
    attempt = start(FeedbackFrom.DURING)
    item = attempts.items_of(attempt)[0]
    save(item, now)
    Attempt.objects.update(time_limit=5, deadline_at=now + timedelta(minutes=5))
    with pytest.raises(attempts.AttemptClosed):
        attempts.check_answer(item, now=now + timedelta(minutes=6))
    item.refresh_from_db()
    assert item.checked_at is None


@pytest.mark.parametrize(
    ("phase", "queries"), [(FeedbackFrom.AFTER, 2), (FeedbackFrom.DURING, 3)]
)
def test_a_save_asks_more_only_where_something_can_be_checked(
    start, now, phase, queries
):
    item = attempts.items_of(start(phase))[0]
    save(item, now)
    with CaptureQueriesContext(connection) as seen:
        save(item, now)
    assert len([q for q in seen if "SAVEPOINT" not in q["sql"]]) == queries


class Again(Exception):  # noqa: N818 -- the way back out of a history
    """Rolls a history back."""


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["save", "check"]), st.integers(0, 1), st.booleans()),
        max_size=14,
    )
)
def test_whatever_comes_the_answer_that_was_checked_is_the_one_that_is_graded(
    checking, now, acts
):
    items = attempts.items_of(checking)[:2]
    counts, checked = {}, set()
    try:
        with transaction.atomic():
            for step, (act, place, right) in enumerate(acts):
                at, item = now + timedelta(seconds=step), items[place]
                if act == "check":
                    try:
                        attempts.check_answer(item, now=at)
                        checked.add(place)
                    except DomainError:
                        assert place not in counts
                elif place in checked:
                    with pytest.raises(attempts.AnswerChecked):
                        save(item, at, right=right, client=UUID(int=step))
                else:
                    save(item, at, right=right, client=UUID(int=step))
                    counts[place] = right
            attempts.submit_attempt(checking, language="en", now=now)
            graded = attempts.outcome_of(checking).by_item
            assert [graded[item.pk] for item in items] == [
                float(counts.get(place, False)) for place in (0, 1)
            ]
            raise Again
    except Again:
        pass
    assert not Answer.objects.exists()
    assert not AttemptItem.objects.exclude(checked_at=None).exists()


@pytest.fixture
def checking(start):
    return start(FeedbackFrom.DURING)


# --- When everybody has handed in ----------------------------------------------------


@pytest.fixture
def together(beekstad, bob, now):
    """Bob has handed in; `others` of Beekstad have, and `late` have only begun."""

    def made(*, others=7, late=0, at=None, phase=FeedbackFrom.ALL) -> Attempt:
        course = released(beekstad, phase)
        asked = versions_of(course.course.banks.get())[:2]
        row = dict.fromkeys(asked, True)
        take_quiz(course, [row], people=[bob], now=now)
        for count, is_submitted in ((others, True), (late, False)):
            people = take_quiz(
                course, [row] * count, now=now, is_submitted=is_submitted
            )
            Membership.objects.bulk_create(
                Membership(
                    user=person,
                    organisation=at or beekstad,
                    role="learner",
                    starts_on=date(2026, 1, 1),
                )
                for person in people
            )
        return Attempt.objects.get(enrolment__user=bob)

    return made


def test_with_everybody_handed_in_it_is_told(together, now):
    found = opening_of(together(), now=now)
    assert found.is_open


def test_while_one_is_at_it_the_others_wait(together, now):
    attempt = together(late=1)
    found = opening_of(attempt, now=now)
    assert not found.is_open
    assert found.latest == attempt.submitted_at + timedelta(days=DAYS)


def test_nobody_waits_longer_than_the_quiz_says(together, now):
    attempt = together(late=1)
    assert not opening_of(attempt, now=attempt.submitted_at + timedelta(days=9)).is_open
    assert opening_of(attempt, now=attempt.submitted_at + timedelta(days=DAYS)).is_open


def test_in_a_group_of_seven_it_would_tell_of_a_person_and_waits(together, now):
    assert not opening_of(together(others=6), now=now).is_open


def test_who_works_elsewhere_is_not_waited_for(together, valmont, now):
    attempt = together()
    late = take_quiz(
        SmallCourse(attempt.edition.course),
        [{attempt.items.first().version: True}],
        now=now,
        is_submitted=False,
    )
    Membership.objects.create(
        user=late[0], organisation=valmont, role="learner", starts_on=date(2026, 1, 1)
    )
    assert opening_of(attempt, now=now).is_open


def test_departments_of_an_employer_are_one_group(together, beekstad, now):
    team = OrganisationFactory(
        name="Team", code="team", parent=beekstad, level=Level.DEPARTMENT
    )
    assert not opening_of(together(late=1, at=team), now=now).is_open


def test_who_works_nowhere_waits_for_the_day(together, bob, now):
    attempt = together()
    Membership.objects.filter(user=bob).delete()
    assert not opening_of(attempt, now=now).is_open


@pytest.mark.parametrize("phase", [FeedbackFrom.AFTER, FeedbackFrom.DURING])
def test_otherwise_nobody_is_waited_for_and_nothing_is_asked(
    together, now, phase, django_assert_num_queries
):
    attempt = together(late=1, phase=phase)
    opening_of(attempt, now=now)
    with django_assert_num_queries(0):
        found = opening_of(attempt, now=now)
    assert (found.is_open, found.latest) == (True, None)


@pytest.mark.parametrize("others", [8, 30])
def test_the_size_of_the_group_costs_nothing(
    together, now, others, django_assert_num_queries
):
    attempt = together(others=others)
    opening_of(attempt, now=now)
    with django_assert_num_queries(3):
        assert opening_of(attempt, now=now).is_open
