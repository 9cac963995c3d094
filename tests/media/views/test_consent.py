"""Consent in the content admin: recorded, read and withdrawn by those who keep it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media.domain.testimonies import consent_of
from media.models import Testimony, TestimonyConsent
from tests.factories.media import make_testimony
from tests.media.conftest import person


@pytest.fixture
def told(beekstad):
    return make_testimony(beekstad)["en"]


def data(**changes):
    signed = SimpleUploadedFile("signed.pdf", b"%PDF-1.4 signed")
    return {
        "scope": "In courses, with an invented name.",
        "given_on": "2026-01-01",
        "ends_on": "2036-06-01",
        "document": signed,
    } | changes


def test_an_author_records_consent_and_reads_the_document(client, author, told):
    TestimonyConsent.objects.all().delete()
    client.force_login(author)
    where = reverse("testimony_consent", args=[told.pk])
    assert "only while consent is in force" in client.get(where).text

    response = client.post(where, data())

    assert response.status_code == 302
    kept = consent_of(told)
    assert (kept.recorded_by, kept.ends_on.isoformat()) == (author, "2036-06-01")
    document = client.get(reverse("testimony_document", args=[told.pk]))
    assert b"".join(document.streaming_content) == b"%PDF-1.4 signed"
    assert document["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ends_on": "2020-01-01"}, "The end must be"),
        (
            {"document": SimpleUploadedFile("signed.html", b"<script>")},
            "File extension “html” is not allowed.",
        ),
    ],
)
def test_what_is_no_consent_is_refused_at_its_place(
    client, author, told, changes, message
):
    client.force_login(author)

    refused = client.post(reverse("testimony_consent", args=[told.pk]), data(**changes))

    assert refused.status_code == 400
    assert message in refused.text
    assert consent_of(told).ends_on.year == 2036


def test_a_document_is_not_a_film(client, author, told, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 4
    client.force_login(author)

    refused = client.post(reverse("testimony_consent", args=[told.pk]), data())

    assert "This file is too large" in refused.text


def test_one_act_withdraws(client, author, told):
    client.force_login(author)

    response = client.post(reverse("testimony_withdraw", args=[told.pk]), follow=True)

    assert not Testimony.objects.filter(live=True).exists()
    assert "Consent was withdrawn on" in response.text
    assert "Record consent" not in response.text


def test_withdrawing_is_an_act_and_no_link(client, author, told):
    client.force_login(author)

    assert client.get(reverse("testimony_withdraw", args=[told.pk])).status_code == 405
    assert Testimony.objects.filter(live=True).count() == 2


@pytest.mark.parametrize("role", ["author", "reviewer", "programme_owner"])
def test_nobody_elsewhere_finds_it(client, valmont, told, role):
    client.force_login(person(valmont, role))

    for name in ("testimony_consent", "testimony_document"):
        assert client.get(reverse(name, args=[told.pk])).status_code == 404
    where = reverse("testimony_withdraw", args=[told.pk])
    assert client.post(where).status_code == 404
    assert Testimony.objects.filter(live=True).count() == 2


def test_a_document_that_is_gone_is_not_there(client, author, told):
    client.force_login(author)
    kept = consent_of(told)
    kept.document.storage.delete(kept.document.name)
    where = reverse("testimony_document", args=[told.pk])

    assert client.get(where).status_code == 404
    kept.delete()
    assert client.get(where).status_code == 404


def test_the_editor_says_how_consent_stands(client, author, told):
    client.force_login(author)
    edit = reverse("wagtailsnippets_media_testimony:edit", args=[told.pk])

    assert "Consent is recorded." in client.get(edit).text
    TestimonyConsent.objects.all().delete()
    assert "No consent is recorded." in client.get(edit).text
    add = reverse("wagtailsnippets_media_testimony:add")
    assert "Save the testimony first" in client.get(add).text


def test_the_editor_previews_a_testimony(client, author, told):
    client.force_login(author)
    where = reverse("wagtailsnippets_media_testimony:preview_on_edit", args=[told.pk])

    assert client.get(where).status_code == 200
