from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from organisations.content_admin import OwnedPageViewSet
from organisations.models import Contact
from organisations.page_policy import OwnedPagePolicy
from organisations.policies import OwnedPermissionPolicy, choosable
from organisations.viewsets import ContactViewSet, PlacesViewSetGroup

# Before the screens: they would make a policy of their own.
register_permission_policy(Contact, OwnedPermissionPolicy(Contact))
register_permission_policy(Page, OwnedPagePolicy())
register_snippet(ContactViewSet)


@hooks.register("register_admin_viewset")
def register_places():
    return PlacesViewSetGroup()


@hooks.register("register_admin_viewset")
def register_pages():
    return OwnedPageViewSet()


@hooks.register("insert_global_admin_css")
def style_lists():
    return format_html(
        '<link rel="stylesheet" href="{}">', static("organisations/admin.css")
    )


@hooks.register("construct_page_chooser_queryset")
def offer_own_pages(pages, request):
    """Wagtail offers every page of the tree to be linked to."""
    return choosable(request.user, pages)
