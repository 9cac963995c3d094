"""What a course's makers read of how far its people came: no figure of a few."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.enrolment import enrol
from courses.models.polls import COHORT
from quizzes.domain import attempts
from quizzes.domain.pairs.cohort import Points, cohort_of, gains_of
from quizzes.models import Bank, GradeRecord
from tests.factories.organisations import UserFactory
from tests.factories.pairs import pre_key, take


def finish(pair, number, *, now, wrong_before=(0, 1), wrong_after=()):
    """One person more does both, one minute after another."""
    person = UserFactory(email=f"p{number}@beekstad.example")
    enrolment = enrol(person, pair.course, now=now)
    then = now + timedelta(minutes=number)
    take(enrolment, pre_key(), now=then, wrong=wrong_before)
    return take(enrolment, pair.key("small-quiz"), now=then, wrong=wrong_after)


def test_figures_come_in_steps_of_whole_cohorts(pair, now):
    bank = Bank.objects.get(course=pair.course)
    assert gains_of(bank).cohorts == []
    for number in range(COHORT - 1):
        finish(pair, number, now=now)

    few = gains_of(bank)
    assert [cohort.whole for cohort in few.cohorts] == [None]
    assert few.together is None

    finish(pair, 7, now=now)
    eight = gains_of(bank)
    (cohort,) = eight.cohorts
    assert cohort.whole == Points(COHORT, 4 * COHORT, 2 * COHORT, 4 * COHORT)
    assert (cohort.whole.before_percent, cohort.whole.after_percent) == (50, 100)
    assert eight.together == cohort.whole

    # Whoever looks before and after one more has finished sees the same.
    ninth = finish(pair, 8, now=now, wrong_after=range(4))
    assert gains_of(bank) == eight

    # Marked anew since: somebody else takes the place of what is not marked any more.
    first = attempts.attempts_of(ninth.enrolment, pre_key())[0]
    GradeRecord.objects.create(
        item=first.items.first(), correctness=None, graded_at=now
    )
    assert gains_of(bank) == eight

    with CaptureQueriesContext(connection) as asked:
        gains_of(bank)
    assert len(asked) <= 3


groups = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.just("")),
    st.builds(Points, st.integers(1, 16), st.integers(1, 30), st.just(0), st.just(0)),
    min_size=1,
)


@given(groups=groups)
def test_no_lesson_follows_from_what_is_shown(groups):
    people = max(one.people for one in groups.values())

    cohort = cohort_of(None, people, groups)

    assert all(one.people == people for one in cohort.lessons.values())
    assert cohort.kept_back == len(groups) - len(cohort.lessons)
    assert cohort.kept_back != 1


def test_shares_are_rounded():
    points = Points(8, 32, 11, 12)

    assert (points.before_percent, points.after_percent) == (35, 40)
