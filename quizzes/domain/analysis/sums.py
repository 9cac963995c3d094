"""What is counted of the answers to one version of a question: whole numbers only, so
that the order in which attempts come, and how they are taken together, changes nothing.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

# Correctness is kept in ten thousandths, as grades are.
WHOLE = 10_000
# The rest score in millionths of all there was to gain.
REST = 1_000_000
# Attempts with nearly the same rest score are compared with one another: steps of 5 %,
# and one for everything right.
STEPS = 20


@dataclass(frozen=True)
class Taken:
    """One question in one attempt.

    `correctness` is in WHOLE; `rest` is what the attempt gained elsewhere, in REST, and
    None where nothing else counted; `picked` are the keys of what was chosen; `seconds`
    is None where the time is not known.
    """

    correctness: int
    rest: int | None
    language: str
    is_blank: bool = False
    picked: Collection[str] = ()
    seconds: int | None = None


@dataclass
class Part:
    """Number, sum and sum of squares of the correctness of some attempts."""

    n: int = 0
    x: int = 0
    xx: int = 0

    def add(self, correctness: int) -> None:
        self.n += 1
        self.x += correctness
        self.xx += correctness * correctness

    def __add__(self, other: "Part") -> "Part":
        return Part(self.n + other.n, self.x + other.x, self.xx + other.xx)


@dataclass
class Sums:
    """Everything that figures are made of. `compared` are the attempts that have a rest
    score; `steps` and what else goes by step holds these alone."""

    every: Part = field(default_factory=Part)
    compared: Part = field(default_factory=Part)
    r: int = 0
    rr: int = 0
    xr: int = 0
    blank: int = 0
    steps: dict[int, Part] = field(default_factory=dict)
    languages: dict[str, dict[int, Part]] = field(default_factory=dict)
    by_language: dict[str, Part] = field(default_factory=dict)
    picks: Counter = field(default_factory=Counter)
    picks_by_step: dict[str, Counter] = field(default_factory=dict)
    seconds: Counter = field(default_factory=Counter)

    def add(self, taken: Taken) -> None:
        x, r = taken.correctness, taken.rest
        self.every.add(x)
        self.by_language.setdefault(taken.language, Part()).add(x)
        self.blank += taken.is_blank
        self.picks.update(taken.picked)
        if taken.seconds is not None:
            self.seconds[taken.seconds] += 1
        if r is None:
            return
        self.compared.add(x)
        self.r += r
        self.rr += r * r
        self.xr += x * r
        step = step_of(r)
        self.steps.setdefault(step, Part()).add(x)
        own = self.languages.setdefault(taken.language, {})
        own.setdefault(step, Part()).add(x)
        for key in taken.picked:
            self.picks_by_step.setdefault(key, Counter())[step] += 1


def step_of(rest: int) -> int:
    return rest * STEPS // REST


def rest_score(points: int, own: int, counting: int) -> int | None:
    """What was gained elsewhere, of an attempt with these `points` on `counting`
    questions, of which this one gave `own`."""
    others = counting - 1
    return (points - own) * REST // (others * WHOLE) if others else None
