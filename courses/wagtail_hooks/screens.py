"""The screens of courses, pages, programmes, and what lessons are made of."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from courses.models import (
    Course,
    EquivalenceGroup,
    LearningPath,
    Programme,
    Provider,
    SectorTitle,
)
from courses.viewsets import (
    CourseViewSet,
    LearningPageViewSet,
    LocalLessonViewSet,
    ProgrammesGroup,
    TeachingGroup,
)
from lms import content_admin

register_snippet(TeachingGroup)
content_admin.register_model("courses_course", Course)
for name, owned in (
    ("courses_programmes", Programme),
    ("courses_paths", LearningPath),
    ("courses_equivalents", EquivalenceGroup),
    ("courses_providers", Provider),
    ("courses_titles", SectorTitle),
):
    content_admin.register_model(name, owned)
register_snippet(LocalLessonViewSet)


@hooks.register("register_admin_viewset")
def register_course_viewset():
    return CourseViewSet("courses_course")


# After that of the floor below, whose place it takes.
@hooks.register("register_admin_viewset", order=10)
def register_pages():
    return LearningPageViewSet()


@hooks.register("register_admin_viewset")
def register_programmes():
    return ProgrammesGroup()
