from django.db.models import Q
from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from certificates.models import Certificate, CertificateRule, Design
from certificates.views.designs import languages
from certificates.views.designs.screens import DesignViewSet, refuse_in_use
from certificates.viewsets import CertificatesGroup, RegisterPermissionPolicy
from lms import content_admin
from organisations.policies import OwnedPermissionPolicy

# Before the screens below: they would make policies of their own.
register_permission_policy(
    CertificateRule, OwnedPermissionPolicy(CertificateRule, owner="issuer")
)
register_permission_policy(
    Design, OwnedPermissionPolicy(Design, is_shared=Q(live=True))
)
register_permission_policy(Certificate, RegisterPermissionPolicy(Certificate))
register_snippet(DesignViewSet)
hooks.register("before_delete_snippet", refuse_in_use)
hooks.register("register_snippet_listing_buttons", languages.languages_button)
content_admin.register_address("design_languages", pk=languages.own_design)
content_admin.register_model("certificates_rules", CertificateRule)
content_admin.register_model("certificates_register", Certificate)


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificatesGroup()


@hooks.register("register_admin_urls")
def register_design_urls():
    return [
        path(
            "designs/<int:pk>/languages/",
            languages.languages,
            name="design_languages",
        )
    ]
