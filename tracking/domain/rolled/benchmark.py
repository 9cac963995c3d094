"""How an employer stands beside others like it, none of which can be recognised.

Similar are employers of the same level and size class: by how many people of theirs are
asked the course; of the same languages too where enough are. Fewer than five others, or
fewer than five people asked, and nothing is shown (ETHICS P6). Told are the quartiles of
the others alone, in steps of five percent: no value of one of them, no best and no worst.

Nobody opts in: what is told is about no person and about no employer that could be
named, and a comparison with those who wanted to be in it would flatter (ETHICS E2).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from django.core.cache import cache

from courses.models import Course
from lms.small_numbers import FEWEST
from organisations.domain.employers import employers_of
from organisations.models import Organisation
from tracking.domain.counts.reading import counted_everywhere, is_large
from tracking.domain.rolled.lines import lines_of
from tracking.domain.standing import MET
from tracking.enums import Standing

FEWEST_OTHERS = 5
# People asked, up to and including.
SIZES = (24, 99, 299, 999)
STEP = 5
KEPT_SECONDS = 6 * 60 * 60


@dataclass(frozen=True)
class Benchmark:
    """Percent of those asked who hold it: one's own, and the quartiles of so many
    `others`, in steps of five. `same_languages`: only those of one's languages."""

    own: int
    lower: int
    median: int
    upper: int
    others: int
    same_languages: bool

    @property
    def width(self) -> int:
        """How far the middle half of the others lies apart."""
        return self.upper - self.lower


def benchmark_of(
    organisation: Organisation, course: Course, day: date
) -> Benchmark | None:
    """Where an employer stands; None where too few are like it, or are asked."""
    counted = _counted(organisation.level, course, day)
    mine = counted.pop(organisation.pk, None)
    if mine is None or mine[0] < FEWEST:
        return None
    similar = {
        pk: met / size
        for pk, (size, met, _regime) in counted.items()
        if size >= FEWEST and size_class(size) == size_class(mine[0])
    }
    alike = {
        pk: share
        for pk, share in similar.items()
        if counted[pk][2] == organisation.language_regime
    }
    shares = alike if len(alike) >= FEWEST_OTHERS else similar
    if len(shares) < FEWEST_OTHERS:
        return None
    lower, median, upper = quantiles(shares.values(), n=4, method="inclusive")
    return Benchmark(
        own=_percent(mine[1] / mine[0]),
        lower=_percent(lower),
        median=_percent(median),
        upper=_percent(upper),
        others=len(shares),
        same_languages=shares is alike,
    )


def size_class(people: int) -> int:
    """Which of the classes of SIZES so many people make."""
    return sum(people > most for most in SIZES)


def _percent(share: float) -> int:
    return round(100 * share / STEP) * STEP


def _counted(level: str, course: Course, day: date) -> dict[int, tuple[int, int, str]]:
    """{employer of a level: (people asked, of them hold it, its languages)}; a few
    queries, kept for six hours. Of very many people it is what was counted in the night,
    none before that."""
    if is_large(None, day):
        return _with_languages(level, *counted_everywhere(course))
    key = f"tracking.benchmark.{level}.{course.pk}.{day}"
    found = cache.get(key)
    if found is None:
        found = _read(level, course, day)
        cache.set(key, found, timeout=KEPT_SECONDS)
    return dict(found)


def _read(level: str, course: Course, day: date) -> dict[int, tuple[int, int, str]]:
    lines = lines_of(None, course, day)
    places = Organisation.objects.in_bulk({one.place for one in lines})
    employer = employers_of(places.values())
    sizes: Counter[int] = Counter()
    met: Counter[int] = Counter()
    for one in lines:
        if one.standing == Standing.EXEMPT:
            continue
        sizes[employer[one.place]] += one.people
        met[employer[one.place]] += one.people if one.standing in MET else 0
    return _with_languages(level, sizes, met)


def _with_languages(
    level: str, sizes: Counter[int], met: Counter[int]
) -> dict[int, tuple[int, int, str]]:
    known = Organisation.objects.filter(pk__in=sizes, level=level, is_active=True)
    return {
        pk: (sizes[pk], met[pk], regime)
        for pk, regime in known.values_list("pk", "language_regime")
    }
