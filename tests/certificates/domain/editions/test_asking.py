from datetime import timedelta

from certificates.domain.editions.asking import (
    asked_for,
    asked_of_holder,
    asks_to_do_again,
)
from certificates.domain.life import revoke
from tests.factories.certified_editions import did, make_change


def asks(certificate, now):
    return asked_for(certificate, now=now, language="en")


def test_a_holder_reads_what_is_asked_and_by_when(certificate, edition, now):
    assert asks(certificate, now) == []
    change = make_change(edition)

    (ask,) = asks(certificate, now)

    assert (ask.code, ask.title, ask.is_short) == ("small", "Course en", False)
    assert (ask.until, ask.is_done) == (change.until, False)


def test_and_that_it_is_done_as_soon_as_it_is(certificate, edition, delta, bob, now):
    make_change(edition, demand="delta", delta=delta)
    later = now + timedelta(days=2)
    (ask,) = asks(certificate, later)
    assert (ask.code, ask.is_short, ask.is_done) == ("delta", True, False)

    did(bob, delta, now=now + timedelta(days=1))

    (ask,) = asks(certificate, later)
    assert ask.is_done


def test_nothing_is_asked_for_what_does_not_count(certificate, edition, alice, now):
    make_change(edition)
    revoke(certificate, reason_code="x", actor=alice, now=now)
    assert asks(certificate, now) == []


def test_where_nothing_is_asked_two_queries_say_so(
    certificate, edition, now, django_assert_num_queries
):
    make_change(edition, demand="nothing")
    with django_assert_num_queries(2):
        assert asks(certificate, now) == []


def test_a_course_is_done_again_because_of_a_new_edition(
    certificate, edition, bob, alice, now
):
    enrolment = certificate.completion.enrolment
    assert not asks_to_do_again(enrolment, now=now)
    make_change(edition)
    assert asks_to_do_again(enrolment, now=now)

    did(bob, edition.course, now=now)

    assert not asks_to_do_again(enrolment, now=now + timedelta(days=1))


def test_of_all_certificates_of_a_person_what_is_still_to_be_done(
    certificate, edition, delta, bob, alice, now, django_assert_num_queries
):
    later = now + timedelta(days=2)

    def whole(user):
        return asked_of_holder(user, now=later, language="en")

    with django_assert_num_queries(1):
        assert whole(bob) == []
    make_change(edition, demand="delta", delta=delta)
    (ask,) = whole(bob)
    assert (ask.code, ask.is_short, ask.is_done) == ("delta", True, False)
    with django_assert_num_queries(1):
        assert whole(alice) == []
    did(bob, delta, now=now + timedelta(days=1))
    assert whole(bob) == []
