"""How authors list and edit what lessons are made of."""

import django_filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from courses.forms import (
    CourseCreationForm,
    CourseForm,
    EquivalentForm,
    EquivalentFormSet,
    PartForm,
    PathFormSet,
    SectorTitleForm,
)
from courses.models import (
    Course,
    EquivalenceGroup,
    Fact,
    LearningPath,
    LocalLesson,
    ModulePage,
    Programme,
    Provider,
    SectorTitle,
    Statement,
    Symbol,
    Vignette,
)
from courses.rules import releasable_by
from organisations.content_admin import (
    OwnedIndexView,
    OwnedInlinePanel,
    OwnedModelViewSet,
    OwnedPageFilterSet,
    OwnedPageViewSet,
    OwnedSnippetIndexView,
    OwnedSnippetViewSet,
)
from organisations.models import Sector


class ReleaseColumn(Column):
    """A link to the page on which an edition is released."""

    cell_template_name = "courses/admin/release_cell.html"

    def get_value(self, instance):
        return (
            reverse("course_release", args=[instance.pk])
            if instance.is_releasable
            else None
        )


class CourseIndexView(OwnedIndexView):
    def get_base_queryset(self):
        courses = super().get_base_queryset().select_related("owner", "current_edition")
        return courses.annotate(is_releasable=releasable_by(self.request.user))

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        buttons.append(
            MenuItem(
                _("Try as a learner"),
                url=reverse("courses:try", args=[instance.code]),
                icon_name="view",
                priority=15,
            )
        )
        if instance.is_releasable:
            buttons.append(
                MenuItem(
                    _("Duplicate"),
                    url=reverse("course_duplicate", args=[instance.pk]),
                    icon_name="copy",
                    priority=20,
                )
            )
        return buttons


class CourseViewSet(ModelViewSet):
    model = Course
    index_view_class = CourseIndexView
    copy_view_enabled = False
    icon = "openquote"
    menu_label = _("Courses")
    menu_order = 150
    add_to_admin_menu = True
    list_display = [
        "code",
        "owner",
        "current_edition",
        "is_open",
        ReleaseColumn("release", label=_("Edition")),
    ]
    list_filter = ["is_open", "sectors"]
    search_fields = ["code"]
    inspect_view_enabled = True
    inspect_view_fields = ["code", "owner", "sectors", "is_open", "current_edition"]

    def get_form_class(self, for_update=False):
        return CourseForm if for_update else CourseCreationForm


class SectorFilter(django_filters.ModelChoiceFilter):
    """Modules that a sector does, and what is in them; a core module is everybody's."""

    def filter(self, qs, value):
        if value is None:
            return qs
        others = ModulePage.objects.exclude(sectors=None).exclude(sectors=value)
        elsewhere = Q()
        for path in others.values_list("path", flat=True):
            elsewhere |= Q(path__startswith=path)
        return qs.exclude(elsewhere) if elsewhere else qs


class LearningPageFilterSet(OwnedPageFilterSet):
    sector = SectorFilter(label=_("Learnt by"), queryset=Sector.objects.all())


class LearningPageViewSet(OwnedPageViewSet):
    """All page screens, with a filter for what a sector learns."""

    filterset_class = LearningPageFilterSet


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
            [FieldPanel("course"), FieldPanel("places"), FieldPanel("audiences")],
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


class FactViewSet(OwnedSnippetViewSet):
    model = Fact
    icon = "info-circle"
    menu_label = _("Facts")
    list_display = ["key", "__str__", "source_title", DateColumn("review_by")]
    list_filter = ["locale", "review_by"]
    search_fields = ["key", "text", "source_title"]
    ordering = ["key"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("key", required_on_save=True),
                FieldPanel("owner", required_on_save=True),
            ]
        ),
        FieldPanel("text"),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_url"),
                FieldRowPanel(
                    [
                        FieldPanel("source_date", required_on_save=True),
                        FieldPanel("source_date_precision"),
                    ]
                ),
                FieldPanel("source_key"),
            ],
            heading=_("Source"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("valid_from", required_on_save=True),
                        FieldPanel("review_by", required_on_save=True),
                    ]
                ),
                FieldPanel("superseded_by"),
            ],
            heading=_("Validity"),
        ),
    ]


