"""What Wagtail's content checks look for in previews of what we write."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from courses.content_checks import NOWHERE, TextCheckerItem
from courses.domain.enrolment import enrol
from organisations.enums import Role
from tests.factories.facts import writer

# axe selects with the rule, and judges with the check of the same rule.
OURS = {
    "link-says-nowhere",
    "link-is-an-address",
    "recording-without-captions",
    "recording-without-transcript",
}


def configuration() -> dict:
    return TextCheckerItem().get_axe_configuration(None)


def pattern(check: str) -> re.Pattern:
    """The pattern of a check, as courses/content_checks.js reads it."""
    checks = {one["id"]: one for one in configuration()["spec"]["checks"]}
    return re.compile(checks[check]["options"]["pattern"], re.IGNORECASE)


def test_every_rule_of_ours_runs_and_says_what_is_wrong():
    told = configuration()
    rules = {rule["id"]: rule for rule in told["spec"]["rules"]}
    checks = {check["id"] for check in told["spec"]["checks"]}

    assert set(rules) >= OURS
    for name in OURS | {"image-alt", "heading-order", "empty-table-header"}:
        assert name in told["options"]["runOnly"]
        assert set(told["messages"][name]) == {"error_name", "help_text"}
    for rule in rules.values():
        assert set(rule.get("none", []) + rule.get("any", [])) <= checks
    # No search engine ever sees these pages.
    assert "empty-meta-description" not in told["options"]["runOnly"]
    assert told["context"]["include"] == ["main"]


@pytest.mark.parametrize("words", NOWHERE)
def test_words_that_lead_nowhere_are_found_however_they_are_written(words):
    found = pattern("check-says-where")
    for written in (words, words.upper(), f"  {words.capitalize()}… "):
        assert found.search(written)


@pytest.mark.parametrize(
    "words",
    ["The law of 8 August", "Hierarchie", "Meer over geheimhouding", "More on secrecy"],
)
def test_words_that_say_where_a_link_leads_are_not(words):
    assert not pattern("check-says-where").search(words)


@pytest.mark.parametrize(
    ("words", "is_address"),
    [
        ("https://example.org/a", True),
        (" www.example.org ", True),
        ("The law at www.example.org", False),
    ],
)
def test_a_bare_address_is_found(words, is_address):
    assert bool(pattern("check-is-no-address").search(words)) is is_address


@pytest.fixture
def author(client, beekstad):
    person = writer(beekstad, Role.AUTHOR, now=timezone.now())
    client.force_login(person)
    return person


def configured(page: str) -> dict:
    found = re.search(
        r'<script id="checker-axe-configuration" type="application/json">(.*?)</script>',
        page,
        re.DOTALL,
    )
    return json.loads(found[1])


def test_the_editor_and_the_preview_ask_the_same(client, author, small_course):
    lesson = small_course.lesson("small-one")
    names = ("wagtailadmin_pages:edit", "wagtailadmin_pages:view_draft")

    told = [
        configured(client.get(reverse(name, args=[lesson.pk])).text) for name in names
    ]

    assert told[0] == told[1]
    preview = client.get(reverse(names[1], args=[lesson.pk])).text
    script = Path(finders.find("courses/content_checks.js")).read_text()
    assert "courses/content_checks" in preview
    for check in ("check-says-where", "check-is-no-address"):
        assert f'"{check}"' in script
    assert set(told[0]["options"]["runOnly"]) >= OURS


def test_a_learner_gets_nothing_of_it(client, small_course, bob):
    enrol(bob, small_course.course, now=timezone.now())
    client.force_login(bob)
    key = small_course.key("small-one")

    page = client.get(reverse("courses:play", args=["small", key]))
    assert page.status_code == 200
    assert "wagtail-userbar" not in page.text
