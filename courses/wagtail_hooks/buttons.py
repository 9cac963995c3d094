"""Buttons of a course on its pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from courses.domain.checklist.subjects import course_of_page
from courses.domain.trying import courses_to_try
from courses.models import ActivityPage, Course, CoursePage, ModulePage
from courses.rules import can_author, can_release_edition


@hooks.register("register_page_header_buttons")
def course_buttons(page, user, view_name, next_url=None):
    """ "Languages" and "Release edition" on the page that shows the course."""
    if not isinstance(page.specific, CoursePage):
        return
    course = Course.objects.filter(page_key=page.translation_key).first()
    if course and can_author(user, course):
        yield Button(
            _("Languages"),
            reverse("course_languages", args=[course.pk]),
            icon_name="globe",
            priority=25,
        )
    if course and can_release_edition(user, course):
        yield Button(
            _("Release edition"),
            reverse("course_release", args=[course.pk]),
            icon_name="upload",
            priority=30,
        )


@hooks.register("register_page_header_buttons")
def try_button(page, user, view_name, next_url=None):
    """ "Try as a learner" on every page of a course."""
    page = page.specific
    if not isinstance(page, CoursePage | ModulePage | ActivityPage):
        return
    course = course_of_page(page)
    if course and courses_to_try(user).filter(pk=course.pk).exists():
        one = isinstance(page, ActivityPage)
        name = "courses:try_lesson" if one else "courses:try"
        args = [course.code, page.translation_key] if one else [course.code]
        yield Button(
            _("Try as a learner"),
            reverse(name, args=args, query={"language": page.locale.language_code}),
            icon_name="view",
            priority=40,
        )
