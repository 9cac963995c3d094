"""Which pages are whose, in one query however many courses an organisation has."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import GroupPagePermission
from wagtail.permission_policies.pages import PagePermissionPolicy

EXPLORING = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


class OwnedPagePolicy(PagePermissionPolicy):
    """Wagtail's policy, which adds a condition for each permission a person has.

    Every page of a course gives several, so some twenty courses were more than SQLite
    takes in one expression, and slow elsewhere. Here the permissions are asked where
    they are.
    """

    def instances_user_has_any_permission_for(self, user, actions):
        pages = self._base_queryset_for_user(user)
        if pages is not None:
            return pages
        pages = self.model._default_manager
        wanted = self._get_permission_codenames(actions)
        found = pages.filter(Exists(_above(_permissions(user, wanted))))
        if "change" in actions and "add" not in actions:
            # Whoever may only add changes what is their own.
            adding = _permissions(user, self._get_permission_codenames({"add"}))
            found |= pages.filter(Exists(_above(adding)), owner=user)
        return found

    def explorable_instances(self, user):
        pages = self._base_queryset_for_user(user)
        if pages is not None:
            return pages
        granted = self.get_cached_permissions_for_user(user)
        below = self.instances_user_has_any_permission_for(user, EXPLORING)
        if not granted:
            return below
        manager = self.model._default_manager
        to_them = _permissions(user).filter(page__path__startswith=OuterRef("path"))
        above = manager.filter(Exists(to_them))
        # Not what lies above everything that the person has.
        top = self.model.base_page_model.objects.first_common_ancestor_of(
            [one.page for one in granted]
        )
        return (below | above).filter(path__startswith=top.path)


def _permissions(user, codenames=None):
    given = GroupPagePermission.objects.filter(group__user=user)
    if codenames is not None:
        given = given.filter(permission__codename__in=codenames)
    return given


def _above(permissions):
    """Those for the page that is asked about, or one above it."""
    place = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return permissions.annotate(place=place).filter(place__startswith=F("page__path"))
