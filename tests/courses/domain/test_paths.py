from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.domain.equivalents import counting_for
from courses.domain.order import (
    refuse_circular_path,
    refuse_circular_prerequisites,
    steps_in_order,
)
from courses.domain.paths import enrol_in_next, journey_of, paths_for, under_way
from courses.models import Enrolment, PathCourse
from lms.errors import DomainError
from organisations.models import Sector
from tests.factories import tracking as factories
from tests.factories.equivalents import bare_course, make_equivalents
from tests.factories.programmes import make_path

DAY = date(2026, 11, 21)


@pytest.fixture
def one(small_course):
    return small_course.course


@pytest.fixture
def make(beekstad, one):
    """Another course that can be taken."""

    def make(code: str, **fields):
        known = {"is_open": True, "current_edition_id": one.current_edition_id}
        return bare_course(beekstad, code, **known | fields)

    return make


@pytest.fixture
def states(now):
    def states(path, user) -> list[str]:
        journey = journey_of(path, user, now=now, language="en")
        return [step.state for step in journey.steps]

    return states


def test_somebody_signed_out_stands_at_the_first_step(beekstad, one, make, states, now):
    path = make_path(beekstad, one, make("two"))

    assert states(path, AnonymousUser()) == ["now", "ahead"]
    journey = journey_of(path, AnonymousUser(), now=now, language="en")
    assert (journey.title, journey.done_count, journey.is_begun) == (
        "The way",
        0,
        False,
    )


def test_a_completion_moves_one_along_and_nothing_is_stored(
    beekstad, one, make, bob, alice, states, now
):
    two = make("two")
    path = make_path(beekstad, one, two)
    factories.make_completion(bob, one, DAY - timedelta(days=3))

    assert states(path, bob) == ["done", "now"]
    assert states(path, alice) == ["now", "ahead"]
    factories.make_completion(bob, two, DAY - timedelta(days=2))
    journey = journey_of(path, bob, now=now, language="en")
    assert (journey.is_complete, journey.done_count, journey.is_begun) == (
        True,
        2,
        True,
    )


def test_one_of_several_will_do(beekstad, one, make, bob, states):
    two, three = make("two"), make("three")
    path = make_path(beekstad, (one, two), three)
    factories.make_completion(bob, two, DAY - timedelta(days=3))

    assert states(path, bob) == ["done", "now"]


def test_what_counts_for_a_step_does_it(beekstad, one, make, bob, states):
    two, workshop = make("two"), make("workshop")
    path = make_path(beekstad, one, two)
    make_equivalents(one, workshop)
    factories.make_completion(bob, workshop, DAY - timedelta(days=3))

    assert states(path, bob) == ["done", "now"]


def test_an_optional_step_holds_nobody_up(beekstad, one, make, bob, states, now):
    two, three = make("two"), make("three")
    path = make_path(beekstad, one, two, three, optional=(2,))
    factories.make_completion(bob, one, DAY - timedelta(days=3))

    assert states(path, bob) == ["done", "optional", "now"]
    journey = journey_of(path, bob, now=now, language="en")
    assert [len(journey.needed), journey.done_count] == [2, 1]
    factories.make_completion(bob, two, DAY - timedelta(days=2))
    assert states(path, bob) == ["done", "done", "now"]


def test_a_step_may_come_before_the_course_is_there(beekstad, one, make, bob, now):
    draft = bare_course(beekstad, "draft", is_open=True)
    path = make_path(beekstad, draft, one)

    option = journey_of(path, bob, now=now, language="en").steps[0].favoured

    assert (option.title, option.minutes, option.languages) == ("draft", 0, ())
    with pytest.raises(DomainError, match="not been released"):
        enrol_in_next(path, bob, now=now, language="en")


def test_the_next_thing_is_what_was_begun_else_what_one_may_begin(
    beekstad, one, make, bob, now
):
    closed, two = make("closed", is_open=False), make("two")
    path = make_path(beekstad, (closed, one, two))
    step = journey_of(path, bob, now=now, language="en").next_step

    assert step.favoured.course == one
    assert [option.can_go for option in step.options] == [False, True, True]
    factories.make_enrolment(bob, two, DAY)
    step = journey_of(path, bob, now=now, language="en").next_step
    assert step.favoured.course == two


