"""The first certificate waits until its holder has read the name on it."""

import pytest

from certificates.domain.award import award_certificate, sweep
from certificates.domain.drafts import draft_of, waits_for_name
from certificates.domain.name_check import awaits_name
from certificates.models import Certificate
from courses.registries import completion_rewards
from organisations.domain.people import check_name, update_profile
from organisations.models import User
from organisations.signals import name_checked
from tests.factories.certificates import complete, make_rule, next_completion


@pytest.fixture
def bob(bob):
    """He has never read his name: somebody else wrote it down."""
    User.objects.filter(pk=bob.pk).update(name_checked_at=None)
    bob.refresh_from_db()
    return bob


@pytest.fixture
def waiting(rule, completion, now):
    assert award_certificate(completion, now=now) is None
    return completion


def test_it_is_not_awarded_by_itself(waiting, bob, now):
    assert awaits_name(bob)
    assert sweep(now) == 0
    assert not Certificate.objects.exists()


def test_reading_it_brings_the_certificate_at_once(
    waiting, bob, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        check_name(bob, now=now)
    assert Certificate.objects.get().words["printed_name"] == "Bob Đorđe Wiśniewski"
    assert not awaits_name(bob)


def test_changing_it_brings_the_certificate_with_the_new_name(
    waiting, bob, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        update_profile(
            bob, printed_name="Bob Aerts", sector=bob.sector, language="en", now=now
        )
    assert Certificate.objects.get().words["printed_name"] == "Bob Aerts"


def test_the_sweep_repairs_a_lost_event(waiting, bob, monkeypatch, now):
    monkeypatch.setattr(name_checked, "receivers", [])
    check_name(bob, now=now)
    assert sweep(now) == 1


def test_a_receiver_that_fails_keeps_the_check(
    waiting, bob, monkeypatch, now, django_capture_on_commit_callbacks
):
    def fails(*args, **kwargs):
        raise RuntimeError("out of order")

    with (
        monkeypatch.context() as broken,
        django_capture_on_commit_callbacks(execute=True),
    ):
        broken.setattr("certificates.receivers.award_waiting", fails)
        check_name(bob, now=now)
    bob.refresh_from_db()
    assert bob.name_checked_at == now
    assert sweep(now) == 1


def test_who_holds_a_certificate_waits_for_nothing(
    waiting, bob, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        check_name(bob, now=now)
    User.objects.filter(pk=bob.pk).update(name_checked_at=None)
    other = next_completion(waiting.enrolment, cycle=2, now=now)
    assert award_certificate(other, now=now) is not None


def test_who_has_read_it_before_gets_it_by_completing(small_course, alice, now):
    make_rule(small_course.course)
    way = ("small-one", "small-two", "small-quiz")
    assert award_certificate(complete(small_course, alice, now=now, way=way), now=now)


def test_the_draft_says_what_will_be_printed(waiting, bob):
    draft = draft_of(bob, language="nl")
    assert draft.certificate.startswith("Eerstelijnspreventie, basis - ")
    assert draft.printed_name == "Bob Đorđe Wiśniewski"
    assert waits_for_name(waiting.enrolment)


def test_there_is_no_draft_without_a_rule(completion, bob, alice):
    assert draft_of(bob, language="en") is None
    assert draft_of(alice, language="en") is None
    assert not waits_for_name(completion.enrolment)


def test_the_course_page_leads_to_the_check(waiting, bob, now):
    (found,) = [reward(waiting.enrolment) for reward in completion_rewards]
    assert found == ("Check your name", "/certificates/your-name/")


def test_who_has_checked_costs_no_query(alice, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert draft_of(alice, language="en") is None
