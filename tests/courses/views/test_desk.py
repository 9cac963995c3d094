"""The first page of the content admin, and the list of drafts."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.views import desk as views
from organisations.enums import Role
from tests.factories.facts import english_fact, writer

HOME, DRAFTS = "/cms/", reverse("desk_drafts")


@pytest.fixture
def author(small_course, beekstad):
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def reviewer(small_course, beekstad):
    return writer(beekstad, Role.REVIEWER, now=timezone.now())


@pytest.fixture
def draft(author, beekstad):
    fact = english_fact(beekstad, live=False, text="Only a draft")
    fact.save_revision(user=author)
    return fact


def page_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(response) -> list[str]:
    return [cell.a.text for cell in page_of(response).select("tbody td.title")]


def test_the_desk_stands_first_with_what_waits(sign_in, author, draft):
    page = page_of(sign_in(author).get(HOME))

    rows = page.select("#desk-section tbody tr") or page.select("table tbody tr")
    assert [row.select("td")[-1].text for row in rows][:1] == ["1"]
    assert page.find("a", string="My drafts")["href"] == DRAFTS
    assert "None" in page.text


def test_drafts_are_one_s_own_unless_asked_for_others(sign_in, author, reviewer, draft):
    assert titles(sign_in(author).get(DRAFTS)) == ["Only a draft"]
    browser = sign_in(reviewer)
    assert titles(browser.get(DRAFTS)) == []
    assert titles(browser.get(DRAFTS, {"whose": "everybody"})) == ["Only a draft"]


def test_the_list_is_narrowed(sign_in, author, draft):
    browser = sign_in(author)

    assert titles(browser.get(DRAFTS, {"kind": "courses.fact"})) == ["Only a draft"]
    empty = browser.get(DRAFTS, {"kind": "courses.vignette"})
    assert "There is no such draft." in empty.text
    # A word that is no choice narrows nothing.
    assert titles(browser.get(DRAFTS, {"language": "xx"})) == ["Only a draft"]


def test_an_empty_list_says_what_would_be_in_it(sign_in, reviewer):
    assert "No draft waits." in sign_in(reviewer).get(DRAFTS).text


def test_others_find_no_draft_of_ours(sign_in, valmont, draft):
    stranger = writer(valmont, Role.PROGRAMME_OWNER, now=timezone.now())

    answer = sign_in(stranger).get(DRAFTS, {"whose": "everybody"})
    assert titles(answer) == []
    assert "Only a draft" not in answer.text


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_learners_and_coordinators_find_no_desk(who, request, sign_in, draft):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(DRAFTS).status_code == 404
    assert browser.get(HOME).status_code == 404


def test_a_long_list_has_pages_that_keep_the_choice(
    sign_in, author, draft, beekstad, monkeypatch
):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    for number in range(3):
        english_fact(beekstad, key=f"f{number}", live=False).save_revision(user=author)
    browser = sign_in(author)

    page = page_of(browser.get(DRAFTS, {"kind": "courses.fact"}))
    assert len(page.select("tbody td.title")) == 2
    following = page.select_one(".next a")["href"]
    assert "kind=courses.fact" in following
    assert "p=2" in following
