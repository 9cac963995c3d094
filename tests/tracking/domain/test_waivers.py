from datetime import date, timedelta

import pytest
from django.db import models

from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories import tracking as factories
from tracking.domain.obligations import sweep
from tracking.domain.standing import position_of
from tracking.domain.waivers import Terms, effect_of_waiver, waive, withdraw
from tracking.enums import WaiverKind
from tracking.models import Waiver

START = date(2026, 3, 1)
NOW = factories.noon(START)


def on(day: int) -> date:
    return START + timedelta(days=day)


@pytest.fixture
def requirement(beekstad, small_course, bob):
    """Asked of Bob from the first of March, due on the last of April."""
    found = factories.make_requirement(beekstad, small_course.course)
    sweep(NOW)
    return found


def exemption(first: int = 0, last: int = 30) -> Terms:
    return Terms(
        kind=WaiverKind.EXEMPTION,
        reason_code="long-absence",
        starts_on=on(first),
        last_day=on(last),
    )


def extension(due: int) -> Terms:
    return Terms(kind=WaiverKind.EXTENSION, reason_code="other-duties", due_on=on(due))


@pytest.fixture
def give(requirement, bob, alice):
    def give(terms: Terms, day: int = 0) -> Waiver:
        now = factories.noon(on(day))
        return waive(bob, requirement, terms, actor=alice, now=now)

    return give


def refusal(act) -> str | None:
    """The code of the reason why not; None when it was done."""
    try:
        act()
    except DomainError as error:
        return error.code


def test_an_exemption_holds_its_days_and_tells_who_gave_it_and_why(give, bob, alice):
    waiver = give(exemption(0, 30))

    assert (waiver.starts_on, waiver.last_day, waiver.due_on) == (on(0), on(30), None)
    assert (waiver.user, waiver.given_by, waiver.recorded_at) == (bob, alice, NOW)
    assert waiver.reason_code == "long-absence"
    assert position_of(bob, waiver.requirement, on(30)).exempt_until == on(30)


def test_what_is_given_and_withdrawn_is_audited(give, alice, bob):
    waiver = give(exemption(0, 30))
    withdraw(waiver, actor=alice, now=NOW)

    entries = list(
        AuditEntry.objects.filter(action__startswith="tracking.waiver").order_by("pk")
    )
    assert [one.action for one in entries] == [
        "tracking.waiver_given",
        "tracking.waiver_withdrawn",
    ]
    assert entries[0].data == {
        "kind": "exemption",
        "reason": "long-absence",
        "user": bob.pk,
        "requirement": waiver.requirement_id,
        "from": on(0).isoformat(),
        "until": on(30).isoformat(),
    }


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (exemption(0, 0), None),
        (exemption(-60, 0), None),
        (exemption(30, 400), None),
        # Two years later to the day, and the day after.
        (exemption(0, 731), None),
        (exemption(0, 732), "too_long"),
        (exemption(-800, 0), "too_long"),
        (exemption(-30, -1), "over"),
        (exemption(30, 29), "ends_before_start"),
        (Terms(WaiverKind.EXEMPTION, "long-absence"), "no_day"),
        (extension(61), None),
        (extension(60), "not_later"),
        (extension(-1), "over"),
        (extension(731), None),
        (extension(732), "too_long"),
        (Terms(WaiverKind.EXTENSION, "other-duties"), "no_day"),
    ],
)
def test_which_are_given_and_which_are_not(give, terms, code):
    assert refusal(lambda: give(terms)) == code
    assert Waiver.objects.count() == (0 if code else 1)


def test_two_exemptions_of_one_person_never_overlap(give, alice):
    first = give(exemption(10, 30))

    assert refusal(lambda: give(exemption(30, 40))) == "exempt_already"
    assert refusal(lambda: give(exemption(0, 10))) == "exempt_already"
    assert refusal(lambda: give(exemption(31, 40))) is None
    withdraw(first, actor=alice, now=NOW)
    assert refusal(lambda: give(exemption(0, 30))) is None


def test_more_time_is_more_than_was_given_before(give):
    give(extension(100))

    assert refusal(lambda: give(extension(90))) == "not_later"
    assert refusal(lambda: give(extension(110))) is None


