"""Which body employs somebody, where they work in a part of it."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q

from organisations.enums import OVERSEEING_ROLES, Level
from organisations.models import Membership, Organisation


def employer_of(organisation: Organisation) -> Organisation:
    """Of a department, or a department of one, the body it is part of; any other body is
    an employer itself."""
    above = organisation
    while above.level == Level.DEPARTMENT and above.parent is not None:
        above = above.parent
    return above


def employers_of(organisations: Iterable[Organisation]) -> dict[int, int]:
    """{id of an organisation: that of its employer}, by the rule of `employer_of`, in one
    query."""
    chains = {one.pk: _chain(one) for one in organisations}
    above = {pk for chain in chains.values() for pk in chain}
    levels = dict(Organisation.objects.filter(pk__in=above).values_list("pk", "level"))
    return {
        pk: next((one for one in chain if levels[one] != Level.DEPARTMENT), chain[-1])
        for pk, chain in chains.items()
    }


def own_places(organisation: Organisation) -> set[int] | None:
    """Ids of a body and of its departments; None where no other employer stands below
    it, so that its path says the same."""
    below = Organisation.objects.within(organisation).exclude(pk=organisation.pk)
    levels = {
        pk: (level, path)
        for pk, level, path in below.values_list("pk", "level", "path")
    }
    if all(level == Level.DEPARTMENT for level, _path in levels.values()):
        return None
    height = organisation.path.count("/")
    own = {organisation.pk}
    for pk, (_level, path) in levels.items():
        line = path.strip("/").split("/")[height - 1 :]
        if all(levels[int(one)][0] == Level.DEPARTMENT for one in line):
            own.add(pk)
    return own


def part_of(organisation: Organisation, *, place: str = "organisation") -> Q:
    """For rows with a `place`: one in an organisation or its departments, not in other
    employers below it."""
    own = own_places(organisation)
    if own is None:
        return Q(**{f"{place}__path__startswith": organisation.path})
    return Q(**{f"{place}__in": own})


def parts_of(organisation: Organisation):
    """A body and its departments, as organisations; other employers below it are none of
    its parts."""
    own = own_places(organisation)
    within = Organisation.objects.within(organisation)
    return within if own is None else within.filter(pk__in=own)


def departments_of(organisation: Organisation):
    """What is part of a body and no employer of its own, nor part of one below it."""
    below = Organisation.objects.within(organisation).exclude(pk=organisation.pk)
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    between = below.exclude(level=Level.DEPARTMENT).annotate(whole=path)
    return below.filter(
        ~Exists(between.filter(whole__startswith=F("path"))), level=Level.DEPARTMENT
    )


def employer_paths(user_id: int) -> set[str]:
    """Paths of the bodies that employ a person today, in any role; every department
    stands below one of them."""
    mine = Membership.objects.current().filter(user=user_id).values("organisation")
    return {employer_of(one).path for one in Organisation.objects.filter(pk__in=mine)}


def oversees_employer(user, organisation: Organisation) -> bool:
    """Whether a person looks after the employer that `organisation` is or is part of, or
    after such a part: not those of a body above it. Who does reads the names of its
    people. Everybody's for a superuser, nobody's once the account is closed."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    overseen = Organisation.objects.filter(
        pk__in=Membership.objects.current()
        .filter(user=user, role__in=OVERSEEING_ROLES)
        .values("organisation")
    )
    employer = employer_of(organisation)
    return any(
        organisation.path.startswith(one.path) and employer_of(one) == employer
        for one in overseen
    )


def _chain(organisation: Organisation) -> list[int]:
    """The ids of an organisation and of all above it, upwards."""
    return [int(pk) for pk in reversed(organisation.path.strip("/").split("/"))]
