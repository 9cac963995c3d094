"""Where a directory can place people: its organisation and the departments below it."""

from dataclasses import dataclass
from functools import cached_property

from interop.models import AccessToken
from organisations.domain.employers import employer_of, parts_of
from organisations.domain.locks import lock_many
from organisations.enums import Level
from organisations.models import Organisation, Sector


@dataclass(frozen=True)
class Directory:
    """What a token with the scope `scim` acts for. Another employer below the
    organisation, such as a municipality below a province, is none of its business."""

    token: AccessToken

    @property
    def organisation(self) -> Organisation:
        return self.token.organisation

    @property
    def sector(self) -> Sector:
        """Of people who are new on Relay."""
        return self.token.sector

    @property
    def language(self) -> str:
        """Of people whose language the directory does not say."""
        return self.organisation.languages[0]

    @cached_property
    def places(self) -> dict[int, Organisation]:
        """{id: place}, the organisation itself among them."""
        return places_of(self.organisation)

    def lock(self) -> None:
        """Let one act of a directory come after another, and after a staff list: before
        any of its people or groups is locked or written (organisations.domain.locks)."""
        # Line managers are an employer's, whatever part of it the directory is of.
        lock_many(organisations=[self.employer.pk, *self.places])

    @cached_property
    def employer(self) -> Organisation:
        """The body that employs its people."""
        return employer_of(self.organisation)

    def department_of(self, name: str) -> Organisation | None:
        """The open department whose code or name a group has; None without one, or
        with several of the name."""
        return self._departments.get(plain(name))

    @cached_property
    def _departments(self) -> dict[str, Organisation | None]:
        found: dict[str, Organisation | None] = {}
        below = [
            one
            for one in self.places.values()
            if one.level == Level.DEPARTMENT
            and one.pk != self.organisation.pk
            and one.is_active
        ]
        for one in below:
            name = plain(one.name)
            found[name] = None if name in found else one
        return found | {plain(one.code): one for one in below}


def places_of(organisation: Organisation) -> dict[int, Organisation]:
    """{id: body} of an organisation and those below it that are of the same employer."""
    return {one.pk: one for one in parts_of(organisation)}


def plain(name: str) -> str:
    """As names are compared."""
    return " ".join(name.casefold().split())