def test_enrolling_in_a_path_is_enrolling_in_its_next_course(
    beekstad, one, make, bob, now
):
    path = make_path(beekstad, one, make("two"))

    enrolment = enrol_in_next(path, bob, now=now, language="en")

    assert (enrolment.course, enrolment.user) == (one, bob)
    assert enrol_in_next(path, bob, now=now, language="en") == enrolment
    assert Enrolment.objects.count() == 1


def test_where_one_course_keeps_a_person_out_another_of_the_step_will_do(
    beekstad, one, make, bob, now
):
    first, before = make("first"), make("before")
    first.prerequisites.add(before)
    path = make_path(beekstad, (first, one))

    assert enrol_in_next(path, bob, now=now, language="en").course == one


def test_what_keeps_a_person_out_of_all_of_them_is_said(beekstad, one, make, bob, now):
    first, before = make("first"), make("before")
    first.prerequisites.add(before)
    path = make_path(beekstad, first)

    with pytest.raises(DomainError, match="Another course comes first"):
        enrol_in_next(path, bob, now=now, language="en")
    factories.make_completion(bob, first, DAY - timedelta(days=1))
    with pytest.raises(DomainError) as refused:
        enrol_in_next(path, bob, now=now, language="en")
    assert refused.value.code == "complete"


def test_a_journey_takes_the_same_queries_whatever_its_length(
    beekstad, one, make, bob, now, django_assert_num_queries
):
    short = make_path(beekstad, one)
    long = make_path(beekstad, *(make(f"c{n}") for n in range(30)), code="long")
    factories.make_completion(bob, one, DAY - timedelta(days=3))
    journey_of(short, bob, now=now, language="en")

    for path in (short, long):
        with django_assert_num_queries(5):
            journey_of(path, bob, now=now, language="en")


@pytest.fixture
def closed(make):
    return make("closed", is_open=False)


def titles(journey) -> list[str]:
    return [option.title for step in journey.steps for option in step.options]


def test_a_closed_course_is_named_to_those_who_may_see_it_alone(
    beekstad, one, closed, make, bob, charlie, now
):
    other = make("other", is_open=False)
    path = make_path(beekstad, (closed, one), other, code="mixed")
    for asked in (closed, other):
        factories.make_requirement(beekstad, asked)

    named = journey_of(path, bob, now=now, language="en")
    assert titles(named) == ["Course en", "Course en", "Course en"]
    for stranger in (charlie, AnonymousUser()):
        journey = journey_of(path, stranger, now=now, language="en")
        assert titles(journey) == [
            "A course by invitation",
            "Course en",
            "A course by invitation",
        ]
        hidden = journey.steps[1].options[0]
        assert (hidden.minutes, hidden.languages, hidden.can_go) == (0, (), False)
        assert journey.next_step.favoured.course == one


def test_a_course_nobody_may_see_is_called_what_it_is(beekstad, make, charlie, now):
    path = make_path(
        beekstad,
        make("closed", is_open=False),
        make("practice", is_open=False, is_practice=True),
        bare_course(beekstad, "draft"),
    )

    for stranger in (charlie, AnonymousUser()):
        assert titles(journey_of(path, stranger, now=now, language="en")) == [
            "A course by invitation",
            "A course to practise in",
            "A course that is not here yet",
        ]


def test_one_goes_to_what_has_a_page_for_one(beekstad, one, closed, make, bob, now):
    """What was done without being in it, such as elsewhere, has none."""
    asked, elsewhere = make("asked", is_open=False), make("elsewhere", is_open=False)
    factories.make_requirement(beekstad, asked)
    counting = make("counting")
    make_equivalents(elsewhere, counting)
    factories.make_completion(bob, counting, DAY - timedelta(days=1))
    draft = bare_course(beekstad, "draft", is_open=True)
    path = make_path(beekstad, (one, closed, asked), elsewhere, draft)

    journey = journey_of(path, bob, now=now, language="en")

    options = [option for step in journey.steps for option in step.options]
    assert [(o.course.code, o.access, o.is_named) for o in options] == [
        ("small", "open", True),
        ("closed", "invitation", False),
        ("asked", "admitted", True),
        ("elsewhere", "invitation", True),
        ("draft", "unreleased", True),
    ]
    assert [o.can_go for o in options] == [True, False, True, False, False]


