"""Whether places and the choices between them make something one can walk through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What can be wrong with a place or with one of its choices."""

    TWICE = "twice"  # Another place before it has the same name.
    NOWHERE = "nowhere"  # A choice names a place that is not there.
    UNREACHED = "unreached"  # No way leads here.
    ENDLESS = "endless"  # From here no way leads to an end.
    CIRCLE = "circle"  # A way leads from here back to here.


@dataclass(frozen=True)
class Node:
    """A place: its name, and the names that its choices lead to. Without choices it is
    an end. Names are the same whatever their case and the blanks around them."""

    name: str
    nexts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trouble:
    """`node` and `choice` count from 0; `choice` is None for the place itself. `name`
    is what the message is about."""

    rule: Rule
    node: int
    name: str
    choice: int | None = None


def plain(name: str | None) -> str:
    """The name by which places are told apart."""
    return " ".join((name or "").split()).casefold()


def places_of(nodes: Iterable[Node]) -> dict[str, int]:
    """{plain name: number of the place}; of two that share a name, the first."""
    places: dict[str, int] = {}
    for number, node in enumerate(nodes):
        places.setdefault(plain(node.name), number)
    return places


def troubles_of(nodes: Sequence[Node], *, circles: bool) -> list[Trouble]:
    """All that is wrong, in the order of the places. The first place is where one
    begins. With `circles`, ways may come back to where they were, as long as there is
    a way out."""
    places = places_of(nodes)
    leads = [
        [places[plain(name)] for name in node.nexts if plain(name) in places]
        for node in nodes
    ]
    reached = _reached(leads, [0] if nodes else [])
    comes_from: list[list[int]] = [[] for _node in nodes]
    for number, nexts in enumerate(leads):
        for following in nexts:
            comes_from[following].append(number)
    # Where a choice leads nowhere, that is what is said, and no more about it.
    ends = [
        number
        for number, node in enumerate(nodes)
        if len(leads[number]) < len(node.nexts) or not node.nexts
    ]
    ending = _reached(comes_from, ends)
    troubles = []
    for number, node in enumerate(nodes):
        if places[plain(node.name)] != number:
            troubles.append(Trouble(Rule.TWICE, number, node.name))
        elif number not in reached:
            troubles.append(Trouble(Rule.UNREACHED, number, node.name))
        elif number not in ending:
            troubles.append(Trouble(Rule.ENDLESS, number, node.name))
        elif not circles and number in _reached(leads, leads[number]):
            troubles.append(Trouble(Rule.CIRCLE, number, node.name))
        troubles += [
            Trouble(Rule.NOWHERE, number, name, choice)
            for choice, name in enumerate(node.nexts)
            if plain(name) not in places
        ]
    return troubles


def _reached(leads: Sequence[Sequence[int]], starts: Iterable[int]) -> set[int]:
    """All places to which ways lead from `starts`, those included."""
    found: set[int] = set()
    waiting = list(starts)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += leads[number]
    return found
