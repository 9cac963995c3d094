"""Which body employs somebody."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations.domain.employers import (
    employer_of,
    employers_of,
    oversees_employer,
)
from organisations.enums import Level, Role
from organisations.models import Membership, Organisation
from tests.factories.organisations import OrganisationFactory, UserFactory

LEVELS = st.sampled_from([Level.DEPARTMENT, Level.MUNICIPALITY, Level.PROVINCE])


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chain=st.lists(LEVELS, min_size=1, max_size=5))
def test_for_many_the_employer_is_the_same_as_for_one(db, chain):
    places: list[Organisation] = []
    for level in chain:
        above = places[-1] if places else None
        places.append(OrganisationFactory(level=level, parent=above))
    assert employers_of(places) == {one.pk: employer_of(one).pk for one in places}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    tree=st.lists(st.tuples(LEVELS, st.integers(0, 5)), min_size=1, max_size=6),
    overseen=st.sets(st.integers(0, 5), max_size=2),
    role=st.sampled_from([Role.COORDINATOR, Role.AUDITOR, Role.LEARNER]),
)
def test_whose_people_are_read_is_the_same_for_all_as_for_one(db, tree, overseen, role):
    places: list[Organisation] = []
    for level, above in tree:
        parent = places[above % len(places)] if places else None
        places.append(OrganisationFactory(level=level, parent=parent))
    user = UserFactory()
    for one in {number % len(places) for number in overseen}:
        Membership.objects.create(
            user=user,
            organisation=places[one],
            role=role,
            starts_on=date(2020, 1, 1),
        )
    read = Organisation.objects.employing_for(user)
    assert set(read) == {one for one in places if oversees_employer(user, one)}


def test_of_none_there_is_none(db):
    assert employers_of([]) == {}


def test_one_query_answers_for_many(db, django_assert_num_queries):
    places = [OrganisationFactory() for _one in range(30)]
    with django_assert_num_queries(1):
        employers_of(places)
