"""Any history of releasing, learning, moving and going back keeps what was earned."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.editions.moving import move_to_edition, undo_move
from courses.domain.enrolment import enrol
from courses.domain.progress import complete_activity, way_through
from courses.models import (
    Completion,
    ContentBlob,
    Edition,
    EditionContent,
    EditionMove,
    Enrolment,
)
from lms.errors import DomainError
from lms.remembered import forget
from quizzes.domain import attempts

SLUGS = ("small-one", "small-two", "small-quiz", "small-beat")
STEPS = st.one_of(
    st.tuples(st.just("learn"), st.sampled_from(SLUGS)),
    st.tuples(st.sampled_from(["minor", "material"]), st.sampled_from(SLUGS[:2])),
    st.tuples(st.sampled_from(["move", "undo"]), st.just("")),
)


def rows(model, *names) -> list[tuple]:
    return list(model.objects.order_by("pk").values_list(*names))


class History:
    """One learner with a quiz in progress, and a course that goes on being edited."""

    def __init__(self, small, user, now) -> None:
        self.small, self.now = small, now
        self.enrolment = enrol(user, small.course, now=now)
        self.attempt = attempts.start_attempt(
            self.enrolment, small.key("small-quiz"), language="en", now=now
        )
        self.seen: dict[str, list[tuple]] = {}

    def do(self, step: str, slug: str) -> None:
        self.now += timedelta(minutes=1)
        mine = Enrolment.objects.select_related("course").get(pk=self.enrolment.pk)
        if step == "learn":
            complete_activity(mine, self.small.key(slug), language="en", now=self.now)
        elif step in ("minor", "material"):
            for language in ("en", "nl"):
                page = self.small.lesson(slug, language)
                page.body[0].value = f"{self.now.isoformat()} {language}"
                page.save()
            self.small.release(significance=step, now=self.now)
        else:
            try:
                if step == "move":
                    move_to_edition(
                        mine,
                        mine.course.current_edition_id,
                        language="en",
                        now=self.now,
                    )
                else:
                    undo_move(mine, now=self.now)
            except DomainError:
                # Refused with a reason: nothing may have changed.
                assert Enrolment.objects.get(pk=mine.pk).edition_id == mine.edition_id

    def frozen(self) -> dict[str, list[tuple]]:
        """What may only grow, as plain rows."""
        return {
            "editions": rows(Edition, "pk", "number", "outline", "languages", "notes"),
            "contents": rows(EditionContent, "edition", "activity", "blob"),
            "moves": rows(EditionMove, "pk", "from_edition", "to_edition", "reopened"),
            "completions": rows(Completion, "pk", "edition", "minutes", "completed_at"),
            "asked": [
                (item.position, item.version_id, tuple(item.order))
                for item in attempts.items_of(self.attempt)
            ],
        }

    def check(self) -> None:
        now = self.frozen()
        for name, before in self.seen.items():
            assert now[name][: len(before)] == before, name
        self.seen = now
        hashes = set(EditionContent.objects.values_list("blob", flat=True))
        assert set(ContentBlob.objects.values_list("pk", flat=True)) == hashes
        self.attempt.refresh_from_db()
        assert (self.attempt.submitted_at, self.attempt.edition.number) == (None, 1)

    def where(self) -> tuple:
        mine = Enrolment.objects.get(pk=self.enrolment.pk)
        return mine.edition_id, way_through(mine, language="en").done


# Each example is rolled back, so the fixtures may stand.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, max_size=7))
def test_after_any_history_what_was_earned_stays(small_course, bob, now, steps):
    with transaction.atomic():
        history = History(small_course, bob, now)
        history.check()
        for step, slug in steps:
            before = history.where()
            moves = EditionMove.objects.count()
            history.do(step, slug)
            history.check()
            if step == "undo" and EditionMove.objects.count() > moves:
                undone = EditionMove.objects.last().undoes
                assert history.where()[0] == undone.from_edition_id
                assert history.where()[1] >= before[1]
        transaction.set_rollback(True)
    small_course.course.refresh_from_db()
    forget()
