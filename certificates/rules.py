"""Who may do what with certificates: named predicates, testable without a request."""

from organisations.enums import Role
from organisations.policies import organisations_where


def owning_at(user) -> set[int] | None:
    """Ids of the bodies whose certificates a person answers for, as programme owner:
    awards by hand, confirms what others bring, decides what a material edition means.
    None: of all."""
    if not (user.is_authenticated and user.is_active):
        return set()
    if user.is_superuser:
        return None
    mine = organisations_where(user, [Role.PROGRAMME_OWNER])
    return set(mine.values_list("pk", flat=True))


def is_owner_at(user, organisation_id: int) -> bool:
    """The same, of one body by its id."""
    bodies = owning_at(user)
    return bodies is None or int(organisation_id) in bodies


def oversees_certificates(user) -> bool:
    """A programme owner oversees the register of their own body, an administrator that
    of all."""
    return owning_at(user) != set()
