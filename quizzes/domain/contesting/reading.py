"""What is contested, as those read it who answer: without who it is."""

from django.db.models import QuerySet

from courses.domain.feedback.reading import own_courses
from quizzes.models import Contest


def own_contests(user) -> QuerySet[Contest]:
    """Those on the courses of bodies for which a person writes or reviews, but not what
    they contested themselves. The most urgent first."""
    return (
        Contest.objects.filter(attempt__enrolment__course__in=own_courses(user))
        .exclude(attempt__enrolment__user=user.pk)
        .select_related("attempt__enrolment__course", "item", "answered_by")
        .order_by("due_at", "pk")
    )
