"""Who sits where, when some places are for some only: a matching by augmenting paths."""

from collections.abc import Hashable, Sequence


class Places:
    """Groups of places, of which each thing may take one in some groups.

    Whoever has a place keeps one, but may move to another group to make room. So
    everything finds a place for which there is one at all, in whichever order things
    come; and who comes first goes first.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.held: list[list[Hashable]] = [[] for _ in sizes]
        self._sizes = sizes
        self._wanted: dict[Hashable, Sequence[int]] = {}

    @property
    def taken(self) -> int:
        return sum(map(len, self.held))

    @property
    def are_full(self) -> bool:
        return self.taken == sum(self._sizes)

    def take(self, thing: Hashable, wanted: Sequence[int]) -> bool:
        """Give a thing a place in one of the groups it wants, the first ones first;
        False, and nothing changes, where that would cost another its place."""
        self._wanted[thing] = wanted
        return self._seat(thing, set())

    def group_of(self, thing: Hashable) -> int | None:
        return next((n for n, held in enumerate(self.held) if thing in held), None)

    def _seat(self, thing: Hashable, tried: set[int]) -> bool:
        for group in self._wanted[thing]:
            if group in tried:
                continue
            tried.add(group)
            held = self.held[group]
            if len(held) < self._sizes[group]:
                held.append(thing)
                return True
            for at, other in enumerate(held):
                # What is tried is not moved within, so its places stand still.
                if self._seat(other, tried):
                    held[at] = thing
                    return True
        return False
