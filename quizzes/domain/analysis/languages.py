"""Whether a question is harder in one of its languages than for people who do as well
in the others (differential item functioning).

The standardised difference of Dorans and Kulick (1986): attempts in the language are
compared, step by step of the rest score, with those in all the others. docs/analysis.md
has the formulas.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, median

from quizzes.domain.analysis.sums import WHOLE, Part

# So many attempts that can be compared, on either side, before anything is said.
ENOUGH = 30
# Differences smaller than this are let be, however sure they are (Dorans and Holland,
# 1993: at and above .10 a question should be looked at).
LARGE = 0.10
# Of what is said to be harder, so much may be chance (Benjamini and Hochberg, 1995).
FALSE_ALARMS = 0.05
# From so many questions on, it is said what the language as a whole makes.
QUESTIONS = 10


@dataclass(frozen=True)
class Difference:
    """By how much less is gained in a language than by equals in others: below 0 means
    harder. `error` is its standard error where there is no difference."""

    value: float
    error: float


@dataclass(frozen=True)
class Verdict:
    """A difference beyond that of the language as a whole. `p` is one-sided."""

    value: float
    p: float
    is_harder: bool


def difference(own: dict[int, Part], others: dict[int, Part]) -> Difference | None:
    """None where too few can be compared. Both are {step: attempts}."""
    shared = [step for step in own if step in others]
    here = sum(own[step].n for step in shared)
    if min(here, sum(others[step].n for step in shared)) < ENOUGH:
        return None
    value = variance = 0.0
    for step in shared:
        mine, theirs = own[step], others[step]
        both = mine + theirs
        weight = mine.n / here
        value += weight * (mine.x / mine.n - theirs.x / theirs.n)
        spread = (both.n * both.xx - both.x**2) / (both.n * (both.n - 1))
        variance += weight**2 * spread * (1 / mine.n + 1 / theirs.n)
    return Difference(value / WHOLE, sqrt(variance) / WHOLE)


def others_than(
    language: str, languages: dict[str, dict[int, Part]]
) -> dict[int, Part]:
    """All attempts in the other languages, by step."""
    found: dict[int, Part] = {}
    for code, steps in languages.items():
        if code != language:
            for step, part in steps.items():
                found[step] = found.get(step, Part()) + part
    return found


def judge(
    differences: dict[tuple[Hashable, str], Difference],
) -> dict[tuple[Hashable, str], Verdict]:
    """What is to be said of the differences of a bank's questions, by (question,
    language).

    A language whose readers do less well everywhere makes every question of it look
    harder, as a rest score is no exact measure. So what is common to the language's
    questions (their median) is taken off, and the sizes and doubts are of what is left.
    """
    common = _common(differences)
    beyond, doubts = {}, {}
    for (question, language), found in differences.items():
        value = found.value - common[language]
        beyond[question, language] = value
        doubts[question, language] = (
            NormalDist().cdf(value / found.error) if found.error else 1.0
        )
    limit = _limit(doubts.values())
    return {
        place: Verdict(value, doubts[place], value <= -LARGE and doubts[place] <= limit)
        for place, value in beyond.items()
    }


def _common(differences) -> dict[str, float]:
    by_language: dict[str, list[float]] = {}
    for (_question, language), found in differences.items():
        by_language.setdefault(language, []).append(found.value)
    return {
        language: median(values) if len(values) >= QUESTIONS else 0.0
        for language, values in by_language.items()
    }


def _limit(doubts: Iterable[float]) -> float:
    """The largest p that is still believed among so many; below 0 for none."""
    ranked = sorted(doubts)
    believed = [
        p
        for place, p in enumerate(ranked, start=1)
        if p <= FALSE_ALARMS * place / len(ranked)
    ]
    return max(believed, default=-1.0)
