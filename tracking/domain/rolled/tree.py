"""Who employs whom below a body: the heights at which figures are told."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from organisations.enums import Level
from organisations.models import Organisation


@dataclass
class Employer:
    """An employer, with the employers that stand below it; its departments are part of
    it. `pk` is that of its organisation."""

    organisation: Organisation
    below: list["Employer"] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.organisation.pk


@dataclass(frozen=True)
class Tree:
    """A body and all employers below it. `employer_of` says which of them a place is
    part of."""

    top: Employer
    employer_of: dict[int, int]


def tree_of(body: Organisation) -> Tree:
    """The employers of a body, in one query. A department stands for what it is part of
    within the body."""
    found = {body.pk: Employer(body)}
    employer_of = {body.pk: body.pk}
    for one in Organisation.objects.within(body).exclude(pk=body.pk).order_by("path"):
        # Paths of ids are no order of heights: whoever is above may come later.
        found[one.pk] = Employer(one)
    for pk, employer in found.items():
        for above in _upwards(employer.organisation, body):
            if above == body.pk or found[above].organisation.level != Level.DEPARTMENT:
                employer_of[pk] = above
                break
    for pk, employer in found.items():
        if employer_of[pk] == pk and pk != body.pk:
            found[employer_of[employer.organisation.parent_id]].below.append(employer)
    for employer in found.values():
        employer.below.sort(key=lambda one: one.organisation.name.casefold())
    return Tree(found[body.pk], employer_of)


def by_employer(tree: Tree, counted: Iterable[tuple]) -> dict[int, list[tuple]]:
    """{employer: the rest of each row} of rows that begin with a place."""
    found = defaultdict(list)
    for place, *rest in counted:
        found[tree.employer_of[place]].append(tuple(rest))
    return found


def _upwards(organisation: Organisation, body: Organisation) -> Iterable[int]:
    """Ids from an organisation up to a body."""
    chain = [int(one) for one in organisation.path.strip("/").split("/")]
    return reversed(chain[chain.index(body.pk) :])
