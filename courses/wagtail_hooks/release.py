"""Addresses of a course's release, and of what differs between editions."""

from django.urls import path
from wagtail import hooks

from courses.views import differences, release
from courses.wagtail_hooks.shared import own_course, releasable
from lms import content_admin

for name in ("course_release", "course_prepare", "course_preparation"):
    content_admin.register_address(name, pk=releasable)


content_admin.register_address("course_difference", pk=own_course)
# The view looks the activity up among those of the course.
content_admin.register_address(
    "course_difference_words", pk=own_course, key=lambda user, key: True
)


@hooks.register("register_admin_urls")
def register_release_urls():
    return [
        path("courses/<int:pk>/release/", release.release, name="course_release"),
        path(
            "courses/<int:pk>/release/prepare/", release.prepare, name="course_prepare"
        ),
        path(
            "courses/<int:pk>/release/progress/",
            release.progress,
            name="course_preparation",
        ),
        path(
            "courses/<int:pk>/difference/",
            differences.difference,
            name="course_difference",
        ),
        path(
            "courses/<int:pk>/difference/<uuid:key>/",
            differences.words,
            name="course_difference_words",
        ),
    ]
