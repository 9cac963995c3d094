from django.db.models import Q
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from courses.models import Course, CoursePage, Fact, Vignette
from courses.rules import can_release_edition
from courses.views.release import release
from courses.viewsets import CourseViewSet, TeachingGroup
from lms import content_admin
from organisations.policies import OwnedPermissionPolicy

# Before the screens below: they would make policies of their own.
PUBLISHED = Q(live=True)
register_permission_policy(Course, OwnedPermissionPolicy(Course))
register_permission_policy(Fact, OwnedPermissionPolicy(Fact, is_shared=PUBLISHED))
register_permission_policy(
    Vignette, OwnedPermissionPolicy(Vignette, is_shared=PUBLISHED)
)
register_snippet(TeachingGroup)
content_admin.register_model("courses_course", Course)
content_admin.register_address(
    "course_release",
    pk=lambda user, pk: can_release_edition(user, Course.objects.filter(pk=pk).first()),
)


@hooks.register("register_admin_viewset")
def register_course_viewset():
    return CourseViewSet("courses_course")


@hooks.register("register_admin_urls")
def register_release_url():
    return [path("courses/<int:pk>/release/", release, name="course_release")]


@hooks.register("register_page_header_buttons")
def release_button(page, user, view_name, next_url=None):
    """ "Release edition" on the page that shows the course."""
    if not isinstance(page.specific, CoursePage):
        return
    course = Course.objects.filter(page_key=page.translation_key).first()
    if course and can_release_edition(user, course):
        yield Button(
            _("Release edition"),
            reverse("course_release", args=[course.pk]),
            icon_name="upload",
            priority=30,
        )
