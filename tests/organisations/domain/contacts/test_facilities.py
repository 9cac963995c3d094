"""L4: what a body with facilities tells the public is in both of its languages, that of
the area first."""

import pytest

from lms.publishing import NotPublishableError, findings_of
from organisations.domain.contacts.directory import contacts_for
from organisations.enums import LanguageRegime, Level
from tests.factories.contacts import make_contact
from tests.factories.organisations import OrganisationFactory

BOTH = {
    "name_fr": "service fr",
    "purpose_nl": "Waarvoor",
    "purpose_fr": "Pour quoi",
    "purpose_en": "What for",
}


@pytest.fixture
def body(db):
    def make(regime: LanguageRegime, **more):
        return OrganisationFactory(
            name="Linkebeke", level=Level.MUNICIPALITY, language_regime=regime, **more
        )

    return make


def told(organisation, language: str) -> list[list[tuple[str, str, str]]]:
    return [
        [(words.language, words.name, words.purpose) for words in card.versions]
        for card in contacts_for(organisation, language)
    ]


NL = ("nl", "service nl", "Waarvoor")
FR = ("fr", "service fr", "Pour quoi")
EN = ("en", "service en", "What for")


@pytest.mark.parametrize(
    ("regime", "language", "versions"),
    [
        (LanguageRegime.FACILITIES_NL, "nl", [NL, FR]),
        (LanguageRegime.FACILITIES_NL, "fr", [NL, FR]),
        (LanguageRegime.FACILITIES_NL, "en", [NL, FR, EN]),
        (LanguageRegime.FACILITIES_NL, "de", [NL, FR]),
        (LanguageRegime.FACILITIES_FR, "nl", [FR, NL]),
        (LanguageRegime.NL, "fr", [FR]),
        (LanguageRegime.BRUSSELS, "fr", [FR]),
    ],
)
def test_a_body_with_facilities_tells_both_whoever_reads(
    body, regime, language, versions
):
    town = body(regime)
    make_contact(town, **BOTH)

    assert told(town, language) == [versions]


def test_the_contact_of_another_body_is_told_as_that_body_tells_it(body):
    town = body(LanguageRegime.FACILITIES_NL)
    federal = OrganisationFactory(
        level=Level.FEDERAL, language_regime=LanguageRegime.FEDERAL
    )
    make_contact(federal, **BOTH)

    assert told(town, "fr") == [[FR]]


@pytest.mark.parametrize(
    ("lacks", "place"),
    [
        ({"name_fr": ""}, "name_fr"),
        ({"name_nl": ""}, "name_nl"),
        ({"purpose_fr": ""}, "purpose_fr"),
    ],
)
def test_in_one_language_alone_it_is_not_published(body, lacks, place):
    town = body(LanguageRegime.FACILITIES_NL)

    with pytest.raises(NotPublishableError):
        make_contact(town, **(BOTH | lacks))

    draft = make_contact(town, **(BOTH | lacks), live=False)
    (finding,) = findings_of(draft)
    assert finding.place == place
    assert "Linkebeke tells the public everything in two languages." in finding.message


def test_what_it_is_for_may_be_left_out_in_both(body):
    town = body(LanguageRegime.FACILITIES_FR)

    assert make_contact(town, name_fr="service fr").live


def test_where_there_are_no_facilities_one_language_will_do(body):
    assert make_contact(body(LanguageRegime.NL)).live


def test_a_contact_of_before_the_rule_is_still_told(body):
    """It was published in one language alone, when that was not refused yet."""
    town = body(LanguageRegime.NL)
    make_contact(town)
    town.language_regime = LanguageRegime.FACILITIES_NL
    town.save()

    assert told(town, "fr") == [[("nl", "service nl", "")]]
