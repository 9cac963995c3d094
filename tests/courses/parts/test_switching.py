"""Changing language in the middle of a lesson keeps the place, and what was sent, in
every kind of part."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.models import ActivityProgress
from tests.factories.courses import make_course, standing
from tests.factories.exercises import question_body, stable
from tests.factories.organisations import OrganisationFactory
from tests.factories.parts import (
    accordion,
    add_parts,
    checklist,
    item_id,
    option_id,
    part_id,
    poll,
)

EXERCISES = ("dialogue", "decision_tree", "timeline", "card_sort")
OTHERS = ("accordion", "checklist", "poll")


def exercise_id(kind: str) -> str:
    return stable(f"switch-{kind}-block")


IDS = {kind: exercise_id(kind) for kind in EXERCISES} | {
    name: part_id(name) for name in OTHERS
}


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def exercise(kind: str):
        return lambda language: question_body(f"switch-{kind}", language, kind=kind)[0]

    def build():
        small = make_course(OrganisationFactory(name="Beekstad", code="beekstad"))
        blocks = (accordion(), checklist(), poll(), *map(exercise, EXERCISES))
        add_parts(small, *blocks)
        return small

    with standing(build, django_db_blocker) as small:
        yield small


@pytest.fixture
def change(browser):
    """Press the switch on a page; return where it leads."""

    def to(language: str, address: str):
        page = BeautifulSoup(browser.get(address).content, "html.parser")
        form = page.find(action=reverse("organisations:set_language"))
        return browser.post(
            form["action"],
            {"language": language, "next": form.find(attrs={"name": "next"})["value"]},
            follow=True,
        )

    return to


def block(page, name: str):
    return BeautifulSoup(page.content, "html.parser").find(id=f"b-{IDS[name]}")


@pytest.mark.parametrize("name", IDS)
def test_the_place_is_kept_in_the_middle_of_any_part(browser, at, change, name):
    lesson, anchor = at("play", "small-one"), f"b-{IDS[name]}"
    assert browser.post(at("seen", "small-one"), {"anchor": anchor}).status_code == 204

    for language in ("nl", "en"):
        page = change(language, lesson)

        assert page.redirect_chain[-1][0] == lesson
        found = BeautifulSoup(page.content, "html.parser")
        assert found.article["data-anchor"] == anchor
        assert found.article["lang"] == language
        assert len(found.find_all(id=anchor)) == 1
    assert ActivityProgress.objects.get().anchor == anchor


@pytest.mark.parametrize(
    ("name", "english", "dutch"),
    [
        ("dialogue", "At the street, Right", "At the street, Juist"),
        ("decision_tree", "Right do now", "Juist do now"),
    ],
)
def test_a_way_is_gone_on_with_in_the_other_language(
    browser, at, change, name, english, dutch
):
    ways = {"dialogue": "2", "decision_tree": "1"}
    walk = at("walk", "small-one", IDS[name], ways[name])
    assert english in block(browser.get(walk), name).text

    page = change("nl", walk)

    assert page.redirect_chain[-1][0] == walk
    assert dutch in block(page, name).find(attrs={"data-walk-now": True}).text


@pytest.mark.parametrize("name", ["timeline", "card_sort"])
def test_the_page_with_a_result_changes_language_at_the_same_exercise(
    browser, at, name
):
    check = at("check", "small-one", IDS[name])
    shown = browser.post(check, {})
    form = BeautifulSoup(shown.content, "html.parser").find(
        action=reverse("organisations:set_language")
    )

    page = browser.post(
        form["action"],
        {"language": "nl", "next": form.find(attrs={"name": "next"})["value"]},
        follow=True,
    )

    lesson = at("play", "small-one")
    assert page.redirect_chain[-1][0] == f"{lesson}#b-{IDS[name]}"
    assert f"Vraag switch-{name}?" in block(page, name).text


def test_a_tick_and_an_answer_stand_in_the_other_language(send, browser, at, change):
    send(browser, "checklist", item=item_id(1))
    send(browser, "poll", option=option_id(2))

    page = change("nl", at("play", "small-one"))

    assert [
        label.get_text(strip=True)
        for label in block(page, "checklist").find_all("label")
        if label.find("input", checked=True)
    ] == ["b step nl"]
    assert block(page, "poll").find("input", checked=True)["value"] == option_id(2)
    assert "Not sure nl" in block(page, "poll").text


def test_an_accordion_is_read_in_the_other_language(at, change):
    page = change("nl", at("play", "small-one"))

    assert "Questions nl: accordion" in block(page, "accordion").text