class VignetteViewSet(OwnedSnippetViewSet):
    model = Vignette
    icon = "user"
    menu_label = _("Invented cases")
    list_display = ["key", "title", "form", "sector"]
    list_filter = ["locale", "form", "sector"]
    search_fields = ["key", "title", "story"]
    ordering = ["key"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("key", required_on_save=True),
                FieldPanel("owner", required_on_save=True),
            ]
        ),
        FieldPanel("title", required_on_save=True),
        FieldRowPanel(
            [FieldPanel("form"), FieldPanel("sector", required_on_save=True)]
        ),
        FieldPanel("is_fictional"),
        FieldPanel("story"),
        FieldPanel("see"),
        FieldPanel("explanations"),
        FieldPanel("job"),
        FieldPanel("consult"),
        FieldPanel("trap"),
    ]


class SymbolViewSet(OwnedSnippetViewSet):
    model = Symbol
    icon = "tag"
    menu_label = _("Symbols")
    list_display = ["key", "name", "form", DateColumn("review_by")]
    list_filter = ["locale", "form", "review_by"]
    search_fields = ["key", "name", "written", "meaning"]
    ordering = ["key"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("key", required_on_save=True),
                FieldPanel("owner", required_on_save=True),
            ]
        ),
        FieldPanel("name", required_on_save=True),
        MultiFieldPanel(
            [
                FieldPanel("written"),
                FieldPanel("image"),
                FieldPanel("image_text"),
                FieldRowPanel([FieldPanel("rights_holder"), FieldPanel("licence")]),
                FieldPanel("permission_date"),
            ],
            heading=_("How it looks"),
        ),
        FieldPanel("innocent"),
        FieldPanel("meaning"),
        FieldPanel("form"),
        FieldRowPanel([FieldPanel("period"), FieldPanel("region")]),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_url"),
                FieldRowPanel(
                    [
                        FieldPanel("source_date", required_on_save=True),
                        FieldPanel("review_by", required_on_save=True),
                    ]
                ),
            ],
            heading=_("Source"),
        ),
    ]


class StatementViewSet(OwnedSnippetViewSet):
    model = Statement
    icon = "circle-check"
    menu_label = _("Deontology statements")
    list_display = ["key", "title", "version", DateColumn("review_by")]
    list_filter = ["locale", "review_by", "sectors"]
    search_fields = ["key", "title", "text"]
    ordering = ["key"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("key", required_on_save=True),
                FieldPanel("owner", required_on_save=True),
            ]
        ),
        FieldPanel("title", required_on_save=True),
        FieldPanel("text"),
        FieldPanel("sectors", widget=CheckboxSelectMultiple),
        FieldRowPanel(
            [
                FieldPanel("version", required_on_save=True),
                FieldPanel("dated", required_on_save=True),
                FieldPanel("review_by", required_on_save=True),
            ]
        ),
    ]


class TeachingGroup(SnippetViewSetGroup):
    items = [FactViewSet, VignetteViewSet, SymbolViewSet, StatementViewSet]
    menu_label = _("Facts and cases")
    menu_icon = "info-circle"
    menu_order = 160


class LocalLessonIndexView(OwnedSnippetIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("owner", "locale")


class LocalLessonViewSet(OwnedSnippetViewSet):
    """Lessons that an organisation adds to courses for its own learners."""

    model = LocalLesson
    index_view_class = LocalLessonIndexView
    icon = "pilcrow"
    menu_label = _("Local lessons")
    menu_order = 156
    add_to_admin_menu = True
    list_display = ["key", "title", "owner", "locale"]
    list_filter = ["locale"]
    search_fields = ["key", "title"]
    ordering = ["key"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("key", required_on_save=True),
                FieldPanel("owner", required_on_save=True),
            ]
        ),
        FieldPanel("title", required_on_save=True),
        FieldPanel("minutes"),
        FieldPanel("body"),
    ]
