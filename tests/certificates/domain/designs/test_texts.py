import pytest

from certificates.domain.designs.texts import designed_texts, texts_of
from certificates.domain.words import words_for
from certificates.models import Certificate

EMPTY = {
    "paper": "landscape",
    "accent": "#00525c",
    **dict.fromkeys(("heading", "awarded_to", "above", "below"), ""),
    "logos": [],
    "signatories": [],
}


def said(certificate, text, language="en"):
    """A text of a design as this certificate says it."""
    contents = {language: {**EMPTY, "below": text}}
    return designed_texts(certificate, contents, language).below


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("For {holder}", "For Bob Đorđe Wiśniewski"),
        ("{course}", "Course en"),
        ("{sector}", "Police (local and federal)"),
        ("{date}", "21 November 2026"),
        ("{valid_until}", "21 November 2028"),
        ("{minutes} minutes", "22 minutes"),
        ("Twice {minutes} and {minutes}", "Twice 22 and 22"),
        ("Plain.\nTwo lines.", "Plain.\nTwo lines."),
    ],
)
def test_fields_are_filled_in_from_the_frozen_words(text, filled, certificate):
    assert said(certificate, text) == filled


def test_the_number_is_the_certificates(certificate):
    assert said(certificate, "No {number}") == f"No {certificate.number}"


def test_fields_are_filled_in_the_language_of_the_text(certificate):
    text = said(certificate, "{date} {course} {sector}", "nl")
    assert text == "21 november 2026 Course nl Politie"


def test_a_line_about_the_end_is_left_out_where_there_is_none(certificate):
    certificate.valid_until = None
    assert said(certificate, "First.\nUntil {valid_until}.\nLast.") == "First.\nLast."
    assert said(certificate, "Until {valid_until}.") == ""


def test_a_name_that_looks_like_a_field_stays_a_name(certificate):
    certificate.words["printed_name"] = "{number}"
    assert said(certificate, "{holder}") == "{number}"


@pytest.mark.parametrize(
    ("has", "asked", "gets"),
    [
        (("nl", "fr", "en"), "fr", "fr"),
        (("nl", "en"), "fr", "nl"),
        (("de", "en"), "fr", "en"),
        (("de",), "fr", "de"),
    ],
)
def test_a_missing_language_is_said_in_another(has, asked, gets, certificate):
    """The one asked for, the one it was earned in, English, any."""
    certificate.language = "nl"
    contents = {code: {**EMPTY, "heading": code} for code in has}
    texts = designed_texts(certificate, contents, asked)
    assert (texts.language, texts.heading) == (gets, gets)


def test_what_a_design_leaves_empty_is_as_without_one(rule, certificate):
    texts = designed_texts(certificate, {"en": EMPTY}, "en")
    assert (texts.heading, texts.awarded_to) == ("Certificate", "Awarded to")
    (signatory,) = texts.signatories
    assert signatory.name == "Zoë D’Hondt"
    assert signatory.title == "Programme owner"


def test_without_a_design_there_are_no_texts(small_course, completion, rule, now):
    plain = Certificate(words=words_for(completion, rule), language="en")
    assert texts_of(plain, "en") is None
