"""Whose content is whose in the content admin.

An organisation's content is listed, edited and published by those who hold a role for
it there today. What an organisation has published is offered, to be shown and not to
be changed, to the authors of every organisation below it in the tree.
"""

from collections.abc import Iterable

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
)
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionPermissionLookupMixin
from wagtail.permissions import policy_registry

from organisations.domain.groups import GROUP_OF_ROLE
from organisations.models import Membership, Organisation, User
from organisations.registries import group_permissions


def roles_granting(permission: str) -> set[str]:
    """Roles whose group has a permission, written "app_label.codename"."""
    return {
        role
        for role, group in GROUP_OF_ROLE.items()
        if permission in group_permissions.of(group)
    }


def organisations_where(user, roles: Iterable[str]) -> QuerySet[Organisation]:
    """Where a person holds one of these roles today, departments not included."""
    return Organisation.objects.filter(
        pk__in=Membership.objects.current()
        .filter(user=user, role__in=set(roles))
        .values("organisation")
    )


def organisations_above(user) -> set[int]:
    """Ids of the organisations above those for which a person has a content role."""
    held = organisations_where(user, GROUP_OF_ROLE).values_list("pk", "path")
    return {
        int(part)
        for pk, path in held
        for part in path.strip("/").split("/")
        if part and int(part) != pk
    }


def owned_below(user, queryset: QuerySet, *, owner: str = "owner") -> QuerySet:
    """Narrow a queryset to what belongs to the organisations for which a person has a
    content role, and to the organisations below those."""
    if user.is_superuser:
        return queryset
    place = ExpressionWrapper(OuterRef(f"{owner}__path"), output_field=CharField())
    held = organisations_where(user, GROUP_OF_ROLE).annotate(below=place)
    return queryset.filter(Exists(held.filter(below__startswith=F("path"))))


class OwnedPermissionPolicy(ModelPermissionPolicy):
    """A model's permissions, each only where the person's role gives it.

    `owner` is the lookup from the model to its Organisation. `is_shared` narrows the
    content of an organisation to what organisations below it may use; None: nothing.
    """

    def __init__(self, model, *, owner: str = "owner", is_shared: Q | None = None):
        super().__init__(model)
        self.owner = owner
        self.is_shared = is_shared

    def instances_user_has_any_permission_for(self, user, actions):
        instances = self.model._default_manager
        if not (user.is_authenticated and user.is_active):
            return instances.none()
        if user.is_superuser:
            return instances.all()
        return instances.filter(self._owned(user, actions))

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        allowed = [
            action for action in actions if self.user_has_permission(user, action)
        ]
        if not allowed or user.is_superuser:
            return bool(allowed)
        return (
            organisations_where(user, self._roles(allowed))
            .filter(pk=self.owner_id(instance))
            .exists()
        )

    def users_with_any_permission_for_instance(self, actions, instance):
        holders = Membership.objects.current().filter(
            organisation=self.owner_id(instance), role__in=self._roles(actions)
        )
        return User.objects.filter(
            Q(is_superuser=True) | Q(pk__in=holders.values("user")), is_active=True
        )

    def choosable(self, user) -> QuerySet:
        """What a person may show in content of their own."""
        instances = self.model._default_manager
        if user.is_superuser:
            return instances.all()
        offered = Q(**{f"{self.owner}__in": organisations_where(user, GROUP_OF_ROLE)})
        if self.is_shared is not None:
            above = organisations_above(user)
            offered |= self.is_shared & Q(**{f"{self.owner}__in": above})
        return instances.filter(offered)

    def owner_id(self, instance) -> int | None:
        """The id of the organisation an instance belongs to; None before it has one."""
        *relations, last = self.owner.split("__")
        for name in relations:
            if getattr(instance, f"{name}_id") is None:
                return None
            instance = getattr(instance, name)
        return getattr(instance, f"{last}_id")

    def _roles(self, actions) -> set[str]:
        return set().union(
            *(roles_granting(self._get_permission_name(action)) for action in actions)
        )

    def _owned(self, user, actions) -> Q:
        places = organisations_where(user, self._roles(actions))
        return Q(**{f"{self.owner}__in": places})


def choosable(user, queryset: QuerySet) -> QuerySet:
    """Narrow what a form or a chooser offers to what a person may show.

    Models without an owner, such as sectors, are offered to everybody.
    """
    model: type[Model] = queryset.model
    if user.is_superuser:
        return queryset
    if issubclass(model, Organisation):
        mine = organisations_where(user, GROUP_OF_ROLE)
        return queryset.filter(pk__in=mine.values("pk"))
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        seen = policy.explorable_instances(user)
        return queryset.filter(pk__in=seen.values("pk"))
    if isinstance(policy, OwnedPermissionPolicy):
        return queryset.filter(pk__in=policy.choosable(user).values("pk"))
    if isinstance(policy, CollectionPermissionLookupMixin):
        seen = policy.instances_user_has_any_permission_for(user, ["choose"])
        return queryset.filter(pk__in=seen.values("pk"))
    return queryset
