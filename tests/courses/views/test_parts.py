"""What the player does with live parts, whatever their kind."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.domain import player
from courses.models import Reflection
from tests.factories.courses import make_course, standing
from tests.factories.exercises import stable
from tests.factories.organisations import OrganisationFactory
from tests.factories.parts import (
    add_parts,
    checklist,
    make_statement,
    part_id,
    poll,
    reflection,
    statement,
)

PART = part_id("reflection")


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def build():
        small = make_course(OrganisationFactory(name="Beekstad", code="beekstad"))
        add_parts(small, reflection())
        return small

    with standing(build, django_db_blocker) as small:
        yield small


def files_of(page) -> set[str]:
    soup = BeautifulSoup(page.content, "html.parser")
    found = [tag["src"] for tag in soup.find_all("script", src=True)]
    found += [tag["href"] for tag in soup.find_all("link", rel="stylesheet")]
    return {name.rpartition("/")[2].partition(".")[0] for name in found}


def test_the_files_of_a_part_come_only_with_one(browser, at):
    bare, with_part = (
        browser.get(at("play", slug)) for slug in ("small-two", "small-one")
    )

    assert files_of(with_part) - files_of(bare) == {"parts"}
    assert len(BeautifulSoup(with_part.content, "html.parser").select("script")) == (
        len(BeautifulSoup(bare.content, "html.parser").select("script")) + 1
    )


def test_files_are_named_once_and_in_order():
    files = {"poll": "b.js", "timeline": "a.js", "reflection": "b.js"}

    assert player.files_for(["poll", "reflection", "timeline", "prose"], files) == [
        "a.js",
        "b.js",
    ]


def test_a_script_gets_the_part_alone_and_knows_it_by_the_header(browser, at):
    address = at("part", "small-one", PART)
    headers = {"X-Relay-Fragment": "1"}

    kept = browser.post(address, {"text": "Mine"}, headers=headers)
    refused = browser.post(address, {"text": ""}, headers=headers)

    assert (kept.status_code, refused.status_code) == (200, 400)
    assert kept["X-Relay-Fragment"] == refused["X-Relay-Fragment"] == "1"
    assert "<html" not in kept.text
    assert "<form" not in kept.text
    assert "Mine" in kept.text
    assert "There is nothing to keep yet" in refused.text


def test_the_page_that_says_no_loaded_again_is_the_lesson(browser, at):
    response = browser.get(at("part", "small-one", PART))

    assert response["Location"] == f"{at('play', 'small-one')}#b-{PART}"


def test_signed_out_leads_to_sign_in_and_back_to_the_lesson(client, at, enrolment):
    response = client.post(at("part", "small-one", PART), {"text": "Mine"})

    lesson = at("play", "small-one")
    assert response["Location"] == f"{reverse('account_login')}?next={lesson}"
    assert not Reflection.objects.exists()


def test_who_is_not_in_the_course_is_led_to_it(sign_in, charlie, at, enrolment):
    response = sign_in(charlie).post(at("part", "small-one", PART), {"text": "Mine"})

    assert response["Location"] == reverse("courses:course", args=["small"])
    assert not Reflection.objects.exists()


def test_a_part_is_not_there_under_another_activity(browser, at):
    for slug, status in (("small-two", 404), ("small-quiz", 404)):
        response = browser.post(at("part", slug, PART), {"text": "Mine"})
        assert response.status_code == status
    assert browser.post(at("part", "small-one", stable("x"))).status_code == 404
    assert not Reflection.objects.exists()


def test_a_page_with_all_kinds_keeps_the_budget_of_queries(
    browser, at, small_course, enrolment, django_assert_max_num_queries
):
    owner = small_course.course.owner
    enrolment.edition = add_parts(
        small_course, poll(), checklist(), statement(make_statement(owner))
    )
    enrolment.save()
    address = at("play", "small-one")
    browser.post(at("part", "small-one", PART), {"text": "Mine"})
    page = browser.get(address)
    for kind in ("reflection", "poll", "checklist", "statement"):
        assert f"part part--{kind}" in page.text

    with django_assert_max_num_queries(12):
        browser.get(address)
