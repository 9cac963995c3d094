"""Releasing from the content admin: put together, looked at, released."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.domain.editions.preparing import ask_for_preparation
from courses.domain.enrolment import enrol
from courses.enums import PreparationState
from courses.models import Course, Edition, Preparation, TranslationAct
from organisations.enums import Role
from organisations.models import Membership
from tests.factories.courses import locale, make_course
from tests.factories.facts import writer
from tests.factories.organisations import UserFactory
from tests.factories.reviewing import reviewed


@pytest.fixture
def now():
    """The real moment: the admin reads the clock."""
    return timezone.now()


@pytest.fixture
def small(beekstad):
    return make_course(beekstad, code="fresh", bank_size=2)


@pytest.fixture
def owner(client, beekstad, now):
    person = writer(beekstad, Role.PROGRAMME_OWNER, now=now)
    client.force_login(person)
    return person


def at(name: str, small) -> str:
    return reverse(name, args=[small.course.pk])


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def prepared(client, small) -> dict:
    """What the form sends for what is put together now."""
    client.post(at("course_prepare", small))
    preparation = Preparation.objects.get(course=small.course)
    return {"preparation": preparation.pk, "significance": "minor"}


def test_before_it_is_put_together_there_is_nothing_to_release(client, small, owner):
    page = page_of(client.get(at("course_release", small)))

    assert "Put the next edition together" in page.text
    assert not page.select("input[name=preparation]")
    client.post(at("course_release", small), {"significance": "minor"})
    assert not small.course.editions.exists()


@pytest.mark.parametrize(("is_focused", "said"), [(True, False), (False, True)])
def test_the_balance_of_cases_is_asked_of_a_core_course_alone(
    client, small, owner, is_focused, said
):
    Course.objects.filter(pk=small.course.pk).update(is_focused=is_focused)

    text = page_of(client.get(at("course_release", small))).text

    assert ("The cases in this course are out of balance" in text) is said


def test_while_it_is_put_together_one_sees_how_far_it_is(client, small, owner, now):
    Preparation.objects.create(
        course=small.course,
        asked_at=now,
        heard_at=now,
        language="en",
        done=30,
        total=480,
    )

    page = page_of(client.get(at("course_release", small)))
    told = client.get(at("course_preparation", small)).json()

    assert page.select_one("progress")["value"] == "30"
    assert page.select_one("[data-progress]")["data-progress"] == at(
        "course_preparation", small
    )
    assert told == {
        "isUnderWay": True,
        "done": 30,
        "total": 480,
        "words": "30 of 480 put together",
    }


def test_before_its_first_step_it_does_not_say_none_of_none(client, small, owner, now):
    Preparation.objects.create(
        course=small.course, asked_at=now, heard_at=now, language="en"
    )

    page = page_of(client.get(at("course_release", small)))
    told = client.get(at("course_preparation", small)).json()

    assert page.select_one("[data-progress-words]").text == "It begins in a moment."
    assert told["words"] == "It begins in a moment."


def test_without_one_nothing_is_under_way(client, small, owner):
    assert client.get(at("course_preparation", small)).json()["isUnderWay"] is False


def test_it_is_released_with_a_note_per_language(client, small, owner):
    asked = prepared(client, small)
    page = page_of(client.get(at("course_release", small)))
    assert [area["name"] for area in page.select("textarea")] == ["note_en", "note_nl"]

    done = client.post(
        at("course_release", small),
        asked | {"note_en": "All.", "note_nl": "Alles."},
        follow=True,
    )

    assert "Edition 1 is released in: en, nl." in done.text
    assert small.course.editions.get().notes == {"en": "All.", "nl": "Alles."}
    assert small.course.editions.get().released_by == owner
    assert not page_of(done).select("input[name=preparation]")


def test_a_second_one_is_told_that_it_was_released_meanwhile(client, small, owner):
    asked = prepared(client, small)
    client.post(at("course_release", small), asked)

    told = client.post(at("course_release", small), asked, follow=True)

    assert "It was released meanwhile, as edition 1." in told.text
    assert small.course.editions.count() == 1


def test_what_was_put_together_afresh_has_to_be_looked_at_again(client, small, owner):
    asked = prepared(client, small)
    prepared(client, small)

    told = client.post(at("course_release", small), asked, follow=True)

    assert "Somebody has it put together afresh." in told.text
    assert not small.course.editions.exists()


def test_something_published_since_is_said_before_and_refused_after(
    client, small, owner
):
    asked = prepared(client, small)
    reviewed(small.lesson("fresh-one")).save_revision().publish()

    page = client.get(at("course_release", small))
    told = client.post(at("course_release", small), asked)

    assert (
        "Something was published since the next edition was put together" in page.text
    )
    assert told.context["form"].non_field_errors() == [
        "Something was published since. Have it put together again."
    ]
    assert not small.course.editions.exists()


def test_whom_it_concerns_stands_there_as_a_table(
    client, small, owner, beekstad, valmont, now
):
    small.release()
    for place, count in ((beekstad, 6), (valmont, 2)):
        for person in UserFactory.create_batch(count, sector_id="POL"):
            Membership.objects.create(
                user=person, organisation=place, role=Role.LEARNER, starts_on=now
            )
            enrol(person, small.course, now=now)

    page = page_of(client.get(at("course_release", small)))

    rows = [
        [cell.text for cell in row.select("th, td")]
        for row in page.select(".edition-table tbody tr")
    ]
    assert [(row[0], row[2]) for row in rows] == [
        ("Beekstad", "6"),
        ("Valmont-les-Saules", "fewer than 5"),
    ]
    foot = page.select_one(".edition-table tfoot tr").select("th, td")
    assert [cell.text for cell in foot][:2] == ["Together", "7 or more"]


def test_the_number_of_queries_does_not_grow_with_the_editions(
    client, small, owner, now, django_assert_max_num_queries
):
    ask_for_preparation(small.course, actor=owner, now=now)
    client.get(at("course_release", small))

    def count() -> int:
        with django_assert_max_num_queries(200) as found:
            client.get(at("course_release", small))
        return len(found)

    few = count()
    for number in range(2, 30):
        Edition.objects.create(
            course=small.course,
            number=number,
            significance="minor",
            released_at=now,
            released_by=owner,
        )
    assert count() == few
    assert small.course.preparation.state == PreparationState.READY


def out_of(page) -> dict[str, str]:
    """{language that does not join: what is said of it}"""
    return {
        one["data-staying-out"]: " ".join(one.get_text(" ").split())
        for one in page.select("[data-staying-out]")
    }


def test_languages_that_stay_out_are_listed_with_why_and_the_way_to_the_board(
    client, small, owner
):
    locale("fr")
    TranslationAct.objects.all().delete()
    prepared(client, small)

    page = page_of(client.get(at("course_release", small)))

    found = out_of(page)
    assert list(found) == ["fr", "nl"]
    assert "Nederlands does not join this edition:" in found["nl"]
    assert "Translated: “Course en”" in found["nl"]
    assert "The course page is not published in this language." in found["fr"]
    assert "The last edition has it." not in found["nl"]
    links = [a["href"] for a in page.select("[data-staying-out] a")]
    assert f"{at('course_languages', small)}?language=nl" in links


def test_a_language_that_the_course_would_lose_is_said(client, small, owner):
    locale("fr")
    small.release()
    small.pages["nl"].unpublish()
    prepared(client, small)

    found = out_of(page_of(client.get(at("course_release", small))))

    assert (
        "The last edition has it. Whoever is in the middle goes on in it."
        in (found["nl"])
    )
    assert "The last edition has it." not in found["fr"]


def test_the_board_is_one_step_away_before_anything_is_put_together(
    client, small, owner
):
    page = page_of(client.get(at("course_release", small)))

    assert page.select(f"main a[href='{at('course_languages', small)}']")
    assert out_of(page) == {}
