"""Whatever the order in which people mark, the same marks come to the same."""

from datetime import timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.domain import attempts
from quizzes.domain.marking.claiming import HELD_FOR, claim_next, release
from quizzes.domain.marking.queue import open_to
from quizzes.models import GradeRecord, Mark
from tests.factories.marking import hand_in, markings_of

PLACES = 4


@st.composite
def histories(draw):
    """What four people give two answers, whether the rest is right, and who does what
    in which order: mark, put back, or take and go away."""
    thirds = st.integers(0, 3)
    gives = [[draw(thirds) for _n in range(4)] for _answer in range(2)]
    acts = st.tuples(
        st.integers(0, 3), st.sampled_from(["mark", "mark", "release", "leave"])
    )
    return gives, draw(st.booleans()), draw(st.lists(acts, max_size=24))


def expected(marks: list[list[int]], right: bool) -> tuple[list[Fraction | None], bool]:
    """The rule in its own words, of marks in thirds in the order in which they came:
    what each answer comes to, and whether the attempt passes."""
    quarter, share = Fraction(1, 4), Fraction(4, 5) * 3

    def passes(values):
        return values[0] + values[1] + right >= share

    values = [None, None]
    if all(marks):
        firsts = [Fraction(one[0], 3) for one in marks]
        low = [max(one - quarter, 0) for one in firsts]
        high = [min(one + quarter, 1) for one in firsts]
        if passes(low) == passes(high):
            values = firsts
        else:
            for n, one in enumerate(marks):
                if len(one) < 2:
                    continue
                first, second = (Fraction(given, 3) for given in one[:2])
                if abs(first - second) <= quarter:
                    values[n] = (first + second) / 2
                elif len(one) == 3:
                    values[n] = Fraction(one[2], 3)
    return values, passes([one or 0 for one in values])


# Every example works on an attempt of its own, so the fixtures may stand.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories())
def test_after_any_history_each_answer_comes_to_what_the_rule_says(
    course, bob, markers, mark, now, history
):
    gives, right, acts = history
    start = now + timedelta(days=30 * attempts_so_far(bob))
    attempt = hand_in(bob, course, now=start, right=right)
    answers = markings_of(attempt)
    mine = {one.pk: n for n, one in enumerate(answers)}

    at = start + timedelta(hours=1)
    for number, act in acts:
        at += timedelta(minutes=1)
        marker = markers[number]
        taken = claim_next(marker, now=at)
        if taken is None or taken.pk not in mine:
            continue
        if act == "mark":
            mark(taken, marker, gives[mine[taken.pk]][number], at=at)
        elif act == "release":
            release(marker, taken)
        else:
            at += HELD_FOR

    marks = [
        [round(float(one.correctness) * 3) for one in Mark.objects.filter(marking=row)]
        for row in answers
    ]
    values, passes = expected(marks, right)
    outcome = attempts.outcome_of(attempt)
    told = [outcome.by_item[one.item_id] for one in answers]
    assert [one and round(float(one), 3) for one in told] == [
        one and round(float(one), 3) for one in values
    ]
    assert outcome.passed == passes
    assert outcome.waiting == values.count(None)
    for row in answers:
        row.refresh_from_db()
        people = set(row.marks.values_list("marker", flat=True))
        assert len(people) == row.given <= row.needed <= 3
        # Nothing is overwritten: the record of handing in, and one of deciding.
        records = GradeRecord.objects.filter(item=row.item_id)
        assert records.count() == 1 + (row.decided_at is not None)
        for marker in markers:
            waits = open_to(marker, now=at).filter(pk=row.pk).exists()
            done = marker.pk in people or row.given == row.needed
            assert waits is not done
    # What is left would come before the next example's.
    for row in answers:
        row.marks.all().delete()
    type(answers[0]).objects.filter(pk__in=mine).delete()


def attempts_so_far(user) -> int:
    from quizzes.models import Attempt

    return Attempt.objects.filter(enrolment__user=user).count()
