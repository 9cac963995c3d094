from django.db.models import Q
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from certificates import award_pages  # noqa: F401 -- registers its addresses
from certificates.models import CertificateRule, Design
from certificates.rules import is_owner_at, owning_at
from certificates.views import editions
from certificates.views.designs import languages
from certificates.views.designs.screens import DesignViewSet, refuse_in_use
from certificates.views.oversight.urls import open_register
from certificates.viewsets import CertificatesGroup
from lms import content_admin
from organisations.policies import OwnedPermissionPolicy

# Before the screens below: they would make policies of their own.
register_permission_policy(
    CertificateRule, OwnedPermissionPolicy(CertificateRule, owner="issuer")
)
register_permission_policy(
    Design, OwnedPermissionPolicy(Design, is_shared=Q(live=True))
)
register_snippet(DesignViewSet)
hooks.register("before_delete_snippet", refuse_in_use)
hooks.register("register_snippet_listing_buttons", languages.languages_button)
content_admin.register_address("design_languages", pk=languages.own_design)
content_admin.register_model("certificates_rules", CertificateRule)
open_register(content_admin)


# Of what somebody decides about: the view answers 404 to any other.
content_admin.register_address("certificate_editions")
content_admin.register_address(
    "certificate_edition",
    edition=lambda user, edition: owning_at(user) != set(),
    issuer=lambda user, issuer: is_owner_at(user, issuer),
)


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificatesGroup()


@hooks.register("register_admin_urls")
def register_edition_urls():
    all_of_them = "certificate-editions/"
    return [
        path(all_of_them, editions.editions, name="certificate_editions"),
        path(
            f"{all_of_them}<int:edition>/<int:issuer>/",
            editions.edition,
            name="certificate_edition",
        ),
    ]


class EditionsMenuItem(MenuItem):
    """For those who decide."""

    def is_shown(self, request):
        return owning_at(request.user) != set()


@hooks.register("register_admin_menu_item")
def register_editions_menu_item():
    return EditionsMenuItem(
        _("Material editions"),
        reverse("certificate_editions"),
        icon_name="doc-full",
        order=181,
    )


@hooks.register("register_admin_urls")
def register_design_urls():
    return [
        path(
            "designs/<int:pk>/languages/",
            languages.languages,
            name="design_languages",
        )
    ]
