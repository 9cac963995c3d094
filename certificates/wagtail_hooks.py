from wagtail import hooks
from wagtail.permissions import register_permission_policy

from certificates.models import CertificateRule
from certificates.views.oversight.urls import open_register
from certificates.viewsets import CertificatesGroup
from lms import content_admin
from organisations.policies import OwnedPermissionPolicy

# Before the screens below: they would make policies of their own.
register_permission_policy(
    CertificateRule, OwnedPermissionPolicy(CertificateRule, owner="issuer")
)
content_admin.register_model("certificates_rules", CertificateRule)
open_register(content_admin)


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificatesGroup()
