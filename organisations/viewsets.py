"""Screens of the content admin. But for contacts, no group is granted these models:
administrators only."""

from django.db import transaction
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.users.views.users import EditView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from organisations.content_admin import (
    KEY_AND_OWNER,
    OwnedSnippetIndexView,
    OwnedSnippetViewSet,
)
from organisations.forms.admin import (
    OrganisationForm,
    PersonCreationForm,
    PersonEditForm,
)
from organisations.forms.contacts import ContactForm
from organisations.models import Contact, Organisation, Sector


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
        FieldPanel("serves", widget=CheckboxSelectMultiple),
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


class PersonEditView(EditView):
    @transaction.atomic
    def post(self, request, *args, **kwargs):
        """What the form found when it was checked still holds when it is saved."""
        return super().post(request, *args, **kwargs)


class UserViewSet(WagtailUserViewSet):
    """Wagtail's user management for people who have one name, not two."""

    edit_view_class = PersonEditView

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm


class ContactIndexView(OwnedSnippetIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("owner")


class ContactViewSet(OwnedSnippetViewSet):
    """Services that people can turn to, each kept by an organisation."""

    model = Contact
    index_view_class = ContactIndexView
    icon = "mobile-alt"
    menu_label = _("Contacts")
    menu_order = 170
    add_to_admin_menu = True
    list_display = [
        "__str__",
        "kind",
        "owner",
        "phone",
        DateColumn("verified_on"),
        DateColumn("review_by"),
    ]
    list_filter = ["kind", "review_by"]
    search_fields = ["key", "name_nl", "name_fr", "name_de", "name_en", "phone"]
    ordering = ["review_by", "key"]
    owned_form_class = ContactForm
    panels = [
        KEY_AND_OWNER,
        FieldPanel("kind", required_on_save=True),
        FieldPanel("is_service"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel(f"name_{code}"), FieldPanel(f"purpose_{code}")]
                )
                for code in ("nl", "fr", "de", "en")
            ],
            heading=_("Name, and what for"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldRowPanel([FieldPanel("url"), FieldPanel("address")]),
                FieldPanel("speaks"),
            ],
            heading=_("How to reach it"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_always_open"),
                FieldPanel("hours"),
                FieldPanel("is_open_on_holidays"),
            ],
            heading=_("Opening hours"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_url"),
                FieldRowPanel([FieldPanel("verified_on"), FieldPanel("review_by")]),
            ],
            heading=_("Source"),
        ),
        FieldPanel("also_for"),
    ]
