"""How programme owners write rules, and look into the register of what they gave."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from certificates.forms.rules import CertificateRuleForm
from certificates.models import CertificateRule
from certificates.rules import oversees_certificates
from certificates.views.oversight.urls import urlpatterns
from organisations.content_admin import OwnedIndexView


class RuleIndexView(OwnedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("course", "sector", "issuer")


class CertificateRuleViewSet(ModelViewSet):
    model = CertificateRule
    index_view_class = RuleIndexView
    icon = "doc-full"
    menu_label = _("Certificate rules")
    list_display = ["prefix", "course", "sector", "type", "validity_months", "issuer"]
    list_filter = ["type"]
    search_fields = ["prefix"]
    copy_view_enabled = False
    add_to_reference_index = False

    def get_form_class(self, for_update=False):
        return CertificateRuleForm


class RegisterMenuItem(MenuItem):
    """For those who oversee a register, and nobody else."""

    def is_shown(self, request):
        return oversees_certificates(request.user)


class RegisterViewSet(ViewSet):
    """Every certificate ever awarded: dates and states, no answers and no scores."""

    icon = "list-ul"
    menu_label = _("Register")
    menu_item_class = RegisterMenuItem

    def get_urlpatterns(self):
        return urlpatterns


class CertificatesGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "doc-full"
    menu_order = 180
    items = (
        CertificateRuleViewSet("certificates_rules"),
        RegisterViewSet("certificates_register"),
    )
