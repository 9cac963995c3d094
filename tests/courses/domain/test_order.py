from datetime import date

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.order import (
    Order,
    in_words,
    refuse_circular_equivalents,
    refuse_circular_prerequisites,
)
from courses.models import Course, Equivalent
from lms.errors import DomainError
from tests.factories.courses import make_course
from tests.factories.equivalents import bare_course, make_equivalents

DAY = date(2026, 11, 21)


@pytest.fixture
def courses(beekstad):
    """Four courses, none of which comes before another."""
    return [bare_course(beekstad, code) for code in ("one", "two", "three", "four")]


# --- Pure -----------------------------------------------------------------------------


def test_a_chain_is_no_circle():
    assert Order({1: {2}, 2: {3}, 3: {4}}).circle() == []


def test_two_ways_to_the_same_course_are_no_circle():
    assert Order({1: {2, 3}, 2: {4}, 3: {4}}).circle() == []


def test_a_course_that_needs_itself_is_a_circle():
    assert Order({1: {1}}).circle() == [(1, 1)]


def test_an_indirect_circle_is_told_need_by_need():
    assert Order({9: {1}, 1: {2}, 2: {3}, 3: {1}}).circle() == [(1, 2), (2, 3), (3, 1)]


def test_a_need_of_a_course_that_counts_for_the_same_is_a_circle():
    assert Order({1: {2}}, [{1, 2}]).circle() == [(1, 2)]
    assert Order({1: {2}, 3: {4}}, [{2, 3}, {4, 1}]).circle() == [(1, 2), (3, 4)]


def test_what_counts_for_each_other_in_two_groups_is_one():
    assert Order({1: {3}}, [{1, 2}, {2, 3}]).circle() == [(1, 3)]
    assert Order({1: {4}}, [{1, 2}, {2, 3}]).circle() == []


NODES = st.integers(min_value=0, max_value=7)


def _reaches(order: Order) -> set[tuple[int, int]]:
    """Slow and plain: which course leads to which, over needs and likeness."""
    alike = {(a, b) for group in order.alike for a in group for b in group}
    direct = {(a, b) for a, before in order.needs.items() for b in before}
    nodes = {node for pair in direct | alike for node in pair}
    same = alike | {(node, node) for node in nodes}
    for middle in nodes:
        same |= {
            (a, b) for a in nodes for b in nodes if {(a, middle), (middle, b)} <= same
        }
    steps = {(a, d) for a, b in same for c, d in direct if b == c}
    steps = {(a, c) for a, b in steps for d, c in same if b == d}
    for middle in nodes:
        steps |= {
            (a, b) for a in nodes for b in nodes if {(a, middle), (middle, b)} <= steps
        }
    return steps


@given(
    st.dictionaries(NODES, st.sets(NODES, max_size=4), max_size=8),
    st.lists(st.sets(NODES, min_size=2, max_size=3), max_size=3),
)
def test_a_circle_is_found_exactly_when_a_course_leads_to_itself(needs, alike):
    order = Order(needs, alike)

    circle = order.circle()

    assert bool(circle) == any(a == b for a, b in _reaches(order))
    for need in circle:
        assert need[1] in needs[need[0]]


# --- In the database ------------------------------------------------------------------


def test_a_prerequisite_that_comes_after_is_refused_by_name(courses):
    one, two, three, _four = courses
    two.prerequisites.add(three)
    three.prerequisites.add(one)

    with pytest.raises(DomainError) as refused, transaction.atomic():
        one.prerequisites.add(two)

    assert refused.value.code == "circle"
    assert refused.value.message == (
        "This goes round in a circle: “one” → “two” → “three” → “one”. "
        "Nobody could ever begin."
    )
    assert list(one.prerequisites.all()) == []


def test_a_course_never_comes_before_itself(courses):
    with pytest.raises(DomainError, match="“one” → “one”"):
        courses[0].prerequisites.add(courses[0])


def test_from_the_other_side_it_is_refused_as_well(courses):
    one, two, *_ = courses
    one.prerequisites.add(two)

    with pytest.raises(DomainError, match="circle"), transaction.atomic():
        one.opens.add(two)

    assert list(two.prerequisites.all()) == []


def test_a_circle_by_way_of_an_equivalent_is_refused(courses):
    one, two, three, _four = courses
    make_equivalents(two, three)
    three.prerequisites.add(one)

    with pytest.raises(DomainError) as refused:
        one.prerequisites.add(two)

    assert "“one” → “two” = “three” → “one”." in refused.value.message


def test_what_no_longer_counts_makes_no_circle(courses):
    one, two, three, _four = courses
    make_equivalents(two, three, ends_on=date(2021, 1, 1))
    three.prerequisites.add(one)

    one.prerequisites.add(two)

    assert list(one.prerequisites.all()) == [two]


def test_courses_of_which_one_needs_the_other_never_count_for_each_other(courses):
    one, two, three, _four = courses
    one.prerequisites.add(two)
    group = make_equivalents(one, three)

    with pytest.raises(DomainError, match="“one” → “two” = “one”"):
        Equivalent.objects.create(group=group, course=two, starts_on=DAY)

    past = Equivalent(
        group=group, course=two, starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1)
    )
    past.save()
    assert group.members.count() == 3


def test_the_question_alone_changes_nothing(courses):
    one, two, three, _four = courses
    two.prerequisites.add(one)

    with pytest.raises(DomainError, match="circle"):
        refuse_circular_prerequisites(one, [two, three], day=DAY)
    refuse_circular_prerequisites(one, [three], day=DAY)
    refuse_circular_prerequisites(Course(code="new"), [two], day=DAY)
    with pytest.raises(DomainError, match="circle"):
        refuse_circular_equivalents([one, two], day=DAY)
    refuse_circular_equivalents([one, three], day=DAY)

    assert list(one.prerequisites.all()) == []


def test_the_message_names_courses_by_their_titles(beekstad):
    small = make_course(beekstad)
    small.release()

    assert in_words([(small.course.pk, small.course.pk)]) == (
        "“Course en” → “Course en”"
    )


EDITS = st.lists(
    st.tuples(st.sampled_from(["needs", "drop", "alike"]), st.permutations(range(4))),
    max_size=12,
)


@given(EDITS)
def test_no_history_of_edits_ends_in_a_circle(edits):
    """Each edit is tried the way the database is asked, and kept unless refused."""
    needs, alike = {}, []
    for kind, (one, two, *_rest) in edits:
        tried, groups = {k: set(v) for k, v in needs.items()}, list(alike)
        if kind == "needs":
            tried.setdefault(one, set()).add(two)
        elif kind == "drop":
            tried.get(one, set()).discard(two)
        else:
            groups.append({one, two})
        if not Order(tried, groups).circle():
            needs, alike = tried, groups
        assert not any(a == b for a, b in _reaches(Order(needs, alike)))
