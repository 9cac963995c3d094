import pytest
from django import forms

from lms.texts import TextsField, TextsFormField, said


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
