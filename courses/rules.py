"""Who may do what with courses: named predicates, testable without a request."""

from django.db.models import Exists, OuterRef, Value

from organisations.enums import Role


def can_release_edition(user, course) -> bool:
    """A programme owner of the body that owns the course, or an administrator."""
    if course is None or not (user.is_authenticated and user.is_active):
        return False
    if user.is_superuser:
        return True
    return _leads(user).filter(organisation_id=course.owner_id).exists()


def can_duplicate(user, course) -> bool:
    """Who releases a course may make another from it."""
    return can_release_edition(user, course)


def releasable_by(user):
    """`can_release_edition` for every course of a query at once."""
    if user.is_superuser:
        return Value(True)
    return Exists(_leads(user).filter(organisation=OuterRef("owner")))


def _leads(user):
    return user.memberships.current().filter(role=Role.PROGRAMME_OWNER)


def can_author(user, course) -> bool:
    """Somebody with a content role at the body that owns the course."""
    if not (user.is_authenticated and user.is_active):
        return False
    if user.is_superuser:
        return True
    return (
        user.memberships.current()
        .filter(
            role__in=(Role.AUTHOR, Role.REVIEWER, Role.PROGRAMME_OWNER),
            organisation_id=course.owner_id,
        )
        .exists()
    )


def reviewing_at(user) -> set[int] | None:
    """Ids of the bodies whose translations a person may review; None: of all."""
    return _bodies(user, (Role.REVIEWER, Role.PROGRAMME_OWNER))


def approving_at(user) -> set[int] | None:
    """Ids of the bodies whose translations a person may approve; None: of all."""
    return _bodies(user, (Role.PROGRAMME_OWNER,))


def _bodies(user, roles) -> set[int] | None:
    if not (user.is_authenticated and user.is_active):
        return set()
    if user.is_superuser:
        return None
    held = user.memberships.current().filter(role__in=roles)
    return set(held.values_list("organisation_id", flat=True))


# Who meets a course as a learner would, to see what it is like.
TRYING_ROLES = (Role.AUTHOR, Role.REVIEWER, Role.PROGRAMME_OWNER, Role.TRAINER)

# Who adds something local to a course for the learners of their organisation.
OVERLAY_ROLES = (Role.TRAINER, Role.AUTHOR)


def can_overlay(user, organisation) -> bool:
    """A trainer or an author of the organisation itself, or an administrator."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or (
        user.memberships.current()
        .filter(role__in=OVERLAY_ROLES, organisation=organisation)
        .exists()
    )


def authoring_at(user) -> set[int] | None:
    """Ids of the bodies for which a person writes or reviews; None: of all."""
    return _bodies(user, (Role.AUTHOR, Role.REVIEWER, Role.PROGRAMME_OWNER))
