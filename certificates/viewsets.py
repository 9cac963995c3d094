"""How programme owners write rules, and how administrators look into the register."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from certificates.enums import CertificateState
from certificates.forms import CertificateRuleForm
from certificates.models import Certificate, CertificateRule, day_of
from organisations.content_admin import OwnedIndexView


class RegisterPermissionPolicy(ModelPermissionPolicy):
    """Administrators look into the register; nobody writes in it by hand."""

    def user_has_permission(self, user, action):
        return action == "view" and user.is_active and user.is_superuser


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


class StateColumn(Column):
    """The state of the day, in words."""

    def get_value(self, instance):
        return CertificateState(instance.state).label if instance.state else ""


class RegisterFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CertificateState.choices
    )

    class Meta:
        model = Certificate
        fields = ["state", "sector", "type", "language", "awarded_on"]


class RegisterIndexView(generic.IndexView):
    def get_base_queryset(self):
        certificates = super().get_base_queryset().select_related("holder", "sector")
        return certificates.with_state(day_of(timezone.now()))


class RegisterViewSet(ModelViewSet):
    """Every certificate ever awarded: dates and states, no answers and no scores."""

    model = Certificate
    index_view_class = RegisterIndexView
    filterset_class = RegisterFilterSet
    icon = "list-ul"
    menu_label = _("Register")
    list_display = [
        "number",
        "holder",
        "sector",
        StateColumn("state", label=_("State")),
        "awarded_on",
        "valid_until",
    ]
    search_fields = ["number"]
    form_fields = ["number"]
    copy_view_enabled = False
    add_to_reference_index = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "number",
        "holder",
        "type",
        "sector",
        "language",
        "awarded_at",
        "awarded_on",
        "valid_until",
    ]


class CertificatesGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "doc-full"
    menu_order = 180
    items = (
        CertificateRuleViewSet("certificates_rules"),
        RegisterViewSet("certificates_register"),
    )
