"""In which territory trainers count."""

from collections.abc import Iterable
from typing import NamedTuple

from organisations.enums import Level
from organisations.models import Organisation

# The height at which a country is told: the first of these at or above an employer.
HEIGHTS = (Level.PROVINCE, Level.REGION, Level.COMMUNITY, Level.FEDERAL)


class Territory(NamedTuple):
    """A body that stands for what is at it and below it."""

    pk: int
    name: str
    code: str
    level: str


def territories_of(
    employers: Iterable[int], body: Organisation | None
) -> dict[int, Territory]:
    """{id of an employer: its territory}, in two queries: its province, or what stands in
    the place of one, else what is topmost above it. Below a body, which reads its own:
    the next body below it, and the body itself for its own people."""
    chains = {
        pk: [int(one) for one in path.strip("/").split("/")]
        for pk, path in Organisation.objects.filter(pk__in=set(employers))
        .order_by()
        .values_list("pk", "path")
    }
    known = {
        one[0]: Territory(*one)
        for one in Organisation.objects.filter(
            pk__in={one for chain in chains.values() for one in chain}
        )
        .order_by()
        .values_list("pk", "name", "code", "level")
    }
    places = {
        pk: _below(chain, body, known) if body else _height(chain, known)
        for pk, chain in chains.items()
    }
    return {pk: known[place] for pk, place in places.items()}


def _height(chain: list[int], known: dict[int, Territory]) -> int:
    for level in HEIGHTS:
        for pk in reversed(chain):
            if known[pk].level == level:
                return pk
    return chain[0]


def _below(chain: list[int], body: Organisation, known: dict[int, Territory]) -> int:
    """The next body below `body` on the way down, which its departments are part of."""
    place = chain.index(body.pk)
    below = chain[place + 1 :]
    return below[0] if below and known[below[0]].level != Level.DEPARTMENT else body.pk
