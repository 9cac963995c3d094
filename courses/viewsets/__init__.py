"""Screens of the content admin for courses; courses.wagtail_hooks registers them."""

from courses.viewsets.courses import CourseViewSet
from courses.viewsets.local import LocalLessonViewSet
from courses.viewsets.pages import LearningPageViewSet
from courses.viewsets.programmes import ProgrammesGroup
from courses.viewsets.teaching import TeachingGroup

__all__ = [
    "CourseViewSet",
    "LearningPageViewSet",
    "LocalLessonViewSet",
    "ProgrammesGroup",
    "TeachingGroup",
]
