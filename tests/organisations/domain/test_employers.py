"""Which body employs somebody."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations.domain.employers import employer_of, employers_of
from organisations.enums import Level
from organisations.models import Organisation
from tests.factories.organisations import OrganisationFactory

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


def test_of_none_there_is_none(db):
    assert employers_of([]) == {}


def test_one_query_answers_for_many(db, django_assert_num_queries):
    places = [OrganisationFactory() for _one in range(30)]
    with django_assert_num_queries(1):
        employers_of(places)
