from datetime import timedelta

import pytest

from courses.domain import boosters
from courses.domain.enrolment import begin_again, enrol, is_time_again, may_enrol
from courses.models import (
    BoosterOffer,
    BoosterRefusal,
    Completion,
    Enrolment,
    ModulePage,
)
from lms.background import periodic
from lms.errors import DomainError
from lms.models import OutgoingMail
from tests.factories import tracking as factories
from tests.factories.certificates import complete

WEEKS = 6


@pytest.fixture
def practice(more_course):
    """A short course by invitation: the offer is the invitation."""
    return more_course


@pytest.fixture
def course(small_course, practice):
    course = small_course.course
    course.booster, course.booster_weeks = practice.course, WEEKS
    course.save()
    return course


@pytest.fixture
def completed(course, bob, now):
    return factories.make_completion(bob, course, now.date())


@pytest.fixture
def later(now):
    def later(*, weeks: float):
        return now + timedelta(weeks=weeks)

    return later


def test_it_is_offered_after_its_weeks_and_once(completed, bob, practice, later):
    assert boosters.sweep(later(weeks=WEEKS - 1)) == 0

    assert boosters.sweep(later(weeks=WEEKS + 1)) == 1
    assert boosters.sweep(later(weeks=WEEKS + 1)) == 0
    offer = BoosterOffer.objects.get()
    assert (offer.completion, offer.practice) == (completed, practice.course)
    mail = OutgoingMail.objects.get()
    assert mail.to == ["bob@beekstad.example"]
    assert mail.idempotency_key == f"courses.booster:{completed.pk}"


def test_the_mail_is_in_the_persons_language(completed, bob, later, mailoutbox):
    bob.language = "nl"
    bob.save()

    boosters.sweep(later(weeks=WEEKS + 1))

    mail = OutgoingMail.objects.get()
    assert mail.subject == "Enkele minuten om te oefenen: Course nl"
    assert "/practice/" in mailoutbox[0].body


def test_who_has_no_address_finds_it_at_home(completed, bob, later):
    bob.email = None
    bob.save()

    assert boosters.sweep(later(weeks=WEEKS + 1)) == 1
    assert OutgoingMail.objects.count() == 0
    found = boosters.practice_for(bob, now=later(weeks=WEEKS + 1), language="en")
    assert (found.title, found.minutes) == ("Course en", 22)


def test_who_completed_long_ago_is_left_in_peace(completed, later):
    assert boosters.sweep(later(weeks=WEEKS + 5)) == 0


def test_for_two_sectors_it_is_one_offer(completed, course, bob, later):
    factories.make_completion(bob, course, completed.completed_at.date(), sector="EDU")

    assert boosters.sweep(later(weeks=WEEKS + 1)) == 1


def test_who_wants_none_or_has_left_gets_none(completed, bob, later, now):
    boosters.refuse(bob, now=now)
    boosters.refuse(bob, now=now)
    assert BoosterRefusal.objects.count() == 1
    assert boosters.is_refused(bob)
    assert boosters.sweep(later(weeks=WEEKS + 1)) == 0

    boosters.allow(bob)
    bob.is_active = False
    bob.save()
    assert boosters.sweep(later(weeks=WEEKS + 1)) == 0
    assert not boosters.is_refused(bob)


def test_one_with_nothing_for_the_sector_is_not_offered(completed, bob, course, later):
    from courses.domain.manifest import outline_of

    for module in outline_of(course.booster.current_edition_id).modules:
        module["sectors"] = ["EDU"]

    assert boosters.sweep(later(weeks=WEEKS + 1)) == 0


def test_one_with_only_optional_modules_for_the_sector_is_not_offered(
    completed, practice, later
):
    ModulePage.objects.descendant_of(practice.pages["en"]).update(is_optional=True)
    practice.release()

    assert boosters.sweep(later(weeks=WEEKS + 1)) == 0


