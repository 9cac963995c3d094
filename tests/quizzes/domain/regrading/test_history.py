"""Any history of attempts, corrected keys and regrades: what holds at every moment."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.enrolment import enrol
from courses.models import ActivityProgress, Completion
from lms.errors import DomainError
from quizzes.domain import attempts
from quizzes.domain.regrading.asking import ask_for_regrade, decide, set_aside
from quizzes.domain.regrading.figures import Figures
from quizzes.enums import RegradeHow, RegradeState
from quizzes.models import Attempt, GradeRecord, QuestionVersion, Regrade
from quizzes.models.regrades import IN_FORCE
from tests.factories.quizzes import answer, publish_key

# A question of the bank, and one of its options.
QUESTIONS, OPTIONS = range(12), range(3)
STEPS = st.one_of(
    st.tuples(st.just("hand in"), st.lists(st.sampled_from(OPTIONS), min_size=8)),
    st.tuples(st.just("publish"), st.sampled_from(QUESTIONS), st.sampled_from(OPTIONS)),
    st.tuples(
        st.just("regrade"),
        st.sampled_from(QUESTIONS),
        st.sampled_from(RegradeHow.values),
        # Whether it is carried out once it was looked at.
        st.sampled_from([True, True, False]),
    ),
)


@dataclass
class World:
    """Bob, who takes the quiz again and again, and what was seen of it so far."""

    enrolment: object
    key: object
    now: object
    passed: set[int] = field(default_factory=set)
    grades: dict[int, tuple] = field(default_factory=dict)
    completed: list = field(default_factory=list)

    def hand_in(self, chosen: list[int]) -> None:
        self.now += timedelta(hours=1)
        attempt = attempts.start_attempt(
            self.enrolment, self.key, language="en", now=self.now
        )
        # It may have been open through regrades: a next one is, from now on.
        for item, place in zip(attempts.items_of(attempt), chosen, strict=False):
            answer(item, place, now=self.now)
        attempts.submit_attempt(attempt, language="en", now=self.now)
        self.now += timedelta(hours=1)
        attempts.start_attempt(self.enrolment, self.key, language="en", now=self.now)

    def publish(self, place: int, right: int) -> None:
        publish_key(versions()[place], right)

    def regrade(self, place: int, how: str, carried_out: bool) -> None:
        actor = self.enrolment.user
        try:
            regrade = ask_for_regrade(
                versions()[place], how, reason="Wrong.", actor=actor, now=self.now
            )
        except DomainError:
            # Published as it was asked, or there was no regrade before.
            return
        regrade.refresh_from_db()
        if carried_out:
            decide(regrade, actor=actor, now=self.now)
            regrade.refresh_from_db()
            assert regrade.state == RegradeState.DONE
            assert Figures.of(regrade.result) == Figures.of(regrade.preview)
        else:
            set_aside(regrade, actor=actor, now=self.now)

    def check(self) -> None:
        """A pass stands, completions stand, grades are only added; and the newest grade
        of every answer is what the key in force makes of it."""
        handed_in = list(Attempt.objects.exclude(submitted_at=None))
        outcomes = {one.pk: attempts.outcome_of(one) for one in handed_in}
        passed = {pk for pk, outcome in outcomes.items() if outcome.passed}
        assert passed >= self.passed
        assert passed == {one.pk for one in handed_in if one.passed_at}
        assert {pk for pk, one in outcomes.items() if one.reached} <= passed
        self.passed = passed
        grades = {row[0]: row for row in GradeRecord.objects.values_list()}
        assert self.grades.items() <= grades.items()
        self.grades = grades
        completed = list(Completion.objects.values_list("pk", flat=True))
        assert completed[: len(self.completed)] == self.completed
        self.completed = completed
        done = ActivityProgress.objects.filter(completed_at__isnull=False)
        assert done.exists() == bool(passed)
        for attempt in handed_in:
            expected = expected_of(attempt)
            came_to = outcomes[attempt.pk]
            assert came_to.by_item == {
                pk: grade for pk, grade in expected.items() if grade is not None
            }


def versions() -> list[QuestionVersion]:
    """As they were frozen first: what attempts ask."""
    asked = QuestionVersion.objects.order_by("pk")
    return list(asked[: len(QUESTIONS)])


def expected_of(attempt: Attempt) -> dict[int, int | None]:
    """The grade of each item, worked out from nothing but the answers and what is in
    force; None for what does not count."""
    answers = attempts.current_answers(attempt)
    grades = {}
    for item in attempts.items_of(attempt):
        force = Regrade.objects.filter(version=item.version_id, state__in=IN_FORCE)
        newest = force.order_by("pk").last()
        how = newest.how if newest else RegradeHow.AS_BEFORE
        key = newest.by if how == RegradeHow.NEW_KEY else item.version
        given_answer = answers[item.pk].payload["choice"] if item.pk in answers else ""
        right = [o["id"] for o in key.content["en"]["options"] if o["correct"]]
        grades[item.pk] = {
            RegradeHow.DROP: None,
            RegradeHow.FULL: 1,
        }.get(how, int([given_answer] == right))
    return grades


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=3, max_size=7))
def test_a_pass_stands_and_grades_follow_the_key_in_force_after_any_history(
    small_course, bob, now, steps
):
    with transaction.atomic():
        world = World(
            enrol(bob, small_course.course, now=now),
            small_course.key("small-quiz"),
            now,
        )
        for name, *how in [("hand in", [0] * 8), *steps]:
            {
                "hand in": world.hand_in,
                "publish": world.publish,
                "regrade": world.regrade,
            }[name](*how)
            world.check()
        transaction.set_rollback(True)
