"""The preview shows the real PDF of what the form holds, and says what cannot be printed."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from certificates.domain.designs.printing import pages_of
from certificates.models import DesignVersion
from organisations.domain.groups import collection_of
from organisations.enums import Role
from tests.factories.designs import make_picture
from tests.factories.facts import writer as person

SCREENS = "wagtailsnippets_certificates_design"
ADD = reverse(f"{SCREENS}:preview_on_add")


def look(client, address, **query):
    return client.get(address, query)


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def here(designs):
    return reverse(f"{SCREENS}:preview_on_edit", args=[designs["nl"].pk])


@pytest.mark.parametrize("mode", ["short", "long"])
def test_the_preview_holds_the_pdf_of_the_unsaved_form(
    mode, client, author, here, form, designs
):
    client.force_login(author)
    assert client.post(here, form(heading="Unsaved")).json()["is_valid"]
    around = look(client, here, mode=mode, in_preview_panel="true")
    frame = page_of(around).iframe
    assert frame["title"]
    pdf = client.get(f"{here}{frame['src']}")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert pages_of(pdf.content) == 1
    assert b"/Lang (nl)" in pdf.content
    designs["nl"].refresh_from_db()
    assert designs["nl"].heading == "Diploma nl"
    assert not DesignVersion.objects.exists()


def test_the_modes_print_other_names(client, author, here, form):
    client.force_login(author)
    client.post(here, form())
    short, long = (
        look(client, here, mode=mode, pdf="1").content for mode in ("short", "long")
    )
    assert short != long


def test_a_browser_may_show_both_in_the_editor_and_nowhere_else(
    client, author, here, form
):
    client.force_login(author)
    client.post(here, form())
    for query in ({}, {"pdf": "1"}):
        response = look(client, here, **query)
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert (
            "no-store" in response["Cache-Control"]
            or "private" in (response["Cache-Control"])
        )
    assert "object-src 'self'" in look(client, here, pdf="1")["Content-Security-Policy"]


def test_letters_that_no_font_has_are_named(client, author, here, form):
    client.force_login(author)
    client.post(here, form(heading="Diploma 山"))
    for query in ({}, {"pdf": "1"}):
        page = page_of(look(client, here, **query))
        assert page.iframe is None
        assert "山" in page.select_one(".notice--error").text


def test_a_new_design_is_previewed_before_it_is_saved(client, author, form, beekstad):
    client.force_login(author)
    image = make_picture(collection=collection_of(beekstad))
    data = form(logos=[(image.pk, "City")], people=[("Ann Devos", "Mayor")])
    assert client.post(ADD, data).json()["is_valid"]
    response = look(client, ADD, pdf="1")
    assert response["Content-Type"] == "application/pdf"
    assert pages_of(response.content) == 1


def test_an_empty_draft_is_shown_as_well(client, author, form):
    client.force_login(author)
    client.post(ADD, form(heading="", awarded_to="", accent="", paper=""))
    assert look(client, ADD, pdf="1")["Content-Type"] == "application/pdf"


def test_pictures_of_others_are_not_printed(client, author, here, form, valmont, now):
    person(valmont, Role.AUTHOR, now=now)
    theirs = make_picture(collection=collection_of(valmont))
    client.force_login(author)
    assert client.post(here, form(logos=[(theirs.pk, "X")])).status_code == 404


def test_an_older_revision_is_shown_as_it_was(client, author, designs):
    client.force_login(author)
    design = designs["nl"]
    design.heading = "Diploma 山"
    revision = design.save_revision(clean=False)
    where = reverse(f"{SCREENS}:revisions_view", args=[design.pk, revision.pk])
    assert "山" in page_of(client.get(where)).select_one(".notice--error").text


def test_somebody_elses_design_is_not_there(client, stranger, here, form):
    client.force_login(stranger)
    assert client.post(here, form()).status_code == 404
    assert client.get(here).status_code == 404
