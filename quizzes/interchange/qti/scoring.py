"""Which of our ways to count an item's own is: found by working out what answers are
worth in both, and comparing."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import combinations, pairwise, permutations

from django.utils.translation import gettext as _

from courses.exercises.multiple_choice import ALL, EACH, MINUS, score
from courses.exercises.sequence import Credit
from quizzes.interchange.found import Found
from quizzes.interchange.qti.processing import Item
from quizzes.interchange.qti.values import Chosen, Unsupported, Value

# So many answers are compared.
MOST = 64
_NEAR = Fraction(1, 1000)
Given = dict[str, Value]


class Scoring:
    """What answers to an item are worth, in parts of the whole."""

    def __init__(self, item: Item, found: Found) -> None:
        self.item = item
        self.found = found
        self.is_known = item.is_scored
        self.full = Fraction(1)

    def weigh(self, best: Given) -> None:
        """Find out what the whole is; `best` is the answer the item calls correct."""
        if not self.is_known:
            self.found.lose(
                _("It does not say how it counts: what it calls correct is right here.")
            )
            return
        try:
            given = self.item.full
            self.full = self.item.score(best) if given is None else given
        except Unsupported:
            self.is_known = False
            self.found.lose(
                _("How it counts cannot be worked out: what it calls correct is right.")
            )
            return
        if self.full <= 0:
            self.is_known = False
            self.found.stop(_("No answer to it is worth anything."))
        elif self.full != 1 and "kind" not in self.found.labels:
            self.found.lose(_("Its points are not taken over: here each counts once."))

    def part(self, given: Given) -> Fraction:
        """What an answer is worth, from 0 to 1. Only where it is known."""
        try:
            worth = self.item.score(given) / self.full
        except Unsupported:
            self.is_known = False
            return Fraction(0)
        return min(max(worth, Fraction(0)), Fraction(1))

    def agrees(self, cases: Iterable[tuple[Given, float | Fraction]]) -> bool:
        """Whether answers are worth here what they are worth there."""
        return all(
            abs(self.part(given) - Fraction(expected)) < _NEAR
            for given, expected in cases
        )


def choices_of(
    scoring: Scoring, name: str, *, right: set[str], wrong: set[str], likely: str
) -> str | None:
    """Which scoring of ours several chosen ones have, the likely one if it can be that;
    None for none of them."""
    ours = dict.fromkeys((likely, ALL, MINUS, EACH))
    samples = list(_subsets(right, wrong))

    def cases(rule: str) -> Iterator[tuple[Given, float]]:
        for chosen in samples:
            worth = score(rule, chosen=chosen, right=right, wrong=wrong)
            yield {name: Chosen(sorted(chosen))}, worth

    return next((rule for rule in ours if scoring.agrees(cases(rule))), None)


def _subsets(right: set[str], wrong: set[str]) -> Iterator[set[str]]:
    known = sorted(right | wrong)
    if len(known) <= 6:
        for size in range(len(known) + 1):
            yield from (set(some) for some in combinations(known, size))
        return
    near = [right - {one} for one in sorted(right)] + [
        right | {one} for one in sorted(wrong)
    ]
    ones = [{one} for one in known]
    yield from [set(), right, wrong, set(known), *near[:30], *ones[:30]]


def places_agree(
    scoring: Scoring, name: str, pairs: dict[str, str], *, turned: bool
) -> bool:
    """Whether each thing in its place counts for itself, as it does here. `pairs` are
    {thing: place}; `turned`: a response has the place before the thing."""

    def pair(thing: str, place: str) -> str:
        return f"{place} {thing}" if turned else f"{thing} {place}"

    right = [pair(*one) for one in pairs.items()]
    places = sorted(set(pairs.values()))
    wrong = [
        (number, pair(thing, other))
        for number, (thing, place) in enumerate(pairs.items())
        for other in places
        if other != place
    ]

    def cases() -> Iterator[tuple[Given, Fraction]]:
        whole = len(right)
        for size in range(min(whole, 20) + 1):
            yield {name: Chosen(right[:size])}, Fraction(size, whole)
            yield {name: Chosen(right[whole - size :])}, Fraction(size, whole)
        for number, other in wrong[:20]:
            kept = [*right[:number], *right[number + 1 :]]
            yield {name: Chosen([*kept, other])}, Fraction(len(kept), whole)

    return scoring.agrees(cases())


def gaps_agree(scoring: Scoring, right: dict[str, Value]) -> bool:
    """Whether each gap counts for itself. `right` has what is right in each."""

    def cases() -> Iterator[tuple[Given, Fraction]]:
        names = list(right)
        for size in range(min(len(names), 20) + 1):
            some = names[:size]
            yield {name: right[name] for name in some}, Fraction(size, len(names))
        for name in names[:20]:
            yield {name: right[name]}, Fraction(1, len(names))

    return scoring.agrees(cases())


def credit_of(scoring: Scoring, name: str, right: list[str]) -> str | None:
    """Which of our credits an order has; None for none of them."""
    rules: dict[Credit, Callable[[list[str]], Fraction]] = {
        Credit.ALL: lambda order: Fraction(order == right),
        Credit.PLACES: lambda order: _in_place(right, order),
        Credit.NEIGHBOURS: lambda order: _joints(right, order),
    }
    samples = [list(order) for order in _orders(right)]
    for credit, rule in rules.items():
        if scoring.agrees(({name: order}, rule(order)) for order in samples):
            return credit.value
    return None


def _orders(right: list[str]) -> Iterator[Iterable[str]]:
    if len(right) <= 4:
        yield from permutations(right)
        return
    yield from (right, right[::-1])
    for at in range(1, min(len(right), 20)):
        yield right[at:] + right[:at]
        swapped = list(right)
        swapped[at - 1], swapped[at] = swapped[at], swapped[at - 1]
        yield swapped


def _in_place(right: list[str], order: list[str]) -> Fraction:
    kept = sum(one == other for one, other in zip(right, order, strict=True))
    return Fraction(kept, len(right))


def _joints(right: list[str], order: list[str]) -> Fraction:
    joints = set(pairwise(order))
    kept = sum(joint in joints for joint in pairwise(right))
    return Fraction(kept, max(len(right) - 1, 1))
