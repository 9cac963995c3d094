"""How programme owners say how courses belong together, and what they are called."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.viewsets.model import ModelViewSetGroup

from courses.forms import (
    EquivalentForm,
    EquivalentFormSet,
    PartForm,
    PathFormSet,
    SectorTitleForm,
)
from courses.models import (
    EquivalenceGroup,
    LearningPath,
    Programme,
    Provider,
    SectorTitle,
)
from organisations.content_admin import (
    OwnedIndexView,
    OwnedInlinePanel,
    OwnedModelViewSet,
)


class EquivalenceGroupViewSet(OwnedModelViewSet):
    model = EquivalenceGroup
    icon = "copy"
    menu_label = _("Equivalent courses")
    list_display = ["name", "owner"]
    search_fields = ["name"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("owner")]),
        OwnedInlinePanel(
            "members",
            [
                FieldPanel("course"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            ],
            row_form=EquivalentForm,
            formset=EquivalentFormSet,
            heading=_("Courses that count for each other"),
            label=_("Course"),
        ),
    ]


class ProgrammeViewSet(OwnedModelViewSet):
    model = Programme
    icon = "list-ul"
    menu_label = _("Programmes")
    list_display = ["code", "__str__", "owner", "is_published"]
    list_filter = ["is_published"]
    search_fields = ["code"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("owner")]),
        FieldPanel("names"),
        FieldPanel("descriptions"),
        OwnedInlinePanel(
            "parts",
            [
                FieldPanel("course"),
                FieldPanel("places"),
                FieldPanel("audiences"),
                FieldPanel("titles"),
                FieldPanel("summaries"),
                FieldPanel("source"),
            ],
            row_form=PartForm,
            heading=_("Courses, in their order"),
            label=_("Course"),
        ),
        FieldPanel("is_published"),
    ]


class LearningPathViewSet(OwnedModelViewSet):
    model = LearningPath
    icon = "arrow-right"
    menu_label = _("Learning paths")
    list_display = ["code", "__str__", "owner", "is_published"]
    list_filter = ["is_published"]
    search_fields = ["code"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("owner")]),
        FieldPanel("titles"),
        FieldPanel("summaries"),
        FieldPanel("sectors", widget=CheckboxSelectMultiple),
        OwnedInlinePanel(
            "rows",
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("is_optional")]),
                FieldPanel("course"),
            ],
            row_form=PartForm,
            formset=PathFormSet,
            heading=_("Steps"),
            label=_("Course"),
        ),
        FieldPanel("is_published"),
    ]


class ProviderIndexView(OwnedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("owner", "organisation")


class ProviderViewSet(OwnedModelViewSet):
    model = Provider
    index_view_class = ProviderIndexView
    icon = "group"
    menu_label = _("Providers")
    list_display = ["name", "owner", "organisation"]
    search_fields = ["name"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("owner")]),
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("website")]),
        OwnedInlinePanel(
            "recognitions",
            [
                FieldRowPanel([FieldPanel("authority"), FieldPanel("number")]),
                FieldPanel("territory"),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                FieldPanel("proof"),
            ],
            heading=_("Recognitions"),
            label=_("Recognition"),
        ),
    ]


class SectorTitleIndexView(OwnedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("course", "sector")


class SectorTitleViewSet(OwnedModelViewSet):
    model = SectorTitle
    index_view_class = SectorTitleIndexView
    base_form_class = SectorTitleForm
    icon = "title"
    menu_label = _("Neutral titles")
    list_display = ["course", "sector"]
    list_filter = ["sector"]
    panels = [
        FieldRowPanel([FieldPanel("course"), FieldPanel("sector")]),
        FieldPanel("titles"),
    ]


class ProgrammesGroup(ModelViewSetGroup):
    """How courses belong together."""

    menu_label = _("Programmes")
    menu_icon = "list-ul"
    menu_order = 155
    items = (
        ProgrammeViewSet("courses_programmes"),
        LearningPathViewSet("courses_paths"),
        EquivalenceGroupViewSet("courses_equivalents"),
        ProviderViewSet("courses_providers"),
        SectorTitleViewSet("courses_titles"),
    )
