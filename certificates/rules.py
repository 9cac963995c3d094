"""Who may do what with certificates: named predicates, testable without a request."""

from organisations.enums import Role


def deciding_at(user) -> set[int] | None:
    """Ids of the bodies for whose certificates a person decides what a material edition
    means: those of which they are a programme owner. None: of all."""
    if not (user.is_authenticated and user.is_active):
        return set()
    if user.is_superuser:
        return None
    owns = user.memberships.current().filter(role=Role.PROGRAMME_OWNER)
    return set(owns.values_list("organisation", flat=True))


def is_deciding_at(user, organisation_id) -> bool:
    """The same, of one body by its id."""
    bodies = deciding_at(user)
    return bodies is None or int(organisation_id) in bodies


def can_change_certificate(user, certificate) -> bool:
    """A programme owner of the body that issued it, or an administrator, may suspend,
    restore, revoke or replace a certificate."""
    if not (user.is_authenticated and user.is_active):
        return False
    if user.is_superuser:
        return True
    return (
        user.memberships.current()
        .filter(
            role=Role.PROGRAMME_OWNER,
            organisation_id=certificate.words["issuer"]["id"],
        )
        .exists()
    )
