from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.domain.enrolment import enrol
from courses.domain.statements.accepting import accept
from courses.domain.statements.missing import (
    asked_of,
    lapsed_statements,
    missing_statements,
    waiting_for,
)
from courses.models import Statement, StatementAcceptance
from courses.signals import statement_accepted
from lms import personal_data
from lms.errors import DomainError
from lms.publishing import NotPublishableError
from tests.factories.courses import make_course, standing
from tests.factories.organisations import OrganisationFactory
from tests.factories.parts import add_parts, make_statement, part_id, statement

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    """Police are asked one thing, teachers another, and everybody a third."""

    def build():
        owner = OrganisationFactory(name="Beekstad", code="beekstad")
        small = make_course(owner)
        add_parts(
            small,
            statement(make_statement(owner)),
            statement(make_statement(owner, key="school", sectors=["EDU"]), "school"),
            statement(make_statement(owner, key="all", sectors=[]), "all"),
        )
        return small

    with standing(build, django_db_blocker) as small:
        yield small


def part(page, name: str = "secrecy"):
    return BeautifulSoup(page.content, "html.parser").find(id=f"b-{part_id(name)}")


def words(page, name: str = "secrecy") -> str:
    return part(page, name).find("button")["value"]


@pytest.fixture
def lesson(at):
    return at("play", "small-one")


@pytest.fixture
def accepted(browser, send, lesson):
    send(browser, "secrecy", accept=words(browser.get(lesson)))
    return StatementAcceptance.objects.get()


def test_one_sees_what_is_asked_of_ones_own_sector_and_of_all(browser, lesson):
    page = browser.get(lesson)

    assert "What secrecy asks en" in part(page).text
    assert "Version 1 of 15 January 2026" in part(page).get_text(" ", strip=True)
    assert "What all asks en" in part(page, "all").text
    assert part(page, "school") is None
    assert "What school asks" not in page.text


def test_a_sector_that_nothing_is_asked_of_sees_nothing(
    sign_in, alice, small_course, beekstad, now, at
):
    add_parts(
        small_course,
        statement(make_statement(beekstad, key="beat"), "beat"),
        slug="small-two",
    )
    enrol(alice, small_course.course, now=now)

    page = sign_in(alice).get(at("play", "small-two"))

    assert part(page, "beat") is None
    assert page.status_code == 200


def test_accepting_is_kept_with_the_day_the_version_the_words_and_the_language(
    sign_in, bob, enrolment, send, lesson, small_course
):
    browser = sign_in(bob, "nl")
    seen = words(browser.get(lesson))

    response = send(browser, "secrecy", accept=seen)

    assert response["Location"] == f"{lesson}#b-{part_id('secrecy')}"
    row = StatementAcceptance.objects.get()
    assert (row.user, row.enrolment, row.version) == (bob, enrolment, 1)
    assert row.edition == small_course.course.current_edition
    assert (row.words, row.language) == (seen, "nl")
    assert row.accepted_at <= timezone.now()


def test_the_page_says_when_it_was_accepted_in_every_language(
    browser, sign_in, bob, accepted, lesson
):
    for page in (browser.get(lesson), sign_in(bob, "nl").get(lesson)):
        assert part(page).button is None
        assert part(page).select_one(".part__state") is not None
        assert part(page, "all").button is not None


def test_accepting_twice_is_once(browser, accepted, send):
    send(browser, "secrecy", accept=accepted.words)

    assert StatementAcceptance.objects.get() == accepted


@pytest.mark.parametrize("given", [{}, {"accept": ""}, {"accept": "0" * 64}])
def test_other_words_than_those_on_the_page_are_not_accepted(browser, send, given):
    response = send(browser, "secrecy", **given)

    assert response.status_code == 400
    assert "This is not the text you had before you." in part(response).text
    assert not StatementAcceptance.objects.exists()


def test_what_is_asked_of_another_sector_cannot_be_accepted(
    browser, send, small_course, enrolment
):
    from courses.domain.manifest import blob_data, blob_hash

    edition = small_course.course.current_edition_id
    content = blob_data(blob_hash(edition, small_course.key("small-one"), "en"))
    theirs = next(s for s in content["segments"] if s["id"] == part_id("school"))

    response = send(browser, "school", accept=theirs["live"]["words"])

    assert response.status_code == 400
    assert not StatementAcceptance.objects.exists()
    script = send(browser, "school", script=True, accept="x")
    assert (script.status_code, script.text) == (400, "")


def test_what_somebody_accepted_is_never_changed_and_there_is_one(accepted):
    with pytest.raises(DomainError):
        accepted.save()
    accepted.pk, accepted._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        accepted.save()


def test_it_is_in_ones_own_copy_and_in_nobody_elses(accepted, bob, charlie):
    rows = personal_data.export_person(bob)["courses.StatementAcceptance"]["rows"]

    assert [row["statement_key"] for row in rows] == [accepted.statement_key]
    assert "courses.StatementAcceptance" not in personal_data.export_person(charlie)


# --- What is missing ----------------------------------------------------------------


