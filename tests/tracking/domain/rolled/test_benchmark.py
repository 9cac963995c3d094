import pytest
from django.core.cache import cache
from django.utils import timezone

from organisations.enums import LanguageRegime, Role
from tests.factories import tracking as factories
from tests.factories.organisations import OrganisationFactory
from tests.factories.rolled import make_people
from tracking.domain.obligations import sweep
from tracking.domain.rolled.benchmark import Benchmark, benchmark_of, size_class


@pytest.fixture
def course(small_course):
    return small_course.course


def make_towns(course, held, *, size=10, **words):
    """Towns of which so many of `size` people hold it."""
    towns = []
    for met in held:
        town = OrganisationFactory(**words)
        factories.make_requirement(town, course)
        make_people(town, course, size=size, met=met)
        towns.append(town)
    sweep(timezone.now())
    cache.clear()
    return towns


def found(town, course):
    return benchmark_of(town, course, timezone.localdate())


def test_the_quartiles_of_five_others_and_ones_own(course):
    town, *_others = make_towns(course, (7, 2, 4, 6, 8, 10))

    assert found(town, course) == Benchmark(
        own=70, lower=40, median=60, upper=80, others=5, same_languages=True
    )


def test_beside_four_others_nothing_is_shown(course):
    town, *_others = make_towns(course, (7, 2, 4, 6, 8))

    assert found(town, course) is None


def test_others_are_of_the_same_level_and_size(course):
    town, *_others = make_towns(course, (7, 2, 4, 6, 8))
    make_towns(course, (3,), level="PZ")
    make_towns(course, (13,), size=26)
    make_towns(course, (3,), size=4)

    assert found(town, course) is None


def test_of_other_languages_only_where_too_few_are_of_the_same(course):
    town, *_others = make_towns(course, (7, 2, 2, 2, 2))
    make_towns(course, (8, 8), language_regime=LanguageRegime.FR)

    assert found(town, course).same_languages is False
    assert found(town, course).others == 6
    make_towns(course, (2,))
    assert (found(town, course).others, found(town, course).upper) == (5, 20)


def test_a_small_employer_is_compared_with_nobody(course):
    town = make_towns(course, (2,), size=4)[0]
    make_towns(course, (1, 2, 3, 3, 4), size=4)

    assert found(town, course) is None


def test_size_classes():
    assert [size_class(n) for n in (5, 24, 25, 99, 100, 300, 1000)] == [
        0,
        0,
        1,
        1,
        2,
        3,
        4,
    ]


def test_the_page_is_for_the_employer_alone(client, course, charlie):
    town, *_others = make_towns(course, (7, 2, 4, 6, 8, 10))
    address = f"/organisation/{town.code}/figures/benchmark/"
    client.force_login(charlie)
    assert client.get(address).status_code == 404
    client.force_login(factories.make_member(town, role=Role.COORDINATOR, sector="MUN"))
    page = client.get(address)

    assert page.context["found"].own == 70
    assert "Compared with 5 others" in page.content.decode()
