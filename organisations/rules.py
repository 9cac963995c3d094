"""Who may do what, one sentence each; no HTTP, no side effects."""

from organisations.enums import COORDINATING_ROLES, Role


def is_administrator(user) -> bool:
    """Administrators of the platform may set up organisations."""
    return user.is_authenticated and user.is_active and user.is_superuser


def is_coordinator(user) -> bool:
    """Coordinators and deputies hold one of these roles somewhere today."""
    return (
        user.is_authenticated
        and user.memberships.current().filter(role__in=COORDINATING_ROLES).exists()
    )


def can_set_up_organisations(user) -> bool:
    """Only administrators create organisations."""
    return is_administrator(user)


def can_invite(user, organisation) -> bool:
    """Whoever coordinates an organisation, or one above it, invites to it while it is active."""
    return bool(roles_to_give(user, organisation))


def roles_to_give(user, organisation) -> tuple[Role, ...]:
    """Administrators give any role, coordinators coordination and learning, deputies
    learning; nobody gives one at a closed organisation."""
    if not organisation.is_active or not user.is_authenticated:
        return ()
    if is_administrator(user):
        return tuple(Role)
    held = user.memberships.current().filter(role__in=COORDINATING_ROLES)
    roles = {
        role
        for role, path in held.values_list("role", "organisation__path")
        if organisation.path.startswith(path)
    }
    if Role.COORDINATOR in roles:
        return (Role.LEARNER, Role.COORDINATOR, Role.DEPUTY)
    return (Role.LEARNER,) if roles else ()


def can_end_membership(user, membership) -> bool:
    """People end their own memberships; those who coordinate end their organisation's."""
    return membership.user_id == user.pk or can_invite(user, membership.organisation)


def can_correct(user, membership) -> bool:
    """Whoever may give a role at an organisation may put right what is noted of it."""
    return membership.role in roles_to_give(user, membership.organisation)


def can_set_look(user, organisation) -> bool:
    """Whoever coordinates an organisation, not as a deputy, gives it its own look."""
    return Role.COORDINATOR in roles_to_give(user, organisation)


def can_announce(user, organisation) -> bool:
    """Whoever invites to an organisation announces to it, administrators to everybody
    (None)."""
    if organisation is None:
        return is_administrator(user)
    return can_invite(user, organisation)
