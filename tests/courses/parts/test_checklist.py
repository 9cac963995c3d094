import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction

from courses.domain.enrolment import enrol
from courses.models import ChecklistTicks
from lms import personal_data
from tests.factories.parts import checklist, item_id, part_id

PARTS = (checklist(), checklist("second"))


def part(page, name: str = "checklist"):
    return BeautifulSoup(page.content, "html.parser").find(id=f"b-{part_id(name)}")


def ticked(page, name: str = "checklist") -> list[str]:
    return [one["value"] for one in part(page, name).find_all("input", checked=True)]


@pytest.fixture
def lesson(at):
    return at("play", "small-one")


def test_nothing_is_ticked_at_first(browser, lesson):
    page = browser.get(lesson)

    assert ticked(page) == []
    assert "0 of 3 done" in part(page).text
    assert "Kept for you" not in part(page).text
    assert part(page).legend.get_text(strip=True) == "Steps en: checklist"


def test_ticks_are_kept_with_how_far_one_is(browser, send, lesson):
    response = send(browser, "checklist", item=[item_id(0), item_id(2)])

    assert response["Location"] == f"{lesson}#b-{part_id('checklist')}"
    page = browser.get(lesson)
    assert ticked(page) == [item_id(0), item_id(2)]
    assert "2 of 3 done" in part(page).text
    assert "Kept for you" in part(page).text
    assert ticked(page, "second") == []


def test_they_are_the_same_in_the_other_language(browser, sign_in, bob, send, lesson):
    send(browser, "checklist", item=[item_id(1)])

    page = sign_in(bob, "nl").get(lesson)

    assert ticked(page) == [item_id(1)]
    assert "b step nl" in part(page).text


def test_all_can_be_taken_away_again(browser, send, lesson):
    send(browser, "checklist", item=[item_id(1)])
    send(browser, "checklist")

    assert ticked(browser.get(lesson)) == []
    assert ChecklistTicks.objects.get().ticked == []


def test_what_is_no_item_of_it_changes_nothing(browser, send, lesson):
    send(browser, "checklist", item=[item_id(1)])

    response = send(browser, "checklist", item=[item_id(0, "second")])

    assert response.status_code == 400
    assert "does not belong to this part" in part(response).text
    assert ticked(browser.get(lesson)) == [item_id(1)]


def test_nobody_else_meets_them(
    browser, sign_in, alice, small_course, send, lesson, now
):
    enrol(alice, small_course.course, now=now)
    send(browser, "checklist", item=[item_id(1)])
    hers = sign_in(alice)

    assert ticked(hers.get(lesson)) == []
    send(hers, "checklist", item=[item_id(2)])

    assert ticked(browser.get(lesson)) == [item_id(1)]


def test_they_are_in_ones_own_copy(browser, send, bob, charlie):
    send(browser, "checklist", item=[item_id(1)])

    (row,) = personal_data.export_person(bob)["courses.ChecklistTicks"]["rows"]
    assert (row["part"], row["ticked"]) == (part_id("checklist"), [item_id(1)])
    assert "courses.ChecklistTicks" not in personal_data.export_person(charlie)


def test_an_item_that_a_newer_edition_lacks_is_not_counted(
    browser, send, lesson, small_course, enrolment
):
    send(browser, "checklist", item=[item_id(0), item_id(2)])
    for language in ("en", "nl"):
        page = small_course.lesson("small-one", language)
        raw = list(page.body.raw_data)
        raw[-2]["value"]["items"] = raw[-2]["value"]["items"][:2]
        page.body = page.body.stream_block.to_python(raw)
        page.save()
    enrolment.edition = small_course.release()
    enrolment.save()

    assert "1 of 2 done" in part(browser.get(lesson)).text


def test_there_is_one_row_a_person_and_checklist(browser, send):
    send(browser, "checklist", item=[item_id(1)])
    row = ChecklistTicks.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_in_an_edition_from_before_it_is_a_list_to_read(
    browser, send, lesson, small_course, enrolment, monkeypatch
):
    from courses.domain import manifest

    with monkeypatch.context() as before:
        before.setattr(manifest, "PARTS", {})
        for language in ("en", "nl"):
            page = small_course.lesson("small-one", language)
            page.title = f"{page.title} again"
            page.save()
        enrolment.edition = small_course.release()
        enrolment.save()

    page = browser.get(lesson)

    assert part(page).name == "section"
    assert "a step en" in part(page).text
    assert send(browser, "checklist", item=[item_id(1)]).status_code == 404
