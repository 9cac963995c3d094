from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.colours import contrast
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.looks import (
    NIGHT,
    SAND,
    Logo,
    Look,
    check_accent,
    set_look,
    stylesheet,
)
from organisations.domain.organisations import (
    NewOrganisation,
    create_organisation,
    move_organisation,
)
from organisations.enums import Role
from tests.factories import tracking as factories

PURPLE, GREEN = "#5b2a86", "#1d6b3a"
LOGO = Logo("images/logos/one.png", 200, 100)


@pytest.fixture
def desk(beekstad):
    return factories.make_department(beekstad, "desk", "Desk")


@pytest.fixture
def look(beekstad, alice, now):
    def look(organisation=beekstad, accent="", logo=None, actor=alice):
        return set_look(organisation, accent=accent, logo=logo, actor=actor, now=now)

    return look


def seen(organisation) -> Look:
    organisation.refresh_from_db()
    return Look.of(organisation)


def test_people_of_all_parts_see_it_where_they_have_none_of_their_own(
    look, beekstad, desk, valmont
):
    look(accent=PURPLE.upper(), logo=LOGO)
    assert seen(beekstad) == seen(desk) == Look(PURPLE, LOGO, "Beekstad")
    assert seen(valmont) == Look()

    look(desk, accent=GREEN)
    assert seen(desk) == Look(GREEN, LOGO, "Beekstad")
    look(accent="", logo=None)
    assert (seen(beekstad), seen(desk)) == (Look(), Look(GREEN))


def test_a_new_part_has_it_and_one_that_moves_has_that_of_its_new_place(
    look, beekstad, valmont, now
):
    look(accent=PURPLE)
    new = NewOrganisation("Youth", "youth", "DEP", "nl", parent=beekstad)
    youth = create_organisation(new, actor=None, now=now)
    assert seen(youth).accent == PURPLE

    move_organisation(youth, parent=valmont, actor=None, now=now)
    assert seen(youth) == Look()


@pytest.mark.parametrize("accent", ["red", "#12345", "#1234567", "123456"])
def test_what_is_no_colour_is_refused(look, accent):
    with pytest.raises(DomainError) as refused:
        look(accent=accent)
    assert refused.value.code == "no_colour"


def test_one_that_could_not_be_read_is_refused_with_the_reason(look):
    with pytest.raises(DomainError, match=r"is 4\.4, and 4\.5 is needed") as refused:
        look(accent="#777777")
    assert refused.value.code == "contrast"


def test_deputies_and_strangers_do_not_change_it(look, beekstad, bob, charlie, now):
    deputy = factories.make_member(
        beekstad, role=Role.DEPUTY, ends_on=now.date() + timedelta(days=9)
    )
    for actor in (bob, charlie, deputy):
        with pytest.raises(DomainError) as refused:
            look(accent=PURPLE, actor=actor)
        assert refused.value.code == "not_allowed"
    assert seen(beekstad) == Look()


def test_it_is_in_the_trail_once(look):
    look(accent=PURPLE, logo=LOGO)
    look(accent=PURPLE, logo=LOGO)
    (entry,) = AuditEntry.objects.filter(action="organisations.look_set")
    assert entry.data == {"accent": PURPLE, "logo": True}


def tokens(sheet: str) -> dict[str, tuple[str, str]]:
    found = {}
    for line in sheet.splitlines():
        if line.startswith("  --"):
            name, _colon, pair = line.strip(" -;").partition(": light-dark(")
            day, night = pair.rstrip(")").split(", ")
            found[name] = (day, night)
    return found


@given(st.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_whatever_colour_is_taken_all_text_in_it_and_on_it_can_be_read(colour):
    try:
        check_accent(colour)
    except DomainError:
        with pytest.raises(DomainError):
            stylesheet(colour)
        return
    found = tokens(stylesheet(colour))
    pairs = [
        *zip(found["on-accent"], found["accent"], strict=True),
        *zip(found["on-accent"], found["accent-hover"], strict=True),
        *zip(found["on-accent-soft"], found["accent-soft"], strict=True),
        *zip(found["accent-text"], (SAND, NIGHT), strict=True),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
