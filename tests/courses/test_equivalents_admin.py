"""Programme owners say in the content admin which courses count for each other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.models import EquivalenceGroup, Equivalent
from organisations.enums import Role
from tests.factories.equivalents import bare_course, make_equivalents
from tests.factories.facts import writer as person
from tests.factories.tracking import make_department

ADD = "courses_equivalents:add"


@pytest.fixture
def today():
    return timezone.localdate()


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


def data(owner, *rows, initial=0):
    """What the form posts; a row is (course, from, until[, its key])."""
    members = [
        {
            "course": str(row[0].pk),
            "starts_on": row[1].isoformat(),
            "ends_on": row[2].isoformat() if row[2] else "",
            **({"id": str(row[3])} if len(row) > 3 else {}),
        }
        for row in rows
    ]
    return nested_form_data(
        {
            "name": "Basics",
            "owner": str(owner.pk),
            "members": inline_formset(members, initial=initial),
        }
    )


def test_a_programme_owner_puts_courses_in_a_group(
    client, owner, beekstad, one, two, today
):
    rows = [(one, today, None), (two, today, None)]

    response = client.post(reverse(ADD), data(beekstad, *rows))

    assert response.status_code == 302, response.text
    group = EquivalenceGroup.objects.get()
    assert (group.name, group.owner) == ("Basics", beekstad)
    assert [m.course for m in group.members.all()] == [one, two]


def test_a_course_of_a_body_below_can_be_chosen(client, owner, beekstad, one, today):
    below = bare_course(make_department(beekstad, "below", "Below"), "below")

    response = client.post(
        reverse(ADD), data(beekstad, (one, today, None), (below, today, None))
    )

    assert response.status_code == 302, response.text
    assert Equivalent.objects.count() == 2


def test_somebody_elses_course_does_not_exist(
    client, owner, beekstad, valmont, one, today
):
    theirs = bare_course(valmont, "theirs", is_open=True)

    assert "theirs" not in client.get(reverse(ADD)).text
    response = client.post(
        reverse(ADD), data(beekstad, (one, today, None), (theirs, today, None))
    )

    assert response.status_code == 404
    assert Equivalent.objects.count() == 0


def test_a_circle_is_named_at_the_place(client, owner, beekstad, one, two, today):
    one.prerequisites.add(two)

    response = client.post(
        reverse(ADD), data(beekstad, (one, today, None), (two, today, None))
    )

    assert "This goes round in a circle: “one” → “two” = “one”." in response.text
    assert EquivalenceGroup.objects.count() == 0


def test_what_counted_is_ended_and_not_taken_out(
    client, owner, beekstad, one, two, today
):
    past = today - timedelta(days=30)
    group = make_equivalents(one, two, starts_on=past)
    first, second = group.members.order_by("pk")
    edit = reverse("courses_equivalents:edit", args=[group.pk])
    kept = (one, past, None, first.pk)
    taken_out = data(beekstad, kept, (two, past, None, second.pk), initial=2)
    taken_out["members-1-DELETE"] = "on"

    refused = client.post(edit, taken_out)
    assert "It counted already." in refused.text
    early = data(beekstad, kept, (two, past, past + timedelta(1), second.pk), initial=2)
    assert "goes on counting" in client.post(edit, early).text
    assert group.members.filter(ends_on=None).count() == 2

    ended = data(beekstad, kept, (two, past, today, second.pk), initial=2)
    assert client.post(edit, ended).status_code == 302
    second.refresh_from_db()
    assert second.ends_on == today


def test_an_empty_row_is_a_message_and_not_a_fault(client, owner, beekstad, today):
    posted = data(beekstad) | {
        "members-TOTAL_FORMS": "1",
        "members-0-course": "",
        "members-0-starts_on": today.isoformat(),
        "members-0-ends_on": "",
        "members-0-ORDER": "1",
    }

    response = client.post(reverse(ADD), posted)

    assert response.status_code == 200
    assert EquivalenceGroup.objects.count() == 0


def test_authors_look_and_do_not_change(client, beekstad, one, two):
    client.force_login(person(beekstad, Role.AUTHOR, now=timezone.now()))
    make_equivalents(one, two)

    assert client.get(reverse(ADD)).status_code in (302, 404)


def test_the_list_keeps_its_queries(
    client, owner, beekstad, one, two, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    index = reverse("courses_equivalents:index")
    make_equivalents(one, two)
    client.get(index)
    with CaptureQueriesContext(connection) as few:
        client.get(index)
    for _number in range(29):
        make_equivalents(one)

    with django_assert_num_queries(len(few)):
        client.get(index)


def test_the_form_of_a_course_names_the_circle(client, owner, beekstad, one, two):
    two.prerequisites.add(one)

    response = client.post(
        reverse("courses_course:edit", args=[one.pk]),
        {"owner": beekstad.pk, "prerequisites": [two.pk]},
    )

    assert "This goes round in a circle: “one” → “two” → “one”." in response.text
    assert list(one.prerequisites.all()) == []
