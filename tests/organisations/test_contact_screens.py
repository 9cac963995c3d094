"""Keeping contacts in the content admin."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from organisations.blocks import HoursBlock
from organisations.enums import Role
from organisations.models import Contact
from tests.factories.contacts import make_contact
from tests.factories.facts import writer

LIST = reverse("wagtailsnippets_organisations_contact:list")
ADD = reverse("wagtailsnippets_organisations_contact:add")


@pytest.fixture
def author(beekstad):
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


def data(owner, *spans, **changes):
    lists = {"speaks": ["nl", "fr"]} | {
        f"hours-{number}-value-days": ["0", "1"] for number in range(len(spans))
    }
    return lists | nested_form_data(
        {
            "key": "prevention",
            "owner": owner.pk,
            "kind": "service",
            "is_service": "on",
            "name_nl": "Preventiedienst",
            "phone": "+32 2 555 01 20",
            "hours": streamfield([("hours", span) for span in spans]),
            "source_title": "Its own website",
            "verified_on": "2026-11-03",
            "review_by": "2027-05-03",
            "action-publish": "publish",
            **changes,
        }
    )


SPAN = {"opens": "09:00", "closes": "17:00"}


def test_an_author_publishes_a_contact_and_is_named_as_who_verified_it(
    client, author, beekstad
):
    client.force_login(author)
    assert client.get(ADD).status_code == 200

    response = client.post(ADD, data(beekstad, SPAN))

    assert response.status_code == 302, response.context["form"].errors
    contact = Contact.objects.get()
    assert (contact.live, contact.speaks) == (True, ["nl", "fr"])
    assert (contact.verified_on, contact.verified_by) == (date(2026, 11, 3), author)
    assert contact.hours[0].value["days"] == ["0", "1"]


def test_who_changes_the_number_alone_has_verified_nothing(client, author, beekstad):
    contact = make_contact(beekstad, "prevention")
    client.force_login(author)
    edit = reverse("wagtailsnippets_organisations_contact:edit", args=[contact.pk])

    client.post(edit, data(beekstad, phone="+32 2 555 99 99"))

    contact.refresh_from_db()
    assert (contact.phone, contact.verified_by) == ("+32 2 555 99 99", None)


def test_a_draft_of_a_contact_is_opened_again(client, author, beekstad, valmont):
    contact = make_contact(beekstad, also_for=[valmont])
    contact.save_revision(user=author)
    client.force_login(author)

    page = client.get(
        reverse("wagtailsnippets_organisations_contact:edit", args=[contact.pk])
    )

    # What it has stays to be chosen, though the author could not have chosen it.
    assert set(page.context["form"].fields["also_for"].queryset) == {beekstad, valmont}


def test_a_contact_without_a_source_stays_out_and_the_reason_is_said(
    client, author, beekstad
):
    client.force_login(author)

    page = client.post(ADD, data(beekstad, source_title=""))

    assert "a contact needs its source" in page.text
    assert not Contact.objects.exists()


def test_another_municipalitys_contacts_are_not_there(
    client, author, valmont, beekstad
):
    theirs = make_contact(valmont, "theirs")
    mine = make_contact(beekstad, "mine")
    client.force_login(author)

    page = client.get(LIST)
    assert [one.pk for one in page.context["object_list"]] == [mine.pk]
    for name in ("edit", "history", "usage"):
        address = reverse(
            f"wagtailsnippets_organisations_contact:{name}", args=[theirs.pk]
        )
        assert client.get(address).status_code == 404
    assert client.post(ADD, data(valmont)).status_code == 404


def test_the_list_has_as_many_queries_for_one_as_for_thirty(client, author, beekstad):
    client.force_login(author)

    def queries(count) -> int:
        for number in range(Contact.objects.count(), count):
            make_contact(beekstad, f"contact-{number}")
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(LIST, {"p": 1})
        assert page.context["page_obj"].paginator.count == count
        return len(captured)

    assert queries(1) == queries(30)


@pytest.mark.parametrize(
    ("opens", "closes", "is_right"),
    [
        ("09:00", "17:00", True),
        ("18:00", "00:00", True),
        ("17:00", "09:00", False),
        ("09:00", "09:00", False),
    ],
)
def test_it_closes_after_it_opens(opens, closes, is_right):
    block = HoursBlock()
    value = block.to_python({"days": ["0"], "opens": opens, "closes": closes})

    if is_right:
        assert block.clean(value)["days"] == ["0"]
    else:
        with pytest.raises(ValidationError):
            block.clean(value)


def test_hours_are_shown_in_words():
    block = HoursBlock()

    shown = block.render(block.get_preview_value())

    assert "Monday, Tuesday, Wednesday 09:00–17:00" in shown
