"""Organisations by the words that somebody types: two may have one name."""

import pytest

from lms.errors import DomainError
from organisations.domain.naming import labels_of, organisation_called
from organisations.models import Organisation
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def made(name, code, parent=None) -> Organisation:
    return OrganisationFactory(name=name, code=code, parent=parent)


@pytest.fixture
def namur():
    return made("Namur", "namur")


@pytest.fixture
def liege():
    return made("Liège", "liege")


@pytest.fixture
def two(namur, liege):
    """Two of one name, in two provinces."""
    return made("Saint-Éloi", "eloi-n", namur), made("Saint-Éloi", "eloi-l", liege)


def called(said) -> Organisation | None:
    return organisation_called(said, Organisation.objects.all())


def labels() -> dict:
    return labels_of(Organisation.objects.all())


def test_one_of_its_name_is_found_by_it_in_capitals_too(liege):
    for said in ("Liège", " liège ", "LIÈGE"):
        assert called(said) == liege
    assert labels() == {liege.pk: "Liège"}
    assert called("Luik") is None
    assert called(" ") is None


def test_of_two_of_one_name_none_is_taken_and_it_is_said_what_to_type(two):
    for said in ("Saint-Éloi", "saint-éloi"):
        with pytest.raises(DomainError) as problem:
            called(said)
        assert problem.value.code == "several"
        assert problem.value.message == (
            "Several organisations have the name “Saint-Éloi”. Write which one you "
            "mean: Saint-Éloi (Liège); Saint-Éloi (Namur)."
        )
    assert called("Saint-Éloi (Namur)") == two[0]
    assert called("saint-éloi  (liège)") == two[1]


def test_only_those_that_can_be_meant_count(two):
    rows = Organisation.objects.exclude(pk=two[0].pk)
    assert organisation_called("Saint-Éloi", rows) == two[1]
    assert labels_of(rows)[two[1].pk] == "Saint-Éloi"


def test_two_below_one_body_or_below_none_are_told_apart_by_their_codes(two, namur):
    third = made("saint-éloi", "eloi-n2", namur)
    top = made("Saint-Éloi", "eloi-top")
    assert labels() == {
        two[0].pk: "Saint-Éloi (eloi-n)",
        third.pk: "saint-éloi (eloi-n2)",
        two[1].pk: "Saint-Éloi (Liège)",
        top.pk: "Saint-Éloi (eloi-top)",
        namur.pk: "Namur",
        two[1].parent.pk: "Liège",
    }
    assert called("Saint-Éloi (eloi-top)") == top


def test_a_name_that_reads_as_the_label_of_another_is_not_mixed_up(two):
    third = made("Saint-Éloi (Namur)", "odd")
    assert labels()[two[0].pk] == "Saint-Éloi (eloi-n)"
    assert called("Saint-Éloi (Namur)") == third


def test_labels_stand_in_the_order_of_the_names(two, namur, liege):
    assert list(labels().values()) == [
        "Liège",
        "Namur",
        "Saint-Éloi (Liège)",
        "Saint-Éloi (Namur)",
    ]
