from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from organisations.content_admin import OwnedPageViewSet
from organisations.models import Contact
from organisations.policies import OwnedPermissionPolicy, choosable
from organisations.viewsets import ContactViewSet, PlacesViewSetGroup

# Before the screens: they would make a policy of their own.
register_permission_policy(Contact, OwnedPermissionPolicy(Contact))
register_snippet(ContactViewSet)


@hooks.register("register_admin_viewset")
def register_places():
    return PlacesViewSetGroup()


@hooks.register("register_admin_viewset")
def register_pages():
    return OwnedPageViewSet()


@hooks.register("construct_page_chooser_queryset")
def offer_own_pages(pages, request):
    """Wagtail offers every page of the tree to be linked to."""
    return choosable(request.user, pages)
