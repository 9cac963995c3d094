"""Screens of the content admin. No group is granted these models: administrators only."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from organisations.forms.admin import (
    OrganisationForm,
    PersonCreationForm,
    PersonEditForm,
)
from organisations.models import Organisation, Sector


class OrganisationViewSet(ModelViewSet):
    """The tree of organisations; new ones with a coordinator come from the set-up page."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    list_display = ["name", "code", "level", "parent", "is_active"]
    list_filter = ["level", "language_regime", "is_active"]
    search_fields = ["name", "code"]
    copy_view_enabled = False
    add_to_reference_index = False
    panels = [
        FieldPanel("name"),
        FieldPanel("code"),
        FieldPanel("parent"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("language_regime")]),
        FieldPanel("territory"),
        FieldPanel("is_active"),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = OrganisationForm
        return handler.bind_to_model(self.model)


class SectorViewSet(ModelViewSet):
    """Names of sectors. Codes are printed on certificates and never change."""

    model = Sector
    icon = "tag"
    menu_label = _("Sectors")
    list_display = ["code", "name_en", "name_nl", "name_fr", "name_de"]
    copy_view_enabled = False
    add_to_reference_index = False
    panels = [
        FieldPanel("code", read_only=True),
        FieldPanel("name_en"),
        FieldPanel("name_nl"),
        FieldPanel("name_fr"),
        FieldPanel("name_de"),
        FieldPanel("gives_certificate"),
        FieldPanel("position"),
    ]


class PlacesViewSetGroup(ModelViewSetGroup):
    menu_label = _("Organisations")
    menu_icon = "group"
    menu_order = 700
    items = (OrganisationViewSet("places"), SectorViewSet("sectors"))


class UserViewSet(WagtailUserViewSet):
    """Wagtail's user management for people who have one name, not two."""

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm
