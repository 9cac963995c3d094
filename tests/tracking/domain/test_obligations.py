import random
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.domain.correcting import reissue
from certificates.enums import EventKind
from certificates.models import Certificate
from certificates.signals import certificate_awarded, certificate_changed
from organisations.domain.memberships import (
    end_membership,
    move_to,
    start_membership,
)
from organisations.domain.people import update_profile
from organisations.models import Membership, Sector, User
from organisations.signals import (
    membership_ended,
    membership_started,
    profile_changed,
)
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tracking.domain.obligations import sweep, sync_person, sync_requirement
from tracking.domain.standing import position_of
from tracking.models import Obligation

TODAY = date(2026, 11, 21)


def at(day: date) -> datetime:
    return factories.noon(day)


def cycles(user=None) -> list[tuple]:
    """What is known of obligations: cycle, first day, due, first day without."""
    rows = Obligation.objects.filter(user=user) if user else Obligation.objects.all()
    return list(
        rows.order_by("requirement", "user", "cycle").values_list(
            "cycle", "starts_on", "due_on", "closed_on"
        )
    )


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def requirement(beekstad, course):
    return factories.make_requirement(beekstad, course)


def test_an_obligation_begins_on_the_day_it_is_found(requirement, bob):
    assert sweep(at(TODAY)) == 1

    assert cycles() == [(1, TODAY, date(2027, 1, 20), None)]


def test_a_sweep_twice_is_once(requirement, bob):
    sweep(at(TODAY))
    before = cycles()

    assert sweep(at(TODAY)) == 0
    assert sweep(at(TODAY + timedelta(days=9))) == 0
    assert cycles() == before


def test_who_leaves_is_asked_nothing_from_that_day_on(requirement, bob):
    sweep(at(TODAY - timedelta(days=10)))
    left = TODAY - timedelta(days=3)
    bob.memberships.update(ends_on=left)

    sweep(at(TODAY))

    assert [row[3] for row in cycles()] == [left]


def test_who_was_made_to_leave_before_it_began_was_never_asked(requirement, bob):
    sweep(at(TODAY))
    bob.memberships.update(ends_on=TODAY - timedelta(days=3))

    sweep(at(TODAY + timedelta(days=1)))

    assert [(row[1], row[3]) for row in cycles()] == [(TODAY, TODAY)]
    assert not Obligation.objects.on(TODAY).exists()


def test_who_changes_sector_is_asked_until_the_day_it_is_found(requirement, bob):
    sweep(at(TODAY - timedelta(days=10)))
    User.objects.filter(pk=bob.pk).update(sector="EDU")

    sweep(at(TODAY))

    assert [row[3] for row in cycles()] == [TODAY]


@pytest.mark.parametrize("change", [{"sector": None}, {"is_active": False}])
def test_who_has_no_sector_or_account_is_asked_nothing(requirement, bob, change):
    sweep(at(TODAY - timedelta(days=10)))
    User.objects.filter(pk=bob.pk).update(**change)

    sweep(at(TODAY))

    assert [row[3] for row in cycles()] == [TODAY]


def test_a_membership_without_trace_closes_today(requirement, bob):
    sweep(at(TODAY - timedelta(days=10)))
    Membership.objects.filter(user=bob).delete()

    sweep(at(TODAY))

    assert [row[3] for row in cycles()] == [TODAY]


def test_a_fixed_day_is_the_same_for_all_but_those_who_come_after_it(
    beekstad, course, bob
):
    fixed = TODAY + timedelta(days=5)
    factories.make_requirement(beekstad, course, due_on=fixed, due_days=30)
    for days in (0, 5, 6):
        factories.make_member(beekstad, starts_on=TODAY + timedelta(days=days))
        sweep(at(TODAY + timedelta(days=days)))

    assert sorted(row[2] for row in cycles()) == [
        *[fixed] * 3,
        TODAY + timedelta(days=36),
    ]


def test_only_those_with_the_function_are_asked_in_whatever_case(
    beekstad, valmont, course, bob
):
    factories.make_requirement(beekstad, course, function="Mediator")
    desk = factories.make_department(beekstad, "desk", "Front desk")
    people = [factories.make_member(one) for one in (beekstad, desk, valmont)]
    for person, function in zip(
        people, ["mediator", "MEDIATOR", "Mediator"], strict=True
    ):
        person.memberships.update(function=function)
    clerk = factories.make_member(beekstad)
    clerk.memberships.update(function="Mediators")

    sweep(at(TODAY))
    for person in (*people, clerk, bob):
        sync_person(person.pk, now=at(TODAY))

    assert set(Obligation.objects.values_list("user", flat=True)) == {
        people[0].pk,
        people[1].pk,
    }
    people[0].memberships.update(function="Clerk")
    sync_person(people[0].pk, now=at(TODAY + timedelta(days=1)))
    assert [row[3] for row in cycles(people[0])] == [TODAY + timedelta(days=1)]


def test_only_those_who_learn_in_the_language_are_asked(beekstad, course, bob):
    factories.make_requirement(beekstad, course, language="nl")
    sweep(at(TODAY))
    assert cycles() == []
    User.objects.filter(pk=bob.pk).update(language="nl")

    sync_person(bob.pk, now=at(TODAY))
    assert [row[3] for row in cycles()] == [None]
    User.objects.filter(pk=bob.pk).update(language="fr")
    sync_person(bob.pk, now=at(TODAY + timedelta(days=1)))
    assert [row[3] for row in cycles()] == [TODAY + timedelta(days=1)]


def test_what_turns_out_never_to_have_held_is_kept_for_those_who_believed_it(
    requirement, bob
):
    began = TODAY - timedelta(days=10)
    sweep(at(began))
    bob.memberships.update(ends_on=TODAY - timedelta(days=30))

    sweep(at(TODAY))

    assert [(row[1], row[3]) for row in cycles()] == [(began, began)]
    found = Obligation.objects.on
    known_at = {"known_at": at(TODAY)}
    assert [found(day).count() for day in (began, TODAY)] == [0, 0]
    assert [found(day, **known_at).count() for day in (began, TODAY)] == [1, 1]


def test_who_leaves_and_returns_on_one_day_was_never_away(requirement, bob):
    began = TODAY - timedelta(days=10)
    sweep(at(began))
    User.objects.filter(pk=bob.pk).update(sector="EDU")
    sync_person(bob.pk, now=at(TODAY))
    User.objects.filter(pk=bob.pk).update(sector="POL")
    sync_person(bob.pk, now=at(TODAY))

    assert cycles() == [(1, began, began + timedelta(days=60), None)]


def test_who_was_away_for_a_time_begins_anew(requirement, beekstad, bob):
    began = TODAY - timedelta(days=10)
    sweep(at(began))
    bob.memberships.update(ends_on=TODAY)
    sweep(at(TODAY))
    back = TODAY + timedelta(days=5)
    Membership.objects.create(
        user=bob, organisation=beekstad, role="learner", starts_on=back
    )
    sweep(at(back))

    assert cycles() == [
        (1, began, began + timedelta(days=60), TODAY),
        (2, back, back + timedelta(days=60), None),
    ]


@pytest.mark.parametrize(
    ("away", "back"),
    [
        ({"language": "fr"}, {"language": "en"}),
        ({"sector": "EDU"}, {"sector": "POL"}),
        ({"is_active": False}, {"is_active": True}),
    ],
)
def test_who_leaves_scope_and_keeps_the_place_gains_no_time_by_it(
    beekstad, course, bob, away, back
):
    factories.make_requirement(beekstad, course, language="en")
    began = TODAY - timedelta(days=10)
    sweep(at(began))
    for days, change in ((0, away), (5, back)):
        User.objects.filter(pk=bob.pk).update(**change)
        sync_person(bob.pk, now=at(TODAY + timedelta(days=days)))

    due_on = began + timedelta(days=60)
    assert cycles() == [(1, began, due_on, TODAY), (2, TODAY, due_on, None)]


