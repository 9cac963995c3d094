from datetime import UTC, date, datetime, time, timedelta

import pytest

from organisations.domain.contacts.directory import (
    Words,
    contacts_for,
    last_verified,
    training_contact,
)
from organisations.enums import LanguageRegime, Level
from tests.factories.contacts import hours, make_contact
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)


@pytest.fixture
def tree(db):
    """A department of a municipality of a province; a police zone beside it."""
    province = OrganisationFactory(name="Waterkant", level=Level.PROVINCE)
    town = OrganisationFactory(name="Beekstad", parent=province)
    desks = OrganisationFactory(name="Desks", level=Level.DEPARTMENT, parent=town)
    zone = OrganisationFactory(name="Zone", level=Level.POLICE_ZONE, parent=province)
    federal = OrganisationFactory(name="Federal", level=Level.FEDERAL)
    return {
        "province": province,
        "town": town,
        "desks": desks,
        "zone": zone,
        "federal": federal,
    }


SATURDAY = datetime(2026, 11, 21, 9, tzinfo=UTC)


def keys(organisation, **more) -> list[str]:
    return [card.contact.key for card in contacts_for(organisation, "en", **more)]


def test_emergency_comes_first_then_the_nearest(tree):
    for name in ("province", "desks", "town"):
        make_contact(tree[name], f"of-{name}")
    make_contact(tree["zone"], "of-zone", also_for=[tree["town"]], kind="police")
    make_contact(tree["federal"], "of-federal")
    make_contact(tree["federal"], "danger", kind="emergency")

    assert keys(tree["desks"]) == [
        "danger",
        "of-desks",
        "of-town",
        "of-zone",
        "of-province",
        "of-federal",
    ]
    assert keys(tree["desks"], kinds=["police", "emergency"]) == ["danger", "of-zone"]


def test_a_zone_is_there_for_each_municipality_that_it_covers(tree, valmont):
    neighbour = OrganisationFactory(name="Neighbour", parent=tree["province"])
    tree["zone"].serves.set([tree["town"], neighbour])
    make_contact(tree["zone"], "of-zone", kind="police")
    make_contact(tree["province"], "of-province")

    # Also for who works in a part of one of them.
    assert keys(tree["desks"]) == keys(neighbour) == ["of-zone", "of-province"]
    assert keys(valmont) == []
    # Being covered is no way into the zone, nor the other way round.
    make_contact(tree["town"], "of-town")
    assert keys(tree["zone"]) == ["of-zone", "of-province"]
    tree["zone"].is_active = False
    tree["zone"].save()
    assert keys(neighbour) == ["of-province"]


def test_nobody_gets_the_contacts_of_another_municipality(tree, valmont):
    make_contact(valmont, "of-valmont")
    make_contact(tree["desks"], "of-desks")
    make_contact(tree["federal"], "of-federal")

    assert keys(tree["town"]) == ["of-federal"]
    assert keys(valmont) == ["of-valmont", "of-federal"]
    assert keys(None) == ["of-federal"]


def test_an_unpublished_contact_is_not_there(tree):
    make_contact(tree["town"], "draft", live=False)

    assert keys(tree["town"]) == []


def test_one_query_whatever_their_number(tree, django_assert_num_queries):
    for number in range(12):
        make_contact(tree["town"], f"of-town-{number}", also_for=[tree["desks"]])

    with django_assert_num_queries(1):
        cards = contacts_for(tree["desks"], "en")
    assert len(cards) == 12


def test_words_fall_back_to_the_languages_of_the_organisation(valmont):
    valmont.language_regime = LanguageRegime.BRUSSELS
    make_contact(valmont, name_en="", name_nl="Dienst", name_fr="", purpose_nl="Vragen")
    make_contact(
        valmont, "french", name_en="", name_nl="N", name_fr="F", purpose_fr="Q"
    )

    first, second = sorted(contacts_for(valmont, "fr"), key=lambda c: c.contact.key)

    assert first.versions == (Words("F", "Q", "fr"),)
    assert second.versions == (Words("Dienst", "Vragen", "nl"),)


def test_a_card_says_how_to_reach_it(beekstad):
    make_contact(
        beekstad,
        phone="+32 (0)2 555.01",
        speaks=["nl", "de"],
        hours=hours("01234", "09:00", "17:00"),
    )

    (card,) = contacts_for(beekstad, "en")

    assert card.dial == "+320255501"
    assert card.spoken == ["Nederlands", "Deutsch"]
    assert card.weekly_hours == [("Monday to Friday", time(9), time(17))]
    assert card.level == Level.MUNICIPALITY
    assert not card.opening(now=SATURDAY).is_open
    assert not card.is_emergency


def test_the_oldest_check_is_what_counts(beekstad):
    make_contact(
        beekstad, "old", verified_on=date(2026, 2, 1), review_by=date(2026, 11, 20)
    )
    make_contact(beekstad, "new", verified_on=date(2026, 10, 1))

    cards = contacts_for(beekstad, "en")

    assert last_verified(cards) == date(2026, 2, 1)
    assert last_verified([]) is None
    overdue = {card.contact.key for card in cards if card.is_overdue(now=SATURDAY)}
    assert overdue == {"old"}
    on_the_day = SATURDAY - timedelta(days=1)
    assert not any(card.is_overdue(now=on_the_day) for card in cards)


def test_whom_to_ask_about_training_is_at_work_else_at_the_owner_of_the_course(
    tree, valmont
):
    asks = UserFactory()
    MembershipFactory(user=asks, organisation=tree["desks"], starts_on=date(2026, 1, 1))

    def key():
        card = training_contact(asks, valmont, "en")
        return card and card.contact.key

    make_contact(tree["town"], "help")
    assert key() is None
    make_contact(tree["federal"], "of-federal", kind="training")
    assert key() == "of-federal"
    make_contact(valmont, "of-owner", kind="training")
    assert key() == "of-owner"
    make_contact(tree["province"], "of-province", kind="training")
    make_contact(tree["town"], "of-town", kind="training")
    assert key() == "of-town"
    # These are no numbers for help.
    assert keys(tree["town"]) == ["help"]