def test_nobody_is_exempt_from_what_is_not_asked_of_them(
    requirement, alice, bob, charlie
):
    def exempt(person):
        waive(person, requirement, exemption(), actor=alice, now=NOW)

    assert refusal(lambda: exempt(charlie)) == "not_asked"
    bob.memberships.update(ends_on=START)
    sweep(NOW)
    assert refusal(lambda: exempt(bob)) == "not_asked"


def test_withdrawing_twice_is_once_and_nothing_is_deleted(give, alice, charlie):
    waiver = give(exemption())
    withdraw(waiver, actor=alice, now=NOW)
    withdraw(waiver, actor=charlie, now=factories.noon(on(5)))

    waiver.refresh_from_db()
    assert (waiver.withdrawn_at, waiver.withdrawn_by) == (NOW, alice)


def test_what_is_over_is_not_withdrawn_any_more(give, alice):
    for terms in (exemption(0, 30), extension(61)):
        waiver = give(terms)
        over = factories.noon(waiver.until + timedelta(days=1))
        withdraw(waiver, actor=alice, now=over)
        waiver.refresh_from_db()
        assert waiver.withdrawn_at is None
        withdraw(waiver, actor=alice, now=over - timedelta(days=1))
        waiver.refresh_from_db()
        assert waiver.withdrawn_by == alice


def test_more_time_is_kept_in_the_next_cycle_where_that_is_due_sooner(
    give, requirement, bob, small_course
):
    """The certificate runs out on day 90; until day 150 nobody is late."""
    give(extension(150))
    factories.make_certificate(bob, small_course.course, on(1), valid_until=on(90))
    sweep(factories.noon(on(40)))

    assert bob.obligations.count() == 2
    assert [position_of(bob, requirement, on(day)).due_on for day in (91, 150)] == [
        on(150)
    ] * 2


def effect(bob, requirement, terms, day=0):
    now = factories.noon(on(day))
    return effect_of_waiver(bob, requirement, terms, actor=None, now=now)


@pytest.mark.parametrize("terms", [exemption(), extension(90)])
def test_nobody_exempts_themselves_or_takes_more_time(requirement, bob, alice, terms):
    by_himself = {"actor": bob, "now": NOW}

    assert refusal(lambda: waive(bob, requirement, terms, **by_himself)) == "self"
    assert (
        refusal(lambda: effect_of_waiver(bob, requirement, terms, **by_himself))
        == "self"
    )
    assert Waiver.objects.count() == 0
    waive(bob, requirement, terms, actor=alice, now=NOW)


def test_a_reason_is_one_of_a_few_codes_and_never_words_of_ones_own():
    """Free words would hold what nobody may know about health (ETHICS P3)."""
    written = [
        one.name
        for one in Waiver._meta.get_fields()
        if isinstance(one, models.CharField) and not one.choices
    ]
    assert written == []


def test_what_an_exemption_would_change_is_known_before(requirement, bob):
    found = effect(bob, requirement, exemption(70, 99), day=65)

    assert found.first == on(70)
    assert [found.before.standing, found.after.standing, found.then.standing] == [
        "overdue",
        "exempt",
        "overdue",
    ]
    assert found.after.exempt_until == on(99)
    assert Waiver.objects.count() == 0


def test_an_exemption_changes_nothing_for_who_is_covered(
    requirement, bob, small_course
):
    factories.make_certificate(bob, small_course.course, on(-5))

    found = effect(bob, requirement, exemption())

    assert {found.before.standing, found.after.standing} == {"covered"}


def test_what_more_time_would_change_is_known_before(requirement, bob):
    found = effect(bob, requirement, extension(120), day=61)

    assert (found.before.standing, found.before.due_on) == ("overdue", on(60))
    assert (found.after.standing, found.after.due_on) == ("not_begun", on(120))
    assert found.then is None


def test_more_time_for_somebody_exempt_leaves_them_exempt(give, requirement, bob):
    give(exemption(61, 90))

    found = effect(bob, requirement, extension(120), day=70)

    assert (found.before.standing, found.before.due_on) == ("exempt", on(60))
    assert (found.after.standing, found.after.due_on) == ("exempt", on(120))


def test_an_exemption_that_follows_at_once_is_known_before(give, requirement, bob):
    give(exemption(100, 130))

    found = effect(bob, requirement, exemption(70, 99), day=65)

    assert (found.then.standing, found.then.exempt_until) == ("exempt", on(130))


def test_what_cannot_be_given_is_refused_before(requirement, bob):
    assert refusal(lambda: effect(bob, requirement, extension(1))) == "not_later"
