from datetime import timedelta

import pytest
from django.utils import timezone

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.enums import Role
from tests.factories import tracking as factories
from tracking.domain import at_once
from tracking.domain.coverage import Narrowing
from tracking.domain.many_waivers import asked_of_many, effect_on_many, waive_many
from tracking.domain.obligations import sweep
from tracking.domain.waivers import Terms
from tracking.enums import LeftOut, Standing, WaiverKind, WaiverReason
from tracking.models import Waiver

EVERYBODY = Narrowing()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def asked(beekstad, course, today):
    """Of nine police officers one holds it."""
    requirement = factories.make_requirement(beekstad, course)
    people = [factories.make_member(beekstad) for _ in range(9)]
    factories.make_certificate(people[0], course, today)
    sweep(timezone.now())
    return requirement


@pytest.fixture
def ann(beekstad):
    return factories.make_member(beekstad, role=Role.COORDINATOR, sector="MUN")


def exemption(today, days=30):
    return Terms(
        WaiverKind.EXEMPTION,
        WaiverReason.NO_PLACE,
        starts_on=today,
        last_day=today + timedelta(days=days),
    )


def extension(today, days=300):
    return Terms(
        WaiverKind.EXTENSION,
        WaiverReason.NO_PLACE,
        due_on=today + timedelta(days=days),
    )


def listed(beekstad, course, ann, now, narrowing=EVERYBODY):
    return asked_of_many(beekstad, course, narrowing, actor=ann, now=now)


def do(beekstad, course, ann, now, terms, *, chosen=None, expected, by=EVERYBODY):
    return waive_many(
        beekstad,
        course,
        by,
        terms,
        chosen=chosen,
        expected=expected,
        actor=ann,
        now=now,
    )


def test_all_of_a_list_who_do_not_hold_it_are_exempt_and_written_down(
    asked, beekstad, course, ann, now, today
):
    found = listed(beekstad, course, ann, now)
    effect = effect_on_many(found, exemption(today), chosen=None, now=now)

    assert (effect.people, effect.standings) == (8, {Standing.NOT_BEGUN: 8})
    assert effect.left_out == {LeftOut.HOLDS: 1}
    assert Waiver.objects.count() == 0
    assert do(beekstad, course, ann, now, exemption(today), expected=8) == 8
    assert {one.given_by for one in Waiver.objects.all()} == {ann}
    entries = AuditEntry.objects.filter(action="tracking.waiver_given")
    assert entries.count() == 8
    assert {one.data["reason"] for one in entries} == {"no-place"}
    exempt = Narrowing(standing="exempt")
    assert len(listed(beekstad, course, ann, now, exempt)) == 8


def test_of_those_who_are_chosen_alone(asked, beekstad, course, ann, now, today):
    two = {one.obligation_id for one in listed(beekstad, course, ann, now)[:2]}

    assert do(beekstad, course, ann, now, extension(today), chosen=two, expected=2) == 2
    assert Waiver.objects.count() == 2


def test_who_has_it_already_is_left_out_and_twice_is_nobody(
    asked, beekstad, course, ann, now, today
):
    for terms, why in (
        (exemption(today), LeftOut.EXEMPT),
        (extension(today), LeftOut.NOT_LATER),
    ):
        do(beekstad, course, ann, now, terms, expected=8)
        found = listed(beekstad, course, ann, now)
        assert effect_on_many(found, terms, chosen=None, now=now).left_out[why] == 8
        with pytest.raises(DomainError) as refusal:
            do(beekstad, course, ann, now, terms, expected=8)
        assert refusal.value.code == "nobody"


def test_what_changed_since_one_looked_is_looked_at_again(
    asked, beekstad, course, ann, now, today
):
    with pytest.raises(DomainError) as refusal:
        do(beekstad, course, ann, now, exemption(today), expected=7)

    assert refusal.value.code == "changed"
    assert Waiver.objects.count() == 0


def test_nobody_exempts_themselves_nor_from_what_a_body_above_asks(
    asked, beekstad, course, now, today
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    deputy = factories.make_member(desk, role=Role.DEPUTY)
    own = factories.make_requirement(desk, course)
    sweep(now)
    found = asked_of_many(desk, course, EVERYBODY, actor=deputy, now=now)

    assert {one.requirement_id: one.left_out for one in found} == {
        own.pk: LeftOut.SELF,
        asked.pk: LeftOut.SELF,
    }
    factories.make_member(desk, name="Other")
    sweep(now)
    found = asked_of_many(desk, course, EVERYBODY, actor=deputy, now=now)
    assert {
        one.requirement_id: one.left_out for one in found if one.name == "Other"
    } == {
        own.pk: "",
        asked.pk: LeftOut.ABOVE,
    }


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (lambda day: exemption(day, days=-1), "over"),
        (lambda day: exemption(day, days=1000), "too_long"),
        (lambda day: extension(day, days=-1), "over"),
        (lambda day: Terms(WaiverKind.EXTENSION, WaiverReason.NO_PLACE), "no_day"),
    ],
)
def test_days_that_can_be_given_to_nobody(
    asked, beekstad, course, ann, now, today, terms, code
):
    with pytest.raises(DomainError) as refusal:
        effect_on_many(
            listed(beekstad, course, ann, now), terms(today), chosen=None, now=now
        )

    assert refusal.value.code == code


def test_too_many_are_narrowed_first(
    asked, beekstad, course, ann, now, today, monkeypatch
):
    monkeypatch.setattr(at_once, "MOST_PEOPLE", 8)
    with pytest.raises(DomainError) as refusal:
        listed(beekstad, course, ann, now)

    assert refusal.value.code == "too_many"


def test_as_many_queries_for_thirty_as_for_nine(
    asked, beekstad, course, ann, now, today, django_assert_max_num_queries
):
    for _ in range(21):
        factories.make_member(beekstad)
    sweep(now)
    with django_assert_max_num_queries(23):
        do(beekstad, course, ann, now, exemption(today), expected=29)