def keys(found) -> list[str]:
    return [one.titles["en"] for one in found]


def test_what_an_edition_asks_follows_the_sector(small_course):
    edition = small_course.course.current_edition_id

    assert keys(asked_of(edition, "POL")) == [
        "Statement secrecy en",
        "Statement all en",
    ]
    assert keys(asked_of(edition, "EDU")) == ["Statement school en", "Statement all en"]
    assert keys(asked_of(edition, "MUN")) == ["Statement all en"]


def test_a_statement_has_a_title_in_every_language_or_the_nearest(small_course):
    one = asked_of(small_course.course.current_edition_id, "POL")[0]

    assert one.title_in("nl") == "Statement secrecy nl"
    assert one.title_in("fr") in one.titles.values()


def test_missing_is_what_was_not_accepted(enrolment, accepted):
    assert keys(missing_statements(enrolment, "POL")) == ["Statement all en"]
    assert keys(missing_statements(enrolment, "EDU")) == [
        "Statement school en",
        "Statement all en",
    ]


def test_an_edition_without_statements_waits_for_nothing(enrolment, small_course, now):
    for language in ("en", "nl"):
        page = small_course.lesson("small-one", language)
        page.body = page.body.stream_block.to_python(list(page.body.raw_data)[:-3])
        page.save()
    bare = small_course.release()

    waiting = waiting_for(enrolment, "POL", edition_id=bare.pk, now=now)

    assert not waiting
    assert (waiting.unaccepted, waiting.lapsed) == ([], [])


def test_a_text_that_only_speaks_of_a_statement_asks_nothing(small_course):
    page = small_course.lesson("small-two")
    raw = [*page.body.raw_data, {"type": "lead", "value": 'A "statement".', "id": "x"}]
    page.body = page.body.stream_block.to_python(raw)
    page.save()
    edition = small_course.release()

    assert len(asked_of(edition.pk, "POL")) == 2


def test_a_new_version_asks_again_and_a_correction_does_not(
    small_course, enrolment, accepted
):
    Statement.objects.filter(key="secrecy").update(text="<p>Corrected</p>")
    corrected = small_course.release()
    assert keys(missing_statements(enrolment, "POL", edition_id=corrected.pk)) == [
        "Statement all en"
    ]

    Statement.objects.filter(key="secrecy").update(version=2)
    anew = small_course.release()
    assert keys(missing_statements(enrolment, "POL", edition_id=anew.pk)) == [
        "Statement secrecy en",
        "Statement all en",
    ]
    # Who follows the edition they began is asked nothing new.
    assert keys(missing_statements(enrolment, "POL")) == ["Statement all en"]


@pytest.mark.parametrize(
    ("changes", "lapsed"),
    [
        ({}, []),
        ({"review_by": date(2026, 11, 21)}, []),
        ({"review_by": date(2026, 11, 20)}, ["Statement secrecy en"]),
        ({"live": False}, ["Statement secrecy en"]),
    ],
)
def test_a_statement_lapses_after_its_day_and_when_it_is_withdrawn(
    small_course, changes, lapsed
):
    if changes:
        Statement.objects.filter(key="secrecy").update(**changes)
    edition = small_course.course.current_edition_id

    assert keys(lapsed_statements(edition, "POL", now=NOW)) == lapsed
    assert lapsed_statements(edition, "EDU", now=NOW) == []


def test_one_of_a_statements_languages_can_be_withdrawn(small_course):
    Statement.objects.filter(key="secrecy", locale__language_code="nl").update(
        live=False
    )
    edition = small_course.course.current_edition_id

    assert lapsed_statements(edition, "POL", now=NOW) == []


def test_accepting_is_told_once_and_after_commit(
    small_course, enrolment, django_capture_on_commit_callbacks
):
    from courses.domain.manifest import blob_data, blob_hash

    edition = small_course.course.current_edition_id
    content = blob_data(blob_hash(edition, small_course.key("small-one"), "en"))
    asked = next(s for s in content["segments"] if s["id"] == part_id("secrecy"))
    told = []

    def hear(sender, acceptance_id, **kwargs):
        told.append(acceptance_id)

    statement_accepted.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        for _again in range(2):
            row = accept(asked["live"], enrolment=enrolment, language="en", now=NOW)
        assert told == []
    statement_accepted.disconnect(hear)

    assert told == [row.pk]


# --- The text -----------------------------------------------------------------------


def test_a_statement_without_a_text_does_not_go_live(beekstad):
    with pytest.raises(NotPublishableError):
        Statement.objects.create(
            owner=beekstad,
            key="bare",
            title="Bare",
            text="",
            dated=date(2026, 1, 1),
            review_by=date(2027, 1, 1),
            locale=Statement.objects.first().locale,
        )


@pytest.mark.parametrize("wrong", [{"review_by": date(2026, 1, 1)}, {"version": 0}])
def test_the_database_refuses_what_makes_no_sense(beekstad, wrong):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        make_statement(beekstad, key="odd", **{"dated": date(2026, 1, 1)} | wrong)
