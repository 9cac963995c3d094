"""Who may do what with certificates: named predicates, testable without a request."""

from organisations.enums import Role


def awarding_at(user) -> set[int] | None:
    """Ids of the bodies for which a person awards certificates by hand and confirms what
    others bring: where they are programme owner. None: for all."""
    if not (user.is_authenticated and user.is_active):
        return set()
    if user.is_superuser:
        return None
    held = user.memberships.current().filter(role=Role.PROGRAMME_OWNER)
    return set(held.values_list("organisation_id", flat=True))


def can_award(user, issuer_id: int) -> bool:
    """Whether a person awards by hand for a body."""
    bodies = awarding_at(user)
    return bodies is None or issuer_id in bodies


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
