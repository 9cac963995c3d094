"""Texts that share most of their words, found without comparing each with each.

Two texts are alike by the share of their words that both have: twice the words in
common, with repetitions, among the words of both (Dice's coefficient). Order does not
matter, so options in another order change nothing.

Texts that are alike share one at least of their rarest words: if of 20 words 15 have to
be common, they cannot all be missing among any 6. So only so many of the rarest words
of each text are entered in the index and looked up (prefix filtering), and nothing that
is alike is missed.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from quizzes.domain.duplicates.texts import Words, without_numbers

# From here on texts are near-duplicates, in percent of their words.
NEAR = 75
# With so many others a text is told to be alike. What there are more of is one mass, in
# which every text is found with its neighbours instead of with each of thousands.
MOST = 20
# What is alike is as long as this part of a text at the least, and so shares as much.
LEAST_SHARED = Fraction(NEAR, 200 - NEAR)


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are: `common` of the `words` of both, each counted twice."""

    common: int
    words: int
    numbers_only: bool = False  # All that differs is numbers.

    @property
    def share(self) -> float:
        return 2 * self.common / self.words

    @property
    def percent(self) -> int:
        """100 only where all words are the same."""
        return 200 * self.common // self.words

    @property
    def is_same(self) -> bool:
        return 2 * self.common == self.words


@dataclass(frozen=True)
class Pair:
    """Two texts by their keys, the lesser one first."""

    first: Hashable
    second: Hashable
    likeness: Likeness


class Index:
    """Texts by their words. `texts` are those that will be in it: from them it learns
    which words are rare. Others are looked up as well as those.

    `ascending` promises that nothing is looked up that is shorter than what is in it:
    fewer words of each are entered then, and less is compared.
    """

    def __init__(self, texts: Iterable[Words], *, ascending: bool = False) -> None:
        # What a text is like has so much of it, in percent, at the least.
        self._shared = Fraction(NEAR, 100) if ascending else LEAST_SHARED
        counts = Counter(word for words in texts for word in _numbered(words))
        ordered = sorted(counts, key=lambda word: (counts[word], word))
        # The rarer a word, the lower its number.
        self._numbers = {word: number for number, word in enumerate(ordered)}
        # Texts of the same words are one bag.
        self._bags: list[frozenset[int]] = []
        self._keys: list[list[Hashable]] = []
        self._places: dict[frozenset[int], int] = {}
        self._holding: dict[int, list[int]] = defaultdict(list)
        self._but_for_numbers: dict[Words, list[int]] = defaultdict(list)

    def add(self, key: Hashable, words: Words) -> None:
        """Enter a text; one without words is like nothing and stays out."""
        if not words:
            return
        bag = self._bag(words)
        place = self._places.setdefault(bag, len(self._bags))
        if place < len(self._bags):
            self._keys[place].append(key)
            return
        self._bags.append(bag)
        self._keys.append([key])
        for word in _rarest(bag, self._shared):
            self._holding[word].append(place)
        self._but_for_numbers[_bare(words)].append(place)

    def find(
        self, words: Words, *, most: int = MOST
    ) -> list[tuple[Hashable, Likeness]]:
        """Up to `most` texts that are near-duplicates of this one, each with how alike
        they are; those of the same words first, the others in no order."""
        if not words:
            return []
        bag, found = self._bag(words), []
        same = self._places.get(bag)
        bare = set(self._but_for_numbers.get(_bare(words), ()))
        for place in self._near(bag, same, bare):
            other = self._bags[place]
            likeness = Likeness(
                len(bag & other), len(bag) + len(other), place in bare - {same}
            )
            room = most - len(found)
            found += [(key, likeness) for key in self._keys[place][-room:]]
            if len(found) >= most:
                break
        return found

    def _near(self, bag, same: int | None, bare: set[int]) -> Iterator[int]:
        """Places of the bags that are alike, each once."""
        if same is not None:
            yield same
        yield from sorted(bare - {same})
        seen = bare | {same}
        for word in _rarest(bag, LEAST_SHARED):
            for place in self._holding.get(word, ()):
                if place not in seen:
                    seen.add(place)
                    if _are_near(bag, self._bags[place]):
                        yield place

    def _bag(self, words: Words) -> frozenset[int]:
        numbers = self._numbers
        # What nobody has counted is rarer than anything.
        return frozenset(
            numbers.setdefault(word, -len(numbers) - 1) for word in _numbered(words)
        )


def near_pairs(texts: Mapping[Hashable, Words]) -> list[Pair]:
    """The pairs among some texts that are near-duplicates, the most alike first.

    Of a mass of texts that are all alike, each is told with MOST others at the least
    where it comes after them, and none with all.
    """
    index, pairs = Index(texts.values(), ascending=True), []
    for key in sorted(texts, key=lambda key: (len(texts[key]), key)):
        for other, likeness in index.find(texts[key]):
            pairs.append(Pair(*sorted((other, key)), likeness))
        index.add(key, texts[key])
    return sorted(
        pairs,
        key=lambda pair: (-pair.likeness.share, pair.first, pair.second),
    )


def likeness_of(one: Words, other: Words) -> Likeness | None:
    """How alike two texts are; None when they are no near-duplicates."""
    # Before anything is counted: the shorter has to have enough of the longer.
    short, long = sorted((len(one), len(other)))
    if not short or short * (200 - NEAR) < long * NEAR:
        return None
    first, second = frozenset(_numbered(one)), frozenset(_numbered(other))
    bare = short == long and first != second and _bare(one) == _bare(other)
    if not (bare or _are_near(first, second)):
        return None
    return Likeness(len(first & second), len(first) + len(second), bare)


def _rarest(bag: frozenset[int], share: Fraction) -> list[int]:
    """As many of its rarest words as have to hold one of anything that is alike, where
    that has `share` of its words at the least."""
    return sorted(bag)[: len(bag) - ceil(len(bag) * share) + 1]


def _are_near(one: frozenset, other: frozenset) -> bool:
    return 200 * len(one & other) >= NEAR * (len(one) + len(other))


def _numbered(words: Words) -> Iterator[tuple[str, int]]:
    """A word that comes twice is two different ones: bags become sets."""
    seen: dict[str, int] = {}
    for word in words:
        seen[word] = number = seen.get(word, 0) + 1
        yield word, number


def _bare(words: Words) -> Words:
    return tuple(sorted(without_numbers(words)))
