import pytest

from certificates.domain.words import languages_of
from lms.texts import said


@pytest.mark.parametrize(
    ("texts", "languages", "found"),
    [
        ({"nl": "ja", "en": "yes"}, ("nl",), "ja"),
        ({"nl": "ja", "en": "yes"}, ("fr", "nl"), "ja"),
        ({"nl": "ja", "en": "yes"}, ("fr",), "yes"),
        ({"nl": "ja"}, ("fr",), "ja"),
        ({"nl": "", "en": "yes"}, ("nl",), "yes"),
        ({}, ("nl",), ""),
    ],
)
def test_said_falls_back_to_what_there_is(texts, languages, found):
    assert said(texts, *languages) == found


def test_the_language_it_was_earned_in_comes_first(certificate):
    assert languages_of(certificate) == ["en", "de", "fr", "nl"]
    certificate.language = "nl"
    assert languages_of(certificate) == ["nl", "de", "en", "fr"]


def test_a_language_without_words_is_not_offered(certificate):
    certificate.language = "es"
    assert languages_of(certificate) == ["de", "en", "fr", "nl"]
