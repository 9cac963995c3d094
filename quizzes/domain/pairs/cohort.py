"""How far the people of a course came together, for those who make it and teach it.

Never by employer, and so that nobody can be found (ETHICS P6). An edition is shown only
with COHORT people who did both halves of a pair; its figures are renewed in steps of
COHORT people, in the order in which they finished, so that two figures one after the
other differ by at least so many. A lesson is shown where everybody in the figure was
asked about it; of the lessons that were asked, none is kept back or two at least. Shares
are rounded, and the total is that of what is shown: what is kept back does not follow by
subtraction.
"""

from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from courses.exercises import COUNTING
from courses.models import Edition
from courses.models.polls import COHORT
from quizzes.enums import QuizPart
from quizzes.models import Attempt, AttemptItem, Bank, GradeRecord, QuizPage

# In percent: a share is shown to the nearest.
ROUNDED_TO = 5


@dataclass(frozen=True)
class Points:
    """Of `people` together, before and after, out of `total` each time."""

    people: int
    total: int
    before: float
    after: float

    def __add__(self, other: "Points") -> "Points":
        return Points(
            self.people + other.people,
            self.total + other.total,
            self.before + other.before,
            self.after + other.after,
        )

    @property
    def before_percent(self) -> int:
        return self._share(self.before)

    @property
    def after_percent(self) -> int:
        return self._share(self.after)

    def _share(self, points: float) -> int:
        return round(100 * points / self.total / ROUNDED_TO) * ROUNDED_TO


@dataclass(frozen=True)
class Cohort:
    """One edition. `whole` None: too few people. `lessons` are those that are shown, as
    (lesson key, topic); `kept_back` says how many are not."""

    edition: Edition
    whole: Points | None
    lessons: dict[tuple[str, str], Points]
    kept_back: int


@dataclass(frozen=True)
class Gains:
    """All editions, the newest first, and those together that are shown."""

    cohorts: list[Cohort]
    together: Points | None


def gains_of(bank: Bank) -> Gains:
    """What the pair of a bank came to; three queries, however many people there are."""
    posts = _compared(bank)
    finished: dict[int, list[tuple]] = {}
    for edition, *row in posts.order_by("submitted_at", "pk").values_list(
        "edition", "submitted_at", "pk"
    ):
        finished.setdefault(edition, []).append(row)
    sums = _sums(posts, finished)
    editions = Edition.objects.filter(pk__in=finished).order_by("-number")
    cohorts = [
        cohort_of(edition, *sums.get(edition.pk, (0, {}))) for edition in editions
    ]
    shown = [cohort.whole for cohort in cohorts if cohort.whole]
    return Gains(cohorts, reduce(add, shown) if shown else None)


def _compared(bank: Bank) -> QuerySet[Attempt]:
    """What asked a pre-test again and was handed in with everything marked; each
    person's first."""
    keys = QuizPage.objects.filter(bank=bank, part=QuizPart.POST)
    posts = Attempt.objects.filter(
        activity__in=keys.values("translation_key"),
        repeats__isnull=False,
        submitted_at__isnull=False,
    )
    earlier = posts.filter(enrolment=OuterRef("enrolment"), cycle__lt=OuterRef("cycle"))
    unmarked = _graded(AttemptItem.objects.filter(attempt=OuterRef("pk"))).filter(
        Q(before=None) | Q(after=None)
    )
    return posts.filter(~Exists(earlier), ~Exists(unmarked))


def _graded(items: QuerySet[AttemptItem]) -> QuerySet[AttemptItem]:
    """Those that count, with what they were worth in the pre-test and now."""
    newest = GradeRecord.objects.order_by("-pk").values("correctness")
    return items.filter(version__kind__in=COUNTING).annotate(
        before=Subquery(
            newest.filter(
                item__attempt=OuterRef("attempt__repeats"),
                item__version=OuterRef("version"),
            )[:1]
        ),
        after=Subquery(newest.filter(item=OuterRef("pk"))[:1]),
    )


def _sums(
    posts: QuerySet[Attempt], finished: dict[int, list[tuple]]
) -> dict[int, tuple[int, dict[tuple[str, str], Points]]]:
    """{edition: (how many people are counted, {(lesson key, topic): their points})}; of
    each edition as many as make whole steps."""
    within, people = [], {}
    for edition, rows in finished.items():
        if counted := len(rows) // COHORT * COHORT:
            people[edition] = counted
            at, pk = rows[counted - 1]
            until = Q(attempt__submitted_at__lt=at) | Q(
                attempt__submitted_at=at, attempt__lte=pk
            )
            within.append(Q(attempt__edition=edition) & until)
    if not within:
        return {}
    items = AttemptItem.objects.filter(reduce(or_, within), attempt__in=posts)
    groups = (
        _graded(items)
        .annotate(
            lesson=F("version__lesson_key"),
            topic=Case(
                When(version__lesson_key=None, then=F("version__topic")),
                default=Value(""),
            ),
        )
        .values_list("attempt__edition", "lesson", "topic")
        .annotate(
            people=Count("attempt", distinct=True),
            total=Count("pk"),
            was=Sum("before"),
            now=Sum("after"),
        )
    )
    found: dict[int, dict] = {}
    for edition, lesson, topic, asked, total, was, now in groups.order_by():
        points = Points(asked, total, float(was), float(now))
        found.setdefault(edition, {})[str(lesson or ""), topic] = points
    return {edition: (people[edition], rows) for edition, rows in found.items()}


def cohort_of(
    edition: Edition, people: int, groups: dict[tuple[str, str], Points]
) -> Cohort:
    """What may be shown of `people` who are counted."""
    if not groups:
        return Cohort(edition, None, {}, 0)
    whole = reduce(add, groups.values())
    shown = {key: one for key, one in groups.items() if one.people == people}
    if len(groups) - len(shown) == 1 and shown:
        # One alone would be what the others leave of the whole.
        shown.pop(min(shown, key=lambda key: (shown[key].total, key)))
    return Cohort(
        edition,
        Points(people, whole.total, whole.before, whole.after),
        shown,
        len(groups) - len(shown),
    )
