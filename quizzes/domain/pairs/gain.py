"""How far somebody came from the pre-test to the post-test. For that person alone."""

from dataclasses import dataclass

from quizzes.domain.attempts import items_of, outcome_of, rules_of_attempt
from quizzes.models import Attempt


@dataclass(frozen=True)
class Step:
    """Points before and after, of `total` questions. `lesson_key` is the lesson that
    teaches what they are about; `topic` names them where there is none."""

    lesson_key: str
    topic: str
    total: int
    before: float
    after: float


@dataclass(frozen=True)
class Gain:
    whole: Step
    steps: list[Step]


def gain_of(post: Attempt) -> Gain | None:
    """Of an attempt that asked a pre-test again; None where nothing can be compared: it
    is not handed in, or something is still to be marked."""
    pre = post.repeats
    if pre is None or post.submitted_at is None:
        return None
    before, after = _grades(pre), _grades(post)
    if None in {*before.values(), *after.values()}:
        return None
    groups: dict[tuple[str, str], list[int]] = {}
    for item in items_of(post):
        version = item.version
        if version.pk in after:
            lesson = str(version.lesson_key or "")
            group = (lesson, "" if lesson else version.topic)
            groups.setdefault(group, []).append(version.pk)

    def step(group, ids) -> Step:
        return Step(
            *group,
            total=len(ids),
            before=_points(before, ids),
            after=_points(after, ids),
        )

    return Gain(
        step(("", ""), list(after)),
        [step(group, ids) for group, ids in sorted(groups.items())],
    )


def post_test_done(pre: Attempt) -> Attempt | None:
    """The attempt at the post-test that goes with a pre-test, once it was handed in: from
    then on it is told what was right."""
    key = rules_of_attempt(pre).get("post_test")
    if key is None:
        return None
    handed_in = Attempt.objects.filter(submitted_at__isnull=False, number=1)
    return handed_in.filter(
        enrolment=pre.enrolment_id, activity_id=key, cycle=pre.cycle
    ).first()


def _grades(attempt: Attempt) -> dict[int, float | None]:
    """{version id: correctness} of what counts."""
    items = items_of(attempt)
    by_item = outcome_of(attempt, items=items).by_item
    return {item.version_id: by_item[item.pk] for item in items if item.pk in by_item}


def _points(grades: dict, ids: list[int]) -> float:
    """As the result shows points: one decimal, cut off."""
    whole = sum(round(float(grades[pk]) * 10000) for pk in ids)
    return whole // 1000 / 10
