"""How authors list and edit courses."""

from django.db.models import Case, OuterRef, Subquery, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from courses.forms import CourseCreationForm, CourseForm
from courses.models import Course, CoursePage
from courses.rules import releasable_by
from organisations.content_admin import OwnedIndexView


class ReleaseColumn(Column):
    """A link to the page on which an edition is released."""

    cell_template_name = "courses/admin/release_cell.html"

    def get_value(self, instance):
        return (
            reverse("course_release", args=[instance.pk])
            if instance.is_releasable
            else None
        )


def _title_in(language: str) -> Subquery:
    """For a queryset of courses: what their page is called, drafts included; in a
    language, else in English, else in any."""
    pages = CoursePage.objects.filter(
        translation_key=OuterRef("page_key"), alias_of=None
    )
    nearest = Case(
        When(locale__language_code=language, then=0),
        When(locale__language_code="en", then=1),
        default=2,
    )
    return Subquery(pages.order_by(nearest, "pk").values("draft_title")[:1])


def _edition(course: Course):
    edition = course.current_edition
    return edition.number if edition else _("None yet")


def _who_may_enrol(course: Course):
    if course.is_practice:
        return _("Its authors")
    return _("Everybody") if course.is_open else _("By invitation")


class CourseIndexView(OwnedIndexView):
    def get_base_queryset(self):
        courses = super().get_base_queryset().select_related("owner", "current_edition")
        return courses.annotate(
            title=_title_in(get_language()),
            is_releasable=releasable_by(self.request.user),
        )

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
        Column("title", label=_("Title"), sort_key="title"),
        "owner",
        Column("edition", label=_("Edition"), accessor=_edition),
        Column(
            "enrolment",
            label=_("Who may enrol"),
            accessor=_who_may_enrol,
            sort_key="is_open",
        ),
        ReleaseColumn("release", label=_("What to do")),
    ]
    list_filter = ["is_open", "sectors"]
    search_fields = ["code"]
    inspect_view_enabled = True
    inspect_view_fields = ["code", "owner", "sectors", "is_open", "current_edition"]

    def get_form_class(self, for_update=False):
        return CourseForm if for_update else CourseCreationForm
