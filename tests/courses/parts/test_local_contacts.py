"""Whom the reader can call, where they work."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.blocks import LocalContactsBlock
from courses.seeding.problems import NotAllowedError
from courses.seeding.structures import STRUCTURES
from organisations.models import Membership
from tests.factories.contacts import hours, make_contact
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.parts import part_id


def contacts(name="contacts", kinds=()):
    def block(language: str) -> dict:
        value = {"introduction": f"Call {language}", "kinds": list(kinds)}
        return {"type": "local_contacts", "id": part_id(name), "value": value}

    return block


PARTS = (contacts(), contacts("police", ["police"]))


@pytest.fixture
def valley(db):
    """Another municipality, with a contact that is none of Beekstad's business."""
    valley = OrganisationFactory(name="Valley", code="valley")
    make_contact(valley, "of-valley")
    return valley


@pytest.fixture
def federal(db):
    federal = OrganisationFactory(name="Federal", code="federal", level="FED")
    make_contact(federal, "danger", kind="emergency", phone="112", is_always_open=True)
    return federal


def part(page, name="contacts"):
    assert page.status_code == 200
    return BeautifulSoup(page.content, "html.parser").select_one(f"#b-{part_id(name)}")


def names(page, name="contacts") -> list[str]:
    return [one.text for one in part(page, name).select(".contacts__name")]


def test_the_readers_own_municipality_answers_emergency_first(
    browser, at, beekstad, valley, federal
):
    make_contact(
        beekstad,
        "of-beekstad",
        hours=hours("0123456", "00:00", "00:00"),
        is_open_on_holidays=True,
        speaks=["nl"],
        address="Markt 1",
    )
    make_contact(beekstad, "of-police", kind="police")

    page = browser.get(at("play", "small-one"))

    shown = part(page)
    assert names(page) == ["danger en", "of-beekstad en", "of-police en"]
    assert [a["href"] for a in shown.select(".contacts__phone")] == [
        "tel:112",
        "tel:+3225550120",
        "tel:+3225550120",
    ]
    for words in ("Call en", "Beekstad", "Open today until 00:00", "Nederlands"):
        assert words in shown.text
    assert "Last verified on 3 November 2026" in shown.text
    assert names(page, "police") == ["of-police en"]


def test_an_edition_stays_and_the_number_follows(browser, at, beekstad):
    contact = make_contact(beekstad, "of-beekstad")
    contact.phone = "+32 2 555 99 99"
    contact.save()

    assert "+32 2 555 99 99" in part(browser.get(at("play", "small-one"))).text


def test_a_dutch_reader_reads_dutch(sign_in, bob, enrolment, at, beekstad):
    make_contact(beekstad, "of-beekstad")

    page = sign_in(bob, "nl").get(at("play", "small-one"))

    assert names(page) == ["of-beekstad nl"]
    assert "Call nl" in part(page).text
    assert "Bij jou in de buurt" in part(page).text


def test_who_works_in_several_places_gets_all_and_whose_each_is(
    browser, at, bob, beekstad, valley
):
    make_contact(beekstad, "of-beekstad")
    MembershipFactory(user=bob, organisation=valley)

    page = browser.get(at("play", "small-one"))

    assert names(page) == ["of-beekstad en", "of-valley en"]
    rows = part(page).select(".contacts__row")
    assert ["Valley" in row.text for row in rows] == [False, True]


def test_without_a_contact_it_says_what_to_do(browser, at, beekstad, valley, federal):
    page = browser.get(at("play", "small-one"))

    assert names(page) == ["danger en"]
    assert "Beekstad has no contacts here yet." in part(page).text


def test_who_has_no_organisation_is_led_to_the_profile(
    browser, at, bob, valley, federal
):
    Membership.objects.filter(user=bob).delete()

    page = browser.get(at("play", "small-one"))

    assert names(page) == ["danger en"]
    assert "Say in your profile where you work" in part(page).text


def test_two_queries_whatever_their_number(browser, at, beekstad):
    def queries() -> int:
        browser.get(at("play", "small-one"))
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(at("play", "small-one")).status_code == 200
        return len(captured)

    make_contact(beekstad, "first")
    one = queries()
    for number in range(12):
        make_contact(beekstad, f"more-{number}")

    assert queries() == one <= 12


def test_authors_see_what_it_will_be():
    block = LocalContactsBlock()

    shown = block.render(block.to_python(block.meta.preview_value))

    assert "Each reader finds the contacts" in shown


@pytest.mark.parametrize(
    ("html", "argument", "value"),
    [
        ("", "", {"introduction": "", "kinds": []}),
        (
            "<p>Call</p>",
            "police ngo",
            {"introduction": "Call", "kinds": ["police", "ngo"]},
        ),
    ],
)
def test_it_is_read_from_starter_files(html, argument, value):
    assert STRUCTURES["local_contacts"](html, argument, None) == value


@pytest.mark.parametrize(
    ("html", "argument"), [("<p>a</p><p>b</p>", ""), ("<ul></ul>", ""), ("", "friend")]
)
def test_anything_else_in_starter_files_is_refused(html, argument):
    with pytest.raises(NotAllowedError):
        STRUCTURES["local_contacts"](html, argument, None)


def test_a_lesson_tells_a_body_with_facilities_in_both_languages_of_the_area(
    sign_in, bob, enrolment, at, beekstad
):
    """L4; who reads French sees Dutch first all the same."""
    beekstad.language_regime = "nl+f"
    beekstad.save()
    make_contact(
        beekstad, name_fr="Guichet", purpose_nl="Vragen", purpose_fr="Questions"
    )

    page = sign_in(bob, "fr").get(at("play", "small-one"))

    row = part(page).select_one(".contacts__row")
    assert [
        (one["lang"], one.text) for one in row.select(".contacts__what [lang]")
    ] == [
        ("nl", "service nl"),
        ("nl", "Vragen"),
        ("fr", "Guichet"),
        ("fr", "Questions"),
    ]