def test_an_end_that_was_recorded_by_mistake_gives_no_time(
    requirement, beekstad, valmont, bob
):
    """Also where two places in it follow each other, and a third is elsewhere."""
    began, due_on = TODAY - timedelta(days=10), TODAY + timedelta(days=50)
    desk = factories.make_department(beekstad, "desk", "Front desk")
    sweep(at(began))
    left = TODAY - timedelta(days=4)
    bob.memberships.update(ends_on=left)
    sweep(at(TODAY))
    moved = left + timedelta(days=2)

    def comes(place, first, ends_on=None):
        Membership.objects.create(
            user=bob,
            organisation=place,
            role="learner",
            starts_on=first,
            ends_on=ends_on,
        )

    comes(desk, left, moved)
    comes(valmont, moved)
    sweep(at(TODAY + timedelta(days=1)))
    assert [row[3] for row in cycles()] == [left]
    comes(beekstad, moved)
    sweep(at(TODAY + timedelta(days=2)))

    assert cycles() == [(1, began, due_on, left), (2, left, due_on, None)]


def test_what_happened_while_somebody_strayed_counts_when_they_are_back(
    requirement, bob, course
):
    """The certificate was revoked meanwhile: they have the days of the requirement."""
    sweep(at(date(2026, 1, 5)))
    certificate = factories.make_certificate(bob, course, date(2026, 2, 1))
    strays = date(2026, 11, 1)
    User.objects.filter(pk=bob.pk).update(sector="EDU")
    sweep(at(strays))
    factories.add_event(certificate, EventKind.REVOKED, date(2026, 11, 10))
    User.objects.filter(pk=bob.pk).update(sector="POL")

    sync_person(bob.pk, now=at(TODAY))

    assert [row[1:] for row in cycles()] == [
        (date(2026, 1, 5), date(2026, 3, 6), strays),
        (strays, date(2026, 3, 6), TODAY),
        (TODAY, TODAY + timedelta(days=60), None),
    ]
    User.objects.filter(pk=bob.pk).update(sector="EDU")
    sync_person(bob.pk, now=at(TODAY))
    assert [row[3] for row in cycles()] == [strays]


