"""People of a staff list who have a badge number and no e-mail address."""

import pytest
from django.core import mail

from certificates.domain import mailing
from certificates.domain.award import award_certificate
from organisations.domain.letters.making import who_would_get_one
from organisations.models import Membership, User
from tests.factories import reminders
from tests.factories.certificates import make_rule, next_completion
from tests.factories.courses import make_course
from tests.factories.letters import make_run, without_address
from tests.factories.staff import NOW, look, run_list, states, undo
from tests.factories.tracking import make_enrolment, make_requirement

pytestmark = pytest.mark.django_db
DORA = ("", "Dora De Wit", "POL", "cleaner", "", "P-1")


def test_somebody_new_with_a_name_and_a_badge_number_gets_an_account(beekstad, alice):
    run = run_list(beekstad, DORA, actor=alice)
    assert states(run) == ["new"]
    user = User.objects.get(printed_name="Dora De Wit")
    held = Membership.objects.get(user=user)
    assert (user.email, user.has_usable_password()) == (None, False)
    assert (held.organisation, held.badge_number) == (beekstad, "P-1")
    assert list(who_would_get_one(beekstad, now=NOW)) == [held]


def test_the_same_list_again_changes_nothing(beekstad, alice):
    run_list(beekstad, DORA, actor=alice)
    assert states(look(beekstad, DORA, actor=alice)) == ["unchanged"]
    assert User.objects.filter(email=None).count() == 1


def test_a_number_without_a_name_makes_nobody(beekstad, alice):
    run = look(beekstad, ("", "", "POL", "", "", "P-1"), actor=alice)
    assert states(run) == ["error nobody"]


def test_one_number_twice_at_a_place_makes_one_person(beekstad, alice):
    twin = ("", "Other Name", "POL", "", "", "P-1")
    assert states(look(beekstad, DORA, twin, actor=alice)) == ["new", "error twice"]


def test_who_never_came_in_is_emptied_when_the_list_is_taken_back(beekstad, alice):
    run = run_list(beekstad, DORA, actor=alice)
    make_run(beekstad, actor=alice, now=NOW)
    undo(run, actor=alice)
    user = User.objects.get(memberships__badge_number="P-1")
    assert (user.printed_name, user.is_active) == ("", False)
    assert not who_would_get_one(beekstad, now=NOW).exists()


def test_a_list_with_mails_writes_to_nobody_without_an_address(
    beekstad, alice, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run = run_list(beekstad, DORA, actor=alice, with_mails=True)
    assert states(run) == ["new"]
    assert mail.outbox == []


def test_who_has_no_address_earns_a_certificate_and_is_written_to_by_nobody(
    beekstad, django_capture_on_commit_callbacks
):
    small = make_course(beekstad)
    small.release(now=NOW)
    course = small.course
    make_rule(course)
    user = without_address(beekstad).user
    enrolment = make_enrolment(user, course, NOW.date())
    with django_capture_on_commit_callbacks(execute=True):
        completion = next_completion(enrolment, cycle=1, now=NOW)
        certificate = award_certificate(completion, now=NOW)
        mailing.sweep(NOW)
    assert certificate.holder == user
    assert mail.outbox == []


def test_a_deadline_of_somebody_without_an_address_stops_no_reminder(beekstad, bob):
    small = make_course(beekstad)
    small.release(now=NOW)
    course = small.course
    requirement = make_requirement(beekstad, course)
    reminders.oblige(requirement, without_address(beekstad).user, days=7)
    reminders.oblige(requirement, bob, days=7)
    reminders.run()
    assert [name for name, _step in reminders.sent()] == [bob.printed_name]
