"""Whose report somebody reads: of programmes they own, or of bodies they oversee."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from organisations.domain.employers import oversees_employer, own_places
from organisations.enums import OVERSEEING_ROLES, Level
from organisations.models import Organisation, User
from trainers.domain.reading import programmes_of
from trainers.models import TrainerProgramme

# The key of all programmes that somebody owns.
ALL = "programmes"


@dataclass(frozen=True)
class Scope:
    """Trainers of programmes, wherever they work, or of a body and all below it, in
    whatever programme; `body` is None for the former. `key` is what the address says."""

    key: str
    programmes: tuple[TrainerProgramme, ...] = ()
    body: Organisation | None = None

    @cached_property
    def _ids(self) -> list[int]:
        return [one.pk for one in self.programmes]

    def ways(self, prefix: str = "") -> Q:
        """Of accreditations those that are in it; of rows that have one, by its name as
        `prefix`, such as "accreditation__"."""
        if self.body is not None:
            return Q(**{f"{prefix}employer__path__startswith": self.body.path})
        return Q(**{f"{prefix}programme__in": self._ids})


def scopes_for(user: User) -> list[Scope]:
    """What somebody can choose from: all their programmes, each of them, and each body
    in which they oversee staff. Departments speak for what they are part of."""
    programmes = tuple(programmes_of(user))
    found = [Scope(f"programme:{one.code}", (one,)) for one in programmes]
    if len(programmes) > 1:
        found.insert(0, Scope(ALL, programmes))
    bodies = _overseen(user).order_by("name", "pk")
    return found + [scope_of_body(one) for one in bodies]


def scope_of_body(body: Organisation) -> Scope:
    """The trainers of a body and of all below it."""
    return Scope(f"body:{body.code}", body=body)


def scope_of(user: User, key: str) -> Scope | None:
    """The scope that an address asks for; None where it does not exist for somebody.
    Beside `scopes_for` every body that they oversee, such as one below theirs."""
    what, _colon, code = key.partition(":")
    if what != "body":
        return next((one for one in scopes_for(user) if one.key == key), None)
    body = _telling(Organisation.objects.visible_to(user)).filter(code=code).first()
    return body and scope_of_body(body)


def reads_report(user: User) -> bool:
    """Whether there is a report for somebody at all."""
    return programmes_of(user).exists() or _overseen(user).exists()


def is_exact(user: User, scope: Scope) -> bool:
    """Whether somebody reads numbers as they are: an owner, and the employer of everybody
    in it, who read the names as well. Others read them in fives (ETHICS P6)."""
    if scope.body is None:
        return True
    return oversees_employer(user, scope.body) and own_places(scope.body) is None


def _overseen(user: User) -> QuerySet[Organisation]:
    held = user.memberships.current().filter(role__in=OVERSEEING_ROLES)
    return _telling(Organisation.objects.filter(pk__in=held.values("organisation")))


def _telling(bodies: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those with a report: a department's would be of few, and stands in that of what it
    is part of."""
    return bodies.exclude(level=Level.DEPARTMENT)
