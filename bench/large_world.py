"""The very large course in a running Relay: two editions, and somebody who learns it."""

from allauth.account.models import EmailAddress
from django.urls import reverse

from bench.large_course import begin_and_release_again, make_course, release
from courses.domain.manifest import outline_of

PASSWORD = "measured-and-forgotten"
# In the middle: half of the course lies before it, half behind.
MODULE, LESSON = 20, 5


def build(*, modules: int, lessons: int, blocks: int) -> dict:
    """The pages to be measured, by name, and how the learner signs in."""
    course = make_course(modules, lessons, blocks)
    release(course)
    learner = begin_and_release_again(course)
    learner.set_password(PASSWORD)
    learner.save(update_fields=["password"])
    EmailAddress.objects.create(
        user=learner, email=learner.email, verified=True, primary=True
    )
    course.refresh_from_db()
    all_of_it = outline_of(course.current_edition_id).modules
    module = all_of_it[min(MODULE, modules - 1)]
    activity = module["activities"][min(LESSON, lessons - 1)]

    def lesson(one) -> str:
        return reverse("courses:play", args=[course.code, one["key"]])

    return {
        "email": learner.email,
        "password": PASSWORD,
        "pages": {
            "course page": reverse("courses:course", args=[course.code]),
            "change log": reverse("courses:changes", args=[course.code]),
            "lesson page": lesson(activity),
        },
        # All of its lessons at once: a process that read it remembers them.
        "whole": reverse("courses:text", args=[course.code]),
        # Opening one is noted, so each is opened for the first time only once.
        "unopened": [
            lesson(one)
            for module in reversed(all_of_it)
            for one in reversed(module["activities"])
            if one is not activity
        ],
    }
