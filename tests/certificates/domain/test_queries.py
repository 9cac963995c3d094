from datetime import timedelta

import pytest

from certificates.domain.award import award_certificate
from certificates.domain.life import revoke, suspend
from certificates.domain.queries import giving_certificates, is_run_out
from certificates.models import day_of
from courses.models import Course
from organisations.models import Sector
from tests.factories.certificates import make_rule, next_completion


@pytest.fixture
def enrolment(completion):
    return completion.enrolment


def test_a_certificate_asks_for_the_next_from_sixty_days_before_its_end(
    certificate, enrolment
):
    last = certificate.valid_until

    assert [
        is_run_out(enrolment, day=last + timedelta(days=days))
        for days in (-61, -60, 0, 1, 400)
    ] == [False, True, True, True, True]


def test_a_revoked_certificate_may_be_earned_again(certificate, enrolment, alice, now):
    revoke(certificate, reason_code="error", actor=alice, now=now)

    assert is_run_out(enrolment, day=day_of(now))


def test_a_suspended_certificate_is_not_earned_again(
    certificate, enrolment, alice, now
):
    suspend(certificate, reason_code="inquiry", actor=alice, now=now)

    assert not is_run_out(enrolment, day=certificate.valid_until)


def test_nothing_ran_out_where_the_cycle_gave_nothing_yet(
    certificate, enrolment, now, rule
):
    end = certificate.valid_until + timedelta(days=1)
    enrolment.cycle = 2
    enrolment.save()
    assert not is_run_out(enrolment, day=end)
    later = now + timedelta(days=700)

    award_certificate(next_completion(enrolment, cycle=2, now=later), now=later)

    assert not is_run_out(enrolment, day=end)
    assert is_run_out(enrolment, day=end + timedelta(days=800))


def test_without_a_certificate_nothing_runs_out(completion, enrolment, now):
    assert not is_run_out(enrolment, day=day_of(now))


def gives(course, *sectors) -> bool:
    return course.pk in giving_certificates([course.pk], sectors)


def test_a_course_gives_a_certificate_where_a_rule_says_so(small_course):
    course = small_course.course
    assert not gives(course)
    make_rule(course, sector=Sector.objects.get(pk="POL"))

    assert gives(course)
    assert gives(course, "POL")
    assert not gives(course, "EDU")
    assert gives(course, "EDU", "POL")


def test_a_rule_for_all_gives_one_to_sectors_that_get_certificates(small_course):
    course = small_course.course
    make_rule(course)
    Sector.objects.filter(pk="EDU").update(gives_certificate=False)

    assert gives(course)
    assert gives(course, "POL")
    assert not gives(course, "EDU")


def test_a_course_to_practise_in_gives_none_whatever_a_rule_says(small_course):
    course = small_course.course
    make_rule(course)
    Course.objects.filter(pk=course.pk).update(is_practice=True)

    assert not gives(course)


def test_many_courses_are_asked_about_in_one_query(
    small_course, django_assert_num_queries
):
    with django_assert_num_queries(1):
        giving_certificates([small_course.course.pk, 2, 3], ["POL"])
