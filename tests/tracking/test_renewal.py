"""The whole way from one certificate to the next, in the pages a learner meets."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.domain.award import last_valid_day
from certificates.models import day_of
from courses.domain.progress import complete_activity
from organisations.domain.announcements.reading import announcements_for
from tests.factories import tracking as factories
from tests.factories.certificates import POLICE_WAY, complete, make_rule
from tracking.domain.obligations import sweep
from tracking.domain.standing import position_of

AGAIN = reverse("courses:again", args=["small"])
COURSE = reverse("courses:course", args=["small"])


@pytest.mark.parametrize("days_ago", [700, 900])
def test_a_certificate_that_runs_out_is_earned_again(
    days_ago,
    client,
    small_course,
    beekstad,
    bob,
    django_capture_on_commit_callbacks,
    django_assert_max_num_queries,
    one_minute,
):
    now = timezone.now()
    then = now - timedelta(days=days_ago)
    bob.memberships.update(starts_on=day_of(then))
    requirement = factories.make_requirement(
        beekstad, small_course.course, starts_on=day_of(then)
    )
    make_rule(small_course.course)
    sweep(then)
    with django_capture_on_commit_callbacks(execute=True):
        complete(small_course, bob, now=then)
    first = bob.certificates.get()
    assert first.awarded_on == day_of(then)
    sweep(now)
    client.force_login(bob)
    # A process reads it once a minute, for everybody.
    announcements_for([], now=now)

    with django_assert_max_num_queries(12):
        home = client.get("/my/")
    assert home.context["home"].first.again
    assert f'action="{AGAIN}"' in home.content.decode()
    with django_assert_max_num_queries(12):
        assert f'action="{AGAIN}"' in client.get(COURSE).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        begun = client.post(AGAIN, follow=True)
    assert begun.redirect_chain[-1][0] == reverse(
        "courses:play", args=["small", small_course.key("small-one")]
    )
    assert "Continue: Lesson one en" in client.get("/my/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        for slug in POLICE_WAY:
            complete_activity(
                bob.enrolments.get(), small_course.key(slug), language="en", now=now
            )

    second = bob.certificates.exclude(pk=first.pk).get()
    assert second.completion.cycle == 2
    assert second.valid_until == last_valid_day(day_of(now), 24)
    assert position_of(bob, requirement, day_of(now)).standing == "covered"
    assert AGAIN not in client.get(COURSE).content.decode()
    assert client.get("/my/").context["home"].met == 1
    client.post(AGAIN)
    assert bob.enrolments.get().cycle == 2
