import pytest

from lms.publishing import NotPublishableError, findings_of
from tests.factories.contacts import make_contact

NEEDED = {
    "name_nl": {"name_en": "", "name_nl": ""},
    "phone": {"phone": ""},
    "source_title": {"source_title": ""},
    "verified_on": {"verified_on": None},
    "review_by": {"review_by": None},
}


@pytest.mark.parametrize(("place", "without"), NEEDED.items())
def test_a_contact_lacking_something_is_not_published(beekstad, place, without):
    with pytest.raises(NotPublishableError):
        make_contact(beekstad, **without)

    draft = make_contact(beekstad, live=False, **without)
    assert [finding.place for finding in findings_of(draft)] == [place]


def test_an_address_will_do_instead_of_a_number(beekstad):
    assert make_contact(beekstad, phone="", address="Markt 1").live


def test_nothing_of_a_private_person_is_published(beekstad):
    with pytest.raises(NotPublishableError) as refused:
        make_contact(beekstad, is_service=False)

    assert refused.value.message_dict == {
        "is_service": ["Only services may be published, never a private person."]
    }
