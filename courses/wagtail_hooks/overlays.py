"""Addresses and menu item of what organisations add to courses."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.domain.overlays.placing import own_organisations, own_overlays
from courses.models import Placement, VignettePlacement
from courses.views.overlays import OVERLAY_URLS
from lms import content_admin


def own_overlay(user, pk) -> bool:
    return own_overlays(user).filter(pk=pk).exists()


def own_placement(user, pk) -> bool:
    return Placement.objects.filter(overlay__in=own_overlays(user), pk=pk).exists()


def own_vignette_placement(user, pk) -> bool:
    return VignettePlacement.objects.filter(
        overlay__in=own_overlays(user), pk=pk
    ).exists()


def within(user, value) -> bool:
    """A word that means something within an overlay only, which is checked itself."""
    return True


content_admin.register_address("overlays")
content_admin.register_address("overlay_begin")
for name in ("overlay", "overlay_place", "overlay_vignette", "overlay_publish"):
    content_admin.register_address(name, pk=own_overlay)
for name in ("overlay_move", "overlay_take_out"):
    content_admin.register_address(name, pk=own_overlay, placement=own_placement)
content_admin.register_address(
    "overlay_take_out_vignette", pk=own_overlay, vignette=own_vignette_placement
)
content_admin.register_address("overlay_switch", pk=own_overlay, module=within)
content_admin.register_address(
    "overlay_decide", pk=own_overlay, thing=within, number=within
)


@hooks.register("register_admin_urls")
def register_overlay_urls():
    return OVERLAY_URLS


@hooks.register("register_admin_menu_item")
def register_overlay_menu_item():
    return OverlayMenuItem(
        _("Local additions"), reverse("overlays"), icon_name="site", order=155
    )


class OverlayMenuItem(MenuItem):
    def is_shown(self, request):
        return own_organisations(request.user).exists()
