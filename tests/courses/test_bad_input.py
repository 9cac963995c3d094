"""Bad input says what is wrong at the place, and loses nothing."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.models import Fact, Vignette
from organisations.enums import Role
from tests.courses.domain.checklist.test_markup import WORD
from tests.courses.test_every_way import form_data
from tests.factories.cases import make_vignette
from tests.factories.facts import english_fact, writer

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">
<script>alert(1)</script></svg>"""


@pytest.fixture
def author(client, beekstad):
    author = writer(beekstad, Role.AUTHOR, Role.PROGRAMME_OWNER, now=timezone.now())
    client.force_login(author)
    return author


def content_state(*paragraphs: str) -> str:
    """What the editor posts for rich text: blocks of text, and no markup."""
    return json.dumps(
        {
            "entityMap": {},
            "blocks": [
                {
                    "key": f"k{number:04}",
                    "text": text,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [],
                }
                for number, text in enumerate(paragraphs)
            ],
        }
    )


def edit(thing) -> str:
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


# --- A fact without source ------------------------------------------------------------


def test_a_fact_without_source_is_refused_beside_the_field(client, beekstad, author):
    fact = english_fact(beekstad, live=False)
    fact.text, fact.source_title = "Another text.", ""

    response = client.post(
        edit(fact), form_data(fact) | {"action-publish": "action-publish"}
    )

    form = response.context["form"]
    assert list(form.errors) == ["source_title"]
    assert form["text"].value() == "Another text."
    assert not Fact.objects.get(pk=fact.pk).live


def test_it_may_be_kept_as_a_draft_without_source(client, beekstad, author):
    fact = english_fact(beekstad, live=False)
    fact.source_title = ""

    assert client.post(edit(fact), form_data(fact)).status_code == 302
    draft = Fact.objects.get(pk=fact.pk).get_latest_revision_as_object()
    assert draft.source_title == ""


# --- Pasted from Word -----------------------------------------------------------------


def test_markup_that_is_posted_as_text_stays_text(client, beekstad, author):
    case = make_vignette(beekstad, live=False, is_fictional=True)
    data = form_data(case)
    for name in ("story", "see", "explanations", "job", "consult", "trap"):
        data[name] = content_state("Robin is late.")
    data["story"] = content_state(WORD)

    assert client.post(edit(case), data).status_code == 302

    draft = Vignette.objects.get(pk=case.pk).get_latest_revision_as_object()
    assert "<span" not in draft.story
    assert "&lt;span" in draft.story


def test_five_megabytes_are_refused_in_words_and_nothing_is_lost(
    client, beekstad, author
):
    case = make_vignette(beekstad, live=False, is_fictional=True)
    case.title = "As it was saved"
    case.save_revision(user=author)
    data = form_data(case) | {"story": content_state(WORD * 40_000)}
    assert len(data["story"]) > 5 * 1024 * 1024

    response = client.post(edit(case), data)

    assert response.status_code == 413
    assert "What you saved before is still there." in response.text
    draft = Vignette.objects.get(pk=case.pk).get_latest_revision_as_object()
    assert draft.title == "As it was saved"
    assert draft.story == "<p>x</p>"


# --- An SVG with a script -------------------------------------------------------------


@pytest.mark.parametrize("name", ["sign.svg", "sign.png"])
def test_an_svg_with_script_is_refused_at_upload(client, author, name):
    response = client.post(
        reverse("wagtailimages:add"),
        {"title": "A sign", "file": SimpleUploadedFile(name, SVG)},
    )

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not get_image_model().objects.exists()


def test_an_svg_is_no_document_either(client, author):
    response = client.post(
        reverse("wagtaildocs:add"),
        {"title": "A sign", "file": SimpleUploadedFile("sign.svg", SVG)},
    )

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not get_document_model().objects.exists()
