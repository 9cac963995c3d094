"""What several of these files ask: whose a course is, and who sees a menu item."""

from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from courses.models import Course, Fact
from courses.rules import can_author, can_release_edition


def releasable(user, pk) -> bool:
    """Whether a person releases the editions of a course."""
    return can_release_edition(user, Course.objects.filter(pk=pk).first())


def own_course(user, pk) -> bool:
    """Whether a person writes or reviews for the body that owns a course."""
    course = Course.objects.filter(pk=pk).first()
    return course is not None and can_author(user, course)


def any_word(user, value) -> bool:
    """Of a word that selects what is shown: the view answers 404 to any other."""
    return True


class WritersMenuItem(MenuItem):
    """Shown to who may change facts: everybody who writes or reviews."""

    def is_shown(self, request):
        return policy_registry.get_by_type(Fact).user_has_permission(
            request.user, "change"
        )
