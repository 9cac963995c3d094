"""A design gets another language: a draft of its own, with the words to translate."""

import pytest
from django.urls import reverse

from certificates.domain.designs.languages import add_language, rows_of
from certificates.models import Design
from lms.models import AuditEntry


def page(design):
    return reverse("design_languages", args=[design.pk])


def edit(design):
    return reverse("wagtailsnippets_certificates_design:edit", args=[design.pk])


def test_an_author_begins_a_language_as_a_draft(client, author, designs):
    client.force_login(author)
    text = client.get(page(designs["en"])).text
    assert edit(designs["nl"]) in text

    response = client.post(page(designs["en"]), {"language": "fr"})

    french = rows_of(designs["en"])["fr"]
    assert response["Location"] == edit(french)
    assert (french.live, french.heading) == (False, "Diploma en")
    assert french.first_published_at is None
    assert french.latest_revision.user == author
    assert client.get(edit(french)).status_code == 200
    entry = AuditEntry.objects.get(action="certificates.design_translated")
    assert entry.data == {"language": "fr", "from": designs["en"].pk}
    designs["en"].refresh_from_db()
    assert designs["en"].live


def test_a_language_that_is_there_stays_as_it_is(author, designs, now):
    again = add_language(designs["en"], "nl", actor=author, now=now)
    assert again == designs["nl"]
    assert again.heading == "Diploma nl"
    assert not AuditEntry.objects.filter(action="certificates.design_translated")


def test_it_begins_with_what_the_draft_says(author, designs, now):
    designs["en"].heading = "Not published yet"
    designs["en"].save_revision()
    french = add_language(designs["en"], "fr", actor=author, now=now)
    assert french.heading == "Not published yet"


@pytest.mark.parametrize("language", ["", "xx"])
def test_languages_that_relay_does_not_speak_are_not_there(
    language, client, author, designs
):
    client.force_login(author)
    response = client.post(page(designs["en"]), {"language": language})
    assert response.status_code == 404
    assert Design.objects.count() == 2


def test_somebody_elses_design_is_not_there(client, stranger, charlie, designs):
    for person in (stranger, charlie):
        client.force_login(person)
        assert client.get(page(designs["en"])).status_code in (302, 404)
        client.post(page(designs["en"]), {"language": "fr"})
    assert Design.objects.count() == 2
