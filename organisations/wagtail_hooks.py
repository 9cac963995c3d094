from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from lms.errors import DomainError
from organisations.content_admin import OwnedPageViewSet
from organisations.domain.accounts import refuse_state
from organisations.models import Contact, User
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


@hooks.register("before_delete_user")
def keep_person(request, user):
    """What somebody earned and did outlives their account: it is closed instead."""
    return _refused(request)


@hooks.register("before_bulk_action")
def keep_people(request, action_type, people, action):
    """The same for many at once, and nobody is closed whom an organisation needs."""
    if action.model is not User:
        return None
    if action_type == "delete":
        return _refused(request)
    if action_type != "set_active_state":
        return None
    is_active = action.cleaned_form.cleaned_data["mark_as_active"]
    try:
        refuse_state(people, is_active=is_active, day=timezone.localdate())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("wagtailusers_users:index")
    return None


def _refused(request):
    messages.error(
        request,
        _("Accounts are not deleted: take the tick from “active” to close one."),
    )
    return redirect("wagtailusers_users:index")
