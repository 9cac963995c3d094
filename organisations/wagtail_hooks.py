from wagtail import hooks

from organisations.content_admin import OwnedPageViewSet
from organisations.policies import choosable
from organisations.viewsets import PlacesViewSetGroup


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
