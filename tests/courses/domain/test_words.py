import pytest

from courses.domain.words import own_words
from lms.detector import MentionsPeople, confirmation_of
from lms.errors import DomainError


def test_words_are_kept_without_what_a_form_adds():
    assert own_words(" one\r\ntwo \n", most=10, confirmation="") == "one\ntwo"
    assert own_words(" \r\n", most=10, confirmation="") == ""


def test_as_many_as_there_may_be_and_no_more():
    assert own_words("x" * 10, most=10, confirmation="") == "x" * 10
    with pytest.raises(DomainError) as refused:
        own_words("x" * 11, most=10, confirmation="")
    assert refused.value.code == "long"


def test_what_may_point_to_a_person_is_kept_only_when_confirmed():
    text = "Kevin was there"
    with pytest.raises(MentionsPeople) as refused:
        own_words(text, most=100, confirmation="")

    assert [one.excerpt for one in refused.value.seen] == ["Kevin"]
    assert own_words(text, most=100, confirmation=confirmation_of(text)) == text
