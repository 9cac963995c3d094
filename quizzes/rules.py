"""Who may do what in quizzes: named predicates, testable without a request."""

from courses.rules import TRYING_ROLES, reviewing_at
from organisations.enums import Role

# Who reads and marks open answers: trainers, and those who write and review.
MARKING_ROLES = (Role.TRAINER, Role.AUTHOR, Role.REVIEWER, Role.PROGRAMME_OWNER)


def marking_at(user) -> set[int]:
    """Ids of the bodies whose courses a person may mark for. An administrator of the
    platform has no place in it: what learners write is for those who teach them."""
    if not (user.is_authenticated and user.is_active):
        return set()
    held = user.memberships.current().filter(role__in=MARKING_ROLES)
    return set(held.values_list("organisation_id", flat=True))


def can_see_gains(user, course) -> bool:
    """Who makes, reviews or teaches a course for the body that owns it, or an
    administrator: never an employer as such (ETHICS P5)."""
    if not (user.is_authenticated and user.is_active):
        return False
    return (
        user.is_superuser
        or user.memberships.current()
        .filter(role__in=TRYING_ROLES, organisation_id=course.owner_id)
        .exists()
    )


def can_regrade(user, course) -> bool:
    """Carry out a regrade: a reviewer or programme owner of the body that owns the
    course. What learners read there was looked at by two people, and so is this."""
    bodies = reviewing_at(user)
    return bodies is None or course.owner_id in bodies
