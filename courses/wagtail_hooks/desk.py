"""The authors' desk: drafts, practice courses, duplicates."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.models import Course
from courses.rules import can_duplicate
from courses.views import desk, duplicate, practice_courses
from lms import content_admin
from organisations.domain.groups import GROUP_OF_ROLE
from organisations.policies import organisations_where


def writes_for(user, pk) -> bool:
    """Whether a person has a content role at an organisation."""
    return organisations_where(user, GROUP_OF_ROLE).filter(pk=pk).exists()


content_admin.register_address("desk_drafts")
content_admin.register_address("practice_courses")
content_admin.register_address("practice_start", pk=writes_for)
content_admin.register_address("practice_progress", pk=writes_for)
for name in ("course_duplicate", "course_copies", "course_copies_progress"):
    content_admin.register_address(
        name,
        pk=lambda user, pk: can_duplicate(user, Course.objects.filter(pk=pk).first()),
    )


@hooks.register("register_admin_urls")
def register_desk_urls():
    return [
        path("drafts/", desk.drafts, name="desk_drafts"),
        path("practice/", practice_courses.practice, name="practice_courses"),
        path(
            "practice/<int:pk>/",
            practice_courses.start_practice,
            name="practice_start",
        ),
        path(
            "practice/<int:pk>/progress/",
            practice_courses.practice_progress,
            name="practice_progress",
        ),
        path(
            "courses/<int:pk>/duplicate/",
            duplicate.duplicate,
            name="course_duplicate",
        ),
        path("courses/<int:pk>/copies/", duplicate.copies, name="course_copies"),
        path(
            "courses/<int:pk>/copies/progress/",
            duplicate.copies_progress,
            name="course_copies_progress",
        ),
    ]


@hooks.register("register_admin_menu_item")
def register_practice_menu_item():
    return MenuItem(
        _("Practice courses"),
        reverse("practice_courses"),
        icon_name="edit",
        order=155,
    )


@hooks.register("construct_homepage_panels")
def put_the_desk_first(request, panels):
    panels.append(desk.DeskPanel())


@hooks.register("register_admin_menu_item")
def register_drafts_menu_item():
    return MenuItem(_("Drafts"), reverse("desk_drafts"), icon_name="draft", order=140)
