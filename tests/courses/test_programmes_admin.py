"""Programme owners put courses together in the content admin."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.models import LearningPath, Programme, Provider, SectorTitle
from organisations.enums import Role
from tests.factories.courses import make_course
from tests.factories.equivalents import bare_course
from tests.factories.facts import writer as person


@pytest.fixture
def owner(beekstad, client):
    found = person(beekstad, Role.PROGRAMME_OWNER, now=timezone.now())
    client.force_login(found)
    return found


@pytest.fixture
def one(beekstad):
    return bare_course(beekstad, "one")


@pytest.fixture
def two(beekstad):
    return bare_course(beekstad, "two")


def test_a_programme_with_its_courses(client, owner, beekstad, one, two):
    response = client.post(
        reverse("courses_programmes:add"),
        nested_form_data(
            {
                "code": "family",
                "owner": str(beekstad.pk),
                "names_en": "Family",
                "names_nl": "Familie",
                "is_published": "on",
                "parts": inline_formset(
                    [
                        {"course": str(two.pk), "places_nl": "Eerste"},
                        {"course": str(one.pk), "audiences_en": "Parents"},
                    ]
                ),
            }
        ),
    )

    assert response.status_code == 302, response.text
    programme = Programme.objects.get()
    assert programme.names == {"en": "Family", "nl": "Familie"}
    assert [
        (part.course, part.places, part.audiences) for part in programme.parts.all()
    ] == [(two, {"nl": "Eerste"}, {}), (one, {}, {"en": "Parents"})]
    assert (
        client.get(reverse("courses_programmes:edit", args=[programme.pk])).status_code
        == 200
    )


def test_somebody_elses_course_does_not_exist(client, owner, beekstad, valmont):
    theirs = bare_course(valmont, "theirs")

    response = client.post(
        reverse("courses_programmes:add"),
        nested_form_data(
            {
                "code": "family",
                "owner": str(beekstad.pk),
                "names_en": "Family",
                "parts": inline_formset([{"course": str(theirs.pk)}]),
            }
        ),
    )

    assert response.status_code == 404
    assert Programme.objects.count() == 0


def path_data(beekstad, *rows):
    return nested_form_data(
        {
            "code": "way",
            "owner": str(beekstad.pk),
            "titles_en": "The way",
            "rows": inline_formset(
                [{"number": str(n), "course": str(course.pk)} for n, course in rows]
            ),
        }
    )


def test_a_path_with_its_steps(client, owner, beekstad, one, two):
    response = client.post(
        reverse("courses_paths:add"), path_data(beekstad, (1, one), (2, two))
    )

    assert response.status_code == 302, response.text
    rows = LearningPath.objects.get().rows.all()
    assert [(row.number, row.course, row.is_optional) for row in rows] == [
        (1, one, False),
        (2, two, False),
    ]


def test_a_path_that_nobody_can_walk_is_refused_at_the_place(
    client, owner, beekstad, one, two
):
    one.prerequisites.add(two)

    response = client.post(
        reverse("courses_paths:add"), path_data(beekstad, (1, one), (2, two))
    )

    assert "This goes round in a circle: “one” → “two” → “one”." in response.text
    assert LearningPath.objects.count() == 0


def test_a_provider_with_its_recognitions(client, owner, beekstad):
    response = client.post(
        reverse("courses_providers:add"),
        nested_form_data(
            {
                "name": "The school",
                "owner": str(beekstad.pk),
                "organisation": "",
                "website": "",
                "recognitions": inline_formset(
                    [
                        {
                            "authority": "The ministry",
                            "number": "12",
                            "territory": "Flanders",
                            "valid_from": "2026-01-01",
                            "valid_until": "",
                            "proof": "",
                        }
                    ]
                ),
            }
        ),
    )

    assert response.status_code == 302, response.text
    recognition = Provider.objects.get().recognitions.get()
    assert (recognition.authority, recognition.valid_from) == (
        "The ministry",
        date(2026, 1, 1),
    )


def test_a_neutral_title_names_no_label_and_every_language(client, owner, beekstad):
    course = make_course(beekstad).course
    add, titles = reverse("courses_titles:add"), {"titles_en": "Dialogue"}
    data = {"course": course.pk, "sector": "EDU"}

    assert "Missing: NL." in client.post(add, data | titles).text
    label = titles | {"titles_nl": "Radicalisering in de klas"}
    assert "is no neutral title" in client.post(add, data | label).text
    empty = client.post(add, {"course": "", "sector": "EDU"} | titles)
    assert empty.status_code == 200
    assert SectorTitle.objects.count() == 0

    good = titles | {"titles_nl": "Dialoog"}
    assert client.post(add, data | good).status_code == 302
    assert SectorTitle.objects.get().titles == {"en": "Dialogue", "nl": "Dialoog"}


def test_a_course_gets_its_provider_trainers_and_practice(
    client, owner, beekstad, one, two
):
    provider = Provider.objects.create(name="The school", owner=beekstad)
    edit = reverse("courses_course:edit", args=[one.pk])
    data = {
        "owner": beekstad.pk,
        "audience": "professionals",
        "provider": provider.pk,
        "trainer_course": two.pk,
        "booster": two.pk,
    }

    refused = client.post(edit, data).text
    assert "Choose the practice and after how many weeks, or neither." in refused

    assert client.post(edit, data | {"booster_weeks": "6"}).status_code == 302
    one.refresh_from_db()
    assert (one.provider, one.trainer_course, one.booster, one.booster_weeks) == (
        provider,
        two,
        two,
        6,
    )


@pytest.mark.parametrize("model", ["programmes", "paths", "providers", "titles"])
def test_lists_keep_their_queries(
    client, owner, beekstad, model, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add(number: int) -> None:
        course = bare_course(beekstad, f"course-{number}")
        known = {"owner": beekstad, "code": f"c{number}"}
        {
            "programmes": lambda: Programme.objects.create(**known),
            "paths": lambda: LearningPath.objects.create(**known),
            "providers": lambda: Provider.objects.create(
                owner=beekstad, organisation=beekstad, name=f"P{number}"
            ),
            "titles": lambda: SectorTitle.objects.create(
                course=course, sector_id="EDU", titles={"en": "D"}
            ),
        }[model]()

    index = reverse(f"courses_{model}:index")
    add(1)
    client.get(index)
    with CaptureQueriesContext(connection) as few:
        client.get(index)
    for number in range(2, 31):
        add(number)

    with django_assert_num_queries(len(few)):
        client.get(index)