def test_who_is_in_a_closed_course_or_did_it_reads_its_name(
    beekstad, closed, make, charlie, now
):
    done = make("done", is_open=False)
    factories.make_enrolment(charlie, closed, DAY)
    factories.make_completion(charlie, done, DAY - timedelta(days=1))
    path = make_path(beekstad, closed, done)

    journey = journey_of(path, charlie, now=now, language="en")

    assert titles(journey) == ["Course en", "Course en"]


def test_closed_courses_on_a_path_cost_as_much_as_one(
    beekstad, closed, make, bob, now, django_assert_num_queries
):
    factories.make_requirement(beekstad, closed)
    short = make_path(beekstad, closed)
    many = [make(f"closed-{n}", is_open=False) for n in range(30)]
    long = make_path(beekstad, *many, code="long")
    journey_of(short, bob, now=now, language="en")

    for path in (short, long):
        with django_assert_num_queries(9):
            journey_of(path, bob, now=now, language="en")


def test_paths_are_for_sectors(beekstad, one, make):
    everybody = make_path(beekstad, one)
    police = make_path(beekstad, make("two"), code="police")
    police.sectors.add(Sector.objects.get(pk="POL"))
    make_path(beekstad, make("three"), code="draft", is_published=False)

    assert paths_for(None) == [police, everybody]
    assert paths_for("POL") == [police, everybody]
    assert paths_for("EDU") == [everybody]


def test_the_paths_under_way_are_those_begun_and_not_arrived_at(beekstad, one, make):
    two, three = make("two"), make("three")
    make_path(beekstad, one, two, code="begun")
    make_path(beekstad, one, code="arrived")
    make_path(beekstad, three, code="elsewhere")
    make_path(beekstad, one, two, code="draft", is_published=False)
    schools = make_path(beekstad, one, three, code="schools")
    schools.sectors.add(Sector.objects.get(pk="EDU"))

    def found(sector):
        return [
            journey.path.code
            for journey in under_way(
                begun={one.pk: None},
                earned={one.pk: {DAY}},
                counting=counting_for([one.pk]),
                admitted=(),
                language="en",
                sector=sector,
            )
        ]

    assert found("POL") == ["begun"]
    assert sorted(found("EDU")) == ["begun", "schools"]
    assert (
        under_way(
            begun=(), earned={}, counting={}, admitted=(), language="en", sector="POL"
        )
        == []
    )


# --- The order of a path --------------------------------------------------------------


def test_a_path_puts_nothing_before_what_it_needs(beekstad, one, make):
    two = make("two")
    one.prerequisites.add(two)

    refuse_circular_path([(False, {two.pk}), (False, {one.pk})], day=DAY)
    with pytest.raises(DomainError, match="circle"):
        refuse_circular_path([(False, {one.pk}), (False, {two.pk})], day=DAY)


def test_what_is_optional_may_stand_anywhere_before(beekstad, one, make):
    two, three = make("two"), make("three")
    one.prerequisites.add(two)

    refuse_circular_path(
        [(False, {three.pk}), (True, {one.pk}), (False, {two.pk})], day=DAY
    )


def test_a_course_stands_for_one_step_alone(beekstad, one, make):
    two = make("two")
    make_equivalents(one, two)

    with pytest.raises(DomainError, match="circle"):
        refuse_circular_path([(False, {one.pk}), (False, {two.pk})], day=DAY)


def test_a_prerequisite_that_would_break_a_path_is_refused(beekstad, one, make):
    two = make("two")
    make_path(beekstad, one, two)

    refuse_circular_prerequisites(two, [one], day=DAY)
    with pytest.raises(DomainError, match="circle"):
        refuse_circular_prerequisites(one, [two], day=DAY)


def test_two_paths_may_order_the_same_courses_each_its_way(beekstad, one, make):
    two, three = make("two"), make("three")
    make_path(beekstad, one, two, code="there")
    make_path(beekstad, two, one, code="back")

    refuse_circular_prerequisites(three, [one, two], day=DAY)


def test_rows_of_one_number_are_one_step(beekstad, one, make):
    two, three = make("two"), make("three")
    make_path(beekstad, (one, two), three, optional=(2,))
    rows = list(PathCourse.objects.order_by("-number"))

    assert steps_in_order(rows) == [(False, {one.pk, two.pk}), (True, {three.pk})]
