"""Reading attempts for the analysis: some hundred at a time, so that a bank with a
million answers takes no more memory than one with a thousand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, F, OuterRef

from courses.exercises import kind_of
from quizzes.domain.analysis.sums import WHOLE, Sums, Taken, rest_score
from quizzes.domain.analysis.times import seconds_of
from quizzes.domain.attempts import fold_answers
from quizzes.domain.versions import language_in, versions_of
from quizzes.enums import QuizPart
from quizzes.models import (
    Answer,
    Attempt,
    AttemptItem,
    Bank,
    GradeRecord,
    QuestionVersion,
    QuizPage,
)

BATCH = 500


def first_attempts(bank: Bank):
    """The first attempt of everybody at every quiz that asked something of a bank:
    before any feedback, and nobody twice. Not a pre-test, which comes before what is
    asked is taught, and none whose answers are deleted."""
    asked = AttemptItem.objects.filter(version__bank=bank)
    quizzes = asked.values_list("attempt__activity_id", flat=True).distinct()
    pre_tests = QuizPage.objects.filter(part=QuizPart.PRE).values("translation_key")
    earlier = Attempt.objects.filter(
        enrolment=OuterRef("enrolment"),
        activity=OuterRef("activity"),
        cycle__lt=OuterRef("cycle"),
    )
    return Attempt.objects.filter(
        ~Exists(earlier),
        activity__in=list(quizzes),
        number=1,
        submitted_at__isnull=False,
        answers_gone_at=None,
    ).exclude(activity__in=pre_tests)


def gather(bank: Bank, sums: dict[int, Sums]) -> Iterator[int]:
    """Count a bank's attempts into `sums` ({version id: Sums}); yields how many are
    done, time and again."""
    own = set(QuestionVersion.objects.filter(bank=bank).values_list("pk", flat=True))
    # Which quizzes these are is looked up once: it takes the whole table of items.
    mine = first_attempts(bank).order_by("pk")
    done, last = 0, 0
    while True:
        attempts = list(mine.filter(pk__gt=last)[:BATCH])
        if not attempts:
            return
        last = attempts[-1].pk
        for version_id, taken in taken_in(attempts):
            if version_id in own:
                sums.setdefault(version_id, Sums()).add(taken)
        done += len(attempts)
        yield done


def taken_in(attempts: list[Attempt]) -> Iterator[tuple[int, Taken]]:
    """(version id, how it was taken) for everything graded in these attempts; in four
    queries."""
    within = [attempt.pk for attempt in attempts]
    items = defaultdict(list)
    for pk, attempt, version in AttemptItem.objects.filter(
        attempt__in=within
    ).values_list("pk", "attempt_id", "version_id"):
        items[attempt].append((pk, version))
    answers = {
        attempt: list(rows)
        for attempt, rows in groupby(
            Answer.objects.filter(item__attempt__in=within)
            .annotate(attempt=F("item__attempt_id"))
            .order_by("attempt", "pk"),
            key=attrgetter("attempt"),
        )
    }
    grades = dict(
        GradeRecord.objects.filter(item__attempt__in=within)
        .order_by("pk")
        .values_list("item_id", "correctness")
    )
    for attempt in attempts:
        mine = answers.get(attempt.pk, [])
        yield from _taken(attempt, items[attempt.pk], mine, grades)


def _taken(
    attempt: Attempt, items: Iterable[tuple[int, int]], answers: list, grades: dict
) -> Iterator[tuple[int, Taken]]:
    versions = versions_of(version for _pk, version in items)
    points = {
        pk: int(grades[pk] * WHOLE)
        for pk, version in items
        if versions[version].counts and grades.get(pk) is not None
    }
    total, counting = sum(points.values()), fold_answers(answers)
    seconds = seconds_of(
        attempt.started_at,
        answers,
        {item: answer.pk for item, answer in counting.items()},
    )
    for pk, version_id in items:
        if pk not in points:
            continue
        version = versions[version_id]
        language = language_in(version, attempt.language)
        content, answer = version.content[language], counting.get(pk)
        yield (
            version_id,
            Taken(
                correctness=points[pk],
                rest=rest_score(total, points[pk], len(points)),
                language=language,
                is_blank=answer is None,
                picked=kind_of(content).picks(content, answer.payload)
                if answer
                else (),
                seconds=seconds.get(pk),
            ),
        )
