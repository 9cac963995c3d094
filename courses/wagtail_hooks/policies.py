"""Whose things a person of the content admin may see and change."""

from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from courses.models import (
    Course,
    EquivalenceGroup,
    Fact,
    LearningPath,
    LocalLesson,
    Programme,
    Provider,
    SectorTitle,
    Statement,
    Symbol,
    Term,
    Vignette,
)
from organisations.policies import OwnedPermissionPolicy

# Before the screens below: they would make policies of their own.
PUBLISHED = Q(live=True)
register_permission_policy(Course, OwnedPermissionPolicy(Course))
for owned in (EquivalenceGroup, LearningPath, Programme):
    register_permission_policy(owned, OwnedPermissionPolicy(owned))
# Bodies below name them on courses of their own.
register_permission_policy(
    Provider, OwnedPermissionPolicy(Provider, is_shared=Q(pk__isnull=False))
)
register_permission_policy(
    SectorTitle, OwnedPermissionPolicy(SectorTitle, owner="course__owner")
)
register_permission_policy(Fact, OwnedPermissionPolicy(Fact, is_shared=PUBLISHED))
register_permission_policy(
    Vignette, OwnedPermissionPolicy(Vignette, is_shared=PUBLISHED)
)
register_permission_policy(Symbol, OwnedPermissionPolicy(Symbol, is_shared=PUBLISHED))
register_permission_policy(
    Statement, OwnedPermissionPolicy(Statement, is_shared=PUBLISHED)
)
register_permission_policy(LocalLesson, OwnedPermissionPolicy(LocalLesson))


class KeptPolicy(ModelPermissionPolicy):
    """Nobody deletes, not even who may do anything else."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - {"delete"})


register_permission_policy(Term, KeptPolicy(Term))
