"""Who may do what, one sentence each; no HTTP, no side effects."""

from organisations.domain.employers import oversees_employer
from organisations.enums import Role
from organisations.rules import roles_to_give


def can_give_access(user, organisation) -> bool:
    """Whoever coordinates an active organisation at its employer lets programs in there,
    and administrators; not deputies, and not a body above, which reads no names."""
    return Role.COORDINATOR in roles_to_give(user, organisation) and oversees_employer(
        user, organisation
    )