def test_an_earlier_cycle_is_over(completed, bob, later):
    Enrolment.objects.filter(user=bob).update(cycle=2)

    assert boosters.sweep(later(weeks=WEEKS + 1)) == 0


def test_what_was_recognised_is_not_practised(completed, later):
    recognised = {"basis": "recognised", "given_by": "Academy"}
    Completion.objects.update(cycle=0, minutes=0, **recognised)

    assert boosters.sweep(later(weeks=WEEKS + 1)) == 0


def test_declining_takes_it_away_and_changes_nothing_else(completed, bob, later):
    then = later(weeks=WEEKS + 1)
    boosters.sweep(then)

    boosters.decline(bob, now=then)

    assert boosters.practice_for(bob, now=then, language="en") is None
    assert Completion.objects.get() == completed
    with pytest.raises(DomainError) as refused:
        boosters.take(bob, now=then)
    assert refused.value.code == "gone"


def test_an_offer_lapses_quietly(completed, bob, later):
    boosters.sweep(later(weeks=WEEKS + 1))

    assert boosters.practice_for(bob, now=later(weeks=WEEKS + 9), language="en") is None


def test_the_offer_lets_a_person_in_and_nobody_else(
    completed, bob, alice, practice, later, monkeypatch
):
    then = later(weeks=WEEKS + 1)
    boosters.sweep(then)

    wanted = {practice.course.pk}
    assert boosters.offered_among(bob, wanted, now=then) == wanted
    assert boosters.offered_among(alice, wanted, now=then) == set()
    monkeypatch.setattr("django.utils.timezone.now", lambda: then)
    assert may_enrol(bob, practice.course)
    assert not may_enrol(alice, practice.course)


def test_taking_it_begins_it_and_goes_on_and_begins_again(
    completed, bob, practice, later, monkeypatch
):
    then = later(weeks=WEEKS + 1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: then)
    boosters.sweep(then)

    enrolment = boosters.take(bob, now=then)

    assert enrolment.course == practice.course
    assert boosters.take(bob, now=then) == enrolment
    way = ("more-one", "more-two", "more-quiz", "more-beat")
    complete(practice, bob, now=then, way=way)
    # Done for this offer.
    assert boosters.practice_for(bob, now=then, language="en") is None
    assert not is_time_again(Enrolment.objects.get(pk=enrolment.pk))
    # The next cycle of the course brings the next offer: once more.
    Enrolment.objects.filter(pk=completed.enrolment_id).update(cycle=2)
    much_later = then + timedelta(weeks=52)
    again = Completion.objects.create(
        enrolment=completed.enrolment,
        sector_id="POL",
        cycle=2,
        edition=completed.edition,
        language="en",
        minutes=22,
        completed_at=then + timedelta(weeks=45),
    )
    assert boosters.sweep(much_later) == 1
    monkeypatch.setattr("django.utils.timezone.now", lambda: much_later)
    assert boosters.take(bob, now=much_later).cycle == 2
    assert BoosterOffer.objects.get(cycle=2).completion == again


def test_what_keeps_a_person_out_is_said(completed, bob, practice, later, monkeypatch):
    then = later(weeks=WEEKS + 1)
    boosters.sweep(then)

    def not_yet(enrolment, *, now, is_offered):
        raise DomainError("Not now.", code="not_yet")

    monkeypatch.setattr("django.utils.timezone.now", lambda: then)
    monkeypatch.setattr(boosters, "begin_again", not_yet)

    with pytest.raises(DomainError, match="Not now"):
        boosters.take(bob, now=then)


def test_the_sweep_is_periodic():
    assert "courses.boosters" in {one.name for one in periodic.registered()}


def test_the_domain_is_what_the_views_ask(now, bob, course):
    """Nothing offered: nothing to go on with."""
    enrolment = enrol(bob, course, now=now)
    with pytest.raises(DomainError):
        begin_again(enrolment, now=now)
