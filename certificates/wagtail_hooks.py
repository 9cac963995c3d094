from wagtail import hooks
from wagtail.permissions import register_permission_policy

from certificates import award_pages  # noqa: F401 -- registers its addresses
from certificates.models import Certificate, CertificateRule
from certificates.viewsets import CertificatesGroup, RegisterPermissionPolicy
from lms import content_admin
from organisations.policies import OwnedPermissionPolicy

# Before the screens below: they would make policies of their own.
register_permission_policy(
    CertificateRule, OwnedPermissionPolicy(CertificateRule, owner="issuer")
)
register_permission_policy(Certificate, RegisterPermissionPolicy(Certificate))
content_admin.register_model("certificates_rules", CertificateRule)
content_admin.register_model("certificates_register", Certificate)


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificatesGroup()