changes = st.lists(
    st.tuples(
        st.sampled_from(["language", "sector", "function", "account"]),
        st.integers(0, 90),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(strays=changes)
def test_however_somebody_strays_they_stand_where_those_stand_who_never_did(
    beekstad, course, bob, strays
):
    """Each change takes them out of scope in one way, or back; by event or by sweep."""
    with transaction.atomic():
        asked = factories.make_requirement(
            beekstad, course, language="en", function="Mediator"
        )
        colleague = factories.make_member(beekstad)
        Membership.objects.update(function="Mediator")
        here = {"language": "en", "sector": "POL", "is_active": True}
        away = {"language": "fr", "sector": "EDU", "is_active": False}
        names = {"account": "is_active"}
        sweep(at(TODAY))
        # Who leaves on the day on which they came was never there.
        out, day = set(), TODAY + timedelta(days=1)
        for kind, gap, by_event in strays:
            day += timedelta(days=gap)
            out ^= {kind}
            name, is_out = names.get(kind, kind), kind in out
            if kind == "function":
                bob.memberships.update(function="Clerk" if is_out else "Mediator")
            else:
                value = (away if is_out else here)[name]
                User.objects.filter(pk=bob.pk).update(**{name: value})
            sync_person(bob.pk, now=at(day)) if by_event else sweep(at(day))
            mine = cycles(bob)
            assert [row[3] for row in mine if row[3] is None] == [None] * (not out)
            assert {row[2] for row in mine} <= {TODAY + timedelta(days=60)}
            ends = [row[3] for row in mine[:-1]]
            assert ends == [row[1] for row in mine[1:]]
            if not out:
                bob.refresh_from_db()
                assert position_of(bob, asked, day) == position_of(
                    colleague, asked, day
                )
        transaction.set_rollback(True)


def test_who_comes_into_scope_and_leaves_it_on_one_day_leaves_no_trace(
    requirement, bob
):
    sync_person(bob.pk, now=at(TODAY))
    assert len(cycles()) == 1
    User.objects.filter(pk=bob.pk).update(sector="EDU")
    sync_person(bob.pk, now=at(TODAY))

    assert cycles() == []


def test_the_next_cycle_begins_when_the_certificate_is_running_out(
    requirement, bob, course
):
    """From sixty days before its last day on, and due on that day."""
    sweep(at(date(2026, 1, 5)))
    factories.make_certificate(
        bob, course, date(2026, 2, 1), valid_until=date(2027, 2, 1)
    )
    sweep(at(date(2026, 12, 2)))
    assert len(cycles()) == 1

    sweep(at(date(2026, 12, 3)))

    assert cycles() == [
        (1, date(2026, 1, 5), date(2026, 3, 6), date(2026, 12, 3)),
        (2, date(2026, 12, 3), date(2027, 2, 1), None),
    ]
    sweep(at(date(2027, 3, 1)))
    assert len(cycles()) == 2


def test_a_renewal_is_asked_for_again_when_it_runs_out_in_turn(
    requirement, bob, course
):
    sweep(at(date(2026, 1, 5)))
    factories.make_certificate(
        bob, course, date(2026, 2, 1), valid_until=date(2027, 2, 1)
    )
    sweep(at(date(2027, 1, 5)))
    factories.make_certificate(
        bob, course, date(2027, 1, 10), valid_until=date(2028, 1, 10)
    )
    sweep(at(date(2027, 1, 11)))
    sweep(at(date(2027, 12, 1)))

    assert [row[1:3] for row in cycles()] == [
        (date(2026, 1, 5), date(2026, 3, 6)),
        (date(2027, 1, 5), date(2027, 2, 1)),
        (date(2027, 12, 1), date(2028, 1, 10)),
    ]


def test_a_requirement_may_ask_earlier_than_the_certificate_ends(beekstad, bob, course):
    factories.make_requirement(beekstad, course, renew_months=12)
    sweep(at(date(2026, 1, 5)))
    factories.make_certificate(
        bob, course, date(2026, 2, 1), valid_until=date(2028, 2, 1)
    )

    sweep(at(date(2026, 12, 10)))

    assert [row[2] for row in cycles()] == [date(2026, 3, 6), date(2027, 2, 1)]


def test_a_certificate_without_end_asks_nothing_more(requirement, bob, course):
    sweep(at(date(2026, 1, 5)))
    factories.make_certificate(bob, course, date(2026, 2, 1))

    sweep(at(date(2046, 1, 5)))

    assert len(cycles()) == 1


def test_a_revoked_certificate_gives_the_days_of_the_requirement_again(
    requirement, bob, course
):
    sweep(at(date(2026, 1, 5)))
    certificate = factories.make_certificate(bob, course, date(2026, 2, 1))
    factories.add_event(certificate, EventKind.REVOKED, date(2026, 11, 20))

    sweep(at(TODAY))
    sweep(at(TODAY + timedelta(days=1)))

    assert [row[1:] for row in cycles()] == [
        (date(2026, 1, 5), date(2026, 3, 6), TODAY),
        (TODAY, TODAY + timedelta(days=60), None),
    ]


def test_a_certificate_revoked_before_it_was_asked_changes_nothing(
    requirement, bob, course
):
    certificate = factories.make_certificate(bob, course, date(2026, 2, 1))
    factories.add_event(certificate, EventKind.REVOKED, date(2026, 3, 1))
    sweep(at(date(2026, 4, 1)))
    sweep(at(date(2026, 4, 2)))

    assert len(cycles()) == 1


def test_a_revoked_certificate_beside_a_good_one_changes_nothing(
    requirement, bob, course
):
    sweep(at(date(2026, 1, 5)))
    first = factories.make_certificate(bob, course, date(2026, 2, 1))
    factories.make_certificate(bob, course, date(2026, 3, 1))
    factories.add_event(first, EventKind.SUPERSEDED, date(2026, 3, 1))

    sweep(at(TODAY))

    assert len(cycles()) == 1


def test_a_cycle_begun_for_a_reason_that_is_gone_the_same_day_is_taken_back(
    requirement, bob, course
):
    began = date(2026, 1, 5)
    sweep(at(began))
    certificate = factories.make_certificate(bob, course, date(2026, 2, 1))
    factories.add_event(certificate, EventKind.REVOKED, TODAY)
    sync_person(bob.pk, now=at(TODAY))
    assert len(cycles()) == 2
    factories.make_certificate(bob, course, TODAY)

    sync_person(bob.pk, now=at(TODAY))

    assert cycles() == [(1, began, date(2026, 3, 6), None)]


def test_an_ended_requirement_is_swept_too(requirement, bob):
    sweep(at(TODAY - timedelta(days=5)))
    requirement.ends_on = TODAY
    requirement.save()

    sweep(at(TODAY))

    assert [row[3] for row in cycles()] == [TODAY]
    assert sync_requirement(requirement, now=at(TODAY)) == 0


def test_a_requirement_of_a_thousand_people_needs_few_queries(
    requirement, beekstad, bob, django_assert_max_num_queries
):
    people = User.objects.bulk_create(
        User(email=f"p{n}@beekstad.example", printed_name=f"P {n}", sector_id="POL")
        for n in range(1200)
    )
    Membership.objects.bulk_create(
        Membership(user=person, organisation=beekstad, starts_on=date(2026, 1, 1))
        for person in people
    )
    with django_assert_max_num_queries(20):
        assert sweep(at(TODAY)) == 1201
    assert Obligation.objects.count() == 1201
    Membership.objects.update(ends_on=TODAY + timedelta(days=1))
    with django_assert_max_num_queries(20):
        sweep(at(TODAY + timedelta(days=1)))
    assert Obligation.objects.filter(closed_on__isnull=True).count() == 0


@pytest.fixture
def following(monkeypatch, django_capture_on_commit_callbacks):
    """Let the receivers see today as today."""
    monkeypatch.setattr("tracking.receivers.timezone.now", lambda: at(TODAY))
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_obligations_follow_those_who_come_and_go(
    requirement, beekstad, alice, bob, now, following
):
    with following():
        start_membership(alice, beekstad, now=now)
        update_profile(
            alice,
            printed_name="Alice",
            sector=Sector.objects.get(pk="POL"),
            language="en",
            now=now,
        )
    assert [row[0] for row in cycles(alice)] == [1]
    sweep(at(TODAY - timedelta(days=1)))
    with following():
        end_membership(bob.memberships.get(), now=now)

    assert [row[3] for row in cycles(bob)] == [TODAY]


def test_a_change_of_name_asks_nothing(
    requirement, bob, now, following, django_assert_num_queries
):
    with django_assert_num_queries(0):
        profile_changed.send(User, user_id=bob.pk, fields=["printed_name"])
    assert cycles() == []


def test_obligations_follow_certificates(requirement, bob, course, following):
    sweep(at(date(2026, 1, 5)))
    certificate = factories.make_certificate(bob, course, date(2026, 2, 1))
    factories.add_event(certificate, EventKind.REVOKED, TODAY)

    certificate_changed.send(None, certificate_id=certificate.pk)
    assert len(cycles()) == 2
    factories.make_certificate(bob, course, TODAY)
    certificate_awarded.send(None, certificate_id=certificate.pk)

    assert len(cycles()) == 1


def test_a_lost_event_is_repaired_by_the_sweep(
    requirement, beekstad, valmont, bob, now
):
    """Nothing is executed after commit here, as when the process dies."""
    sweep(at(TODAY - timedelta(days=1)))
    move_to(bob, beekstad, valmont, now=now)
    assert [row[3] for row in cycles()] == [None]

    sweep(now)

    assert [row[3] for row in cycles()] == [TODAY]


class UndoError(Exception):
    """Takes a run back, so that the next one begins where it began."""


# Mostly the one that something is asked of.
SECTORS = ("POL", "POL", "POL", "EDU")


class World:
    """Two employers, four requirements and some people, made to change at random."""

    def __init__(self, chance, beekstad, valmont, courses):
        self.chance = chance
        desk = factories.make_department(beekstad, "desk", "Front desk")
        # Mostly the one where most is asked.
        self.places = [beekstad, beekstad, desk, valmont]
        self.courses = courses
        for place, course in zip(
            [beekstad, beekstad, desk, valmont], [*courses, *courses], strict=True
        ):
            factories.make_requirement(
                place,
                course,
                due_days=chance.choice([10, 60]),
                renew_months=chance.choice([None, 10]),
            )
        self.people = [
            factories.make_member(chance.choice(self.places)) for _ in range(3)
        ]
        for person in self.people:
            for _ in range(2):
                self._certificate(person, TODAY - timedelta(chance.randrange(20, 300)))

    def changes(self) -> list:
        """Things to happen today, each with the person it happens to."""
        kinds = [self._leave, self._come, self._sector, self._award, self._revoke]
        return [
            (self.chance.choice(kinds), self.chance.choice(self.people))
            for _ in range(24)
        ]

    def _certificate(self, person, on):
        return factories.make_certificate(
            person,
            self.chance.choice(self.courses),
            on,
            valid_until=on + timedelta(days=self.chance.choice([100, 400, 730])),
        )

    def _leave(self, person):
        Membership.objects.filter(user=person, ends_on=None).update(ends_on=TODAY)
        return lambda: membership_ended.send(None, user_id=person.pk)

    def _come(self, person):
        place = self.chance.choice(self.places)
        Membership.objects.get_or_create(
            user=person,
            organisation=place,
            role="learner",
            ends_on=None,
            defaults={"starts_on": TODAY},
        )
        return lambda: membership_started.send(None, user_id=person.pk)

    def _sector(self, person):
        sector = self.chance.choice(SECTORS)
        User.objects.filter(pk=person.pk).update(sector=sector)
        return lambda: profile_changed.send(None, user_id=person.pk, fields=["sector"])

    def _award(self, person):
        certificate = self._certificate(person, TODAY)
        return lambda: certificate_awarded.send(None, certificate_id=certificate.pk)

    def _revoke(self, person):
        certificate = self.chance.choice(person.certificates.order_by("pk"))
        kind = self.chance.choice(
            [EventKind.REVOKED, EventKind.SUSPENDED, EventKind.RESTORED]
        )
        factories.add_event(certificate, kind, TODAY)
        return lambda: certificate_changed.send(None, certificate_id=certificate.pk)


def everything() -> list[tuple]:
    return sorted(
        Obligation.objects.values_list(
            "requirement", "user", "cycle", "starts_on", "due_on", "closed_on"
        ),
        key=str,
    )


@pytest.mark.parametrize("seed", range(4))
def test_events_in_any_order_and_the_sweep_come_to_what_the_sweep_alone_finds(
    seed, beekstad, valmont, course, following
):
    chance = random.Random(seed)  # noqa: S311
    other = make_course(beekstad, code="other")
    other.release()
    world = World(chance, beekstad, valmont, [course, other.course])
    for days in (400, 200, 30, 1):
        sweep(at(TODAY - timedelta(days=days)))
    changes, state = world.changes(), chance.getstate()

    def alone():
        chance.setstate(state)
        for change, person in changes:
            change(person)
        sweep(at(TODAY))
        return everything()

    def with_events(order):
        chance.setstate(state)
        waiting = []
        for change, person in changes:
            waiting.append(change(person))
            order.shuffle(waiting)
            # Some arrive now, some later or twice, some never.
            while waiting and order.random() < 0.8:
                event = waiting.pop()
                event()
                if order.random() < 0.2:
                    waiting.append(event)
        sweep(at(TODAY))
        return everything()

    results = []
    orders = [random.Random(n) for n in range(2)]  # noqa: S311
    runs = [alone, *(partial(with_events, order) for order in orders)]
    for run in runs:
        try:
            with transaction.atomic():
                results.append(run())
                raise UndoError
        except UndoError:
            pass

    assert results[0] != []
    assert results[1:] == [results[0]] * 2


@pytest.mark.parametrize("last", [date(2026, 10, 1), date(2027, 10, 1)])
def test_a_name_put_right_gives_nobody_more_time(requirement, bob, course, last):
    sweep(at(date(2025, 10, 1)))
    factories.make_certificate(bob, course, date(2025, 11, 1), valid_until=last)
    sweep(at(date(2026, 10, 15)))
    before = cycles()

    for day in (date(2026, 11, 1), date(2026, 11, 20)):
        newest = Certificate.objects.filter(holder=bob).latest("pk")
        reissue(newest, f"Bob Right {day}", actor=bob, now=at(day))
        sweep(at(day))
        sweep(at(day + timedelta(days=2)))

    assert Certificate.objects.filter(corrects__isnull=False).count() == 2
    assert cycles() == before
