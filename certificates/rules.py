"""Who may do what with certificates: named predicates, testable without a request."""

from organisations.enums import Role


def oversees_certificates(user) -> bool:
    """A programme owner oversees the register of their own body, an administrator that
    of all."""
    if not (user.is_authenticated and user.is_active):
        return False
    if user.is_superuser:
        return True
    return user.memberships.current().filter(role=Role.PROGRAMME_OWNER).exists()


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
