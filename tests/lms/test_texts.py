import pickle

import pytest
from django import forms
from django.utils import translation

from lms.templatetags.ui import fallback_note, spoken
from lms.texts import Spoken, TextsField, TextsFormField, in_a_sentence, said


class Form(forms.Form):
    texts = TextsFormField(label="Name", max_length=10)


@pytest.mark.parametrize(
    ("texts", "languages", "found"),
    [
        ({"en": "E", "nl": "N"}, ("nl",), "N"),
        ({"en": "E", "nl": ""}, ("nl",), "E"),
        ({"fr": "F"}, ("nl",), "F"),
        ({}, ("nl",), ""),
    ],
)
def test_what_is_missing_in_a_language_is_said_in_another(texts, languages, found):
    assert said(texts, *languages) == found


def test_each_language_has_its_own_labelled_input():
    page = str(Form(initial={"texts": {"nl": "Naam"}})["texts"])

    assert page.count("<label") == 4
    assert 'lang="nl"' in page
    assert 'value="Naam"' in page


def test_texts_are_read_by_language_and_empty_ones_left_out():
    form = Form({"texts_en": " Name ", "texts_nl": "", "texts_fr": "Nom"})

    assert form.is_valid()
    assert form.cleaned_data["texts"] == {"en": "Name", "fr": "Nom"}
    assert not Form({"texts_en": ""}).is_valid()
    assert "at most 10" in str(Form({"texts_de": "far too long a name"}).errors)


def test_only_what_differs_has_changed():
    field = Form.base_fields["texts"]

    same = ["Name", "", "", ""]
    assert not field.has_changed({"en": "Name"}, same)
    assert field.has_changed({"en": "Other"}, same)
    assert not field.has_changed(None, ["", "", "", ""])


def test_long_texts_get_a_larger_box():
    long = TextsField(max_length=1000).formfield()

    assert "<textarea" in str(long.widget.render("texts", {"en": "x"}))


def test_a_text_knows_its_language_and_is_a_text_like_any_other():
    found = said({"nl": "Naam", "en": "Name"}, "fr", "nl")

    assert (found, found.language) == ("Naam", "nl")
    assert pickle.loads(pickle.dumps(found)).language == "nl"  # noqa: S301
    assert said({}, "nl").language == ""


def test_a_language_is_named_as_it_stands_in_a_sentence():
    with translation.override("fr"):
        assert in_a_sentence("nl") == "néerlandais"
    with translation.override("nl"):
        assert in_a_sentence("fr") == "Frans"
    assert in_a_sentence("xx") == "XX"


@pytest.mark.parametrize("text", ["Name", Spoken("Name", ""), Spoken("Name", "en")])
def test_a_text_of_the_readers_language_or_of_none_is_not_marked(text):
    with translation.override("en"):
        assert (spoken(text), fallback_note(text)) == ("Name", "")


def test_a_text_of_another_language_is_marked_and_escaped():
    with translation.override("en"):
        assert spoken(Spoken("<Naam>", "nl")) == '<span lang="nl">&lt;Naam&gt;</span>'
        note = fallback_note(Spoken("Naam", "nl"))
    assert 'lang="en"' in note
    assert "Not in English yet; you read it in Dutch." in note


def test_an_error_at_the_top_leads_to_the_first_of_the_inputs():
    bound = Form()["texts"]

    assert f'id="{bound.id_for_label}"' in str(bound)
    assert bound.id_for_label == "id_texts_0"
