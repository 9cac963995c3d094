"""The page of a certificate says the same words as the PDF (ETHICS A5)."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from certificates.domain.award import award_certificate
from tests.factories.certificates import complete, make_rule
from tests.factories.designs import logo, make_design, make_picture, signatory


@pytest.fixture
def designed(beekstad, small_course, bob, now):
    designs = make_design(
        beekstad,
        logos=[logo(make_picture(), "City of Beekstad")],
        signatories=[signatory("Ann Devos", "Mayor"), signatory("Piet Claes", "")],
        above="For <b>{course}</b>",
    )
    make_rule(small_course.course, design=designs["en"])
    return award_certificate(complete(small_course, bob, now=now), now=now)


def page_of(client, certificate) -> BeautifulSoup:
    address = reverse("certificates:detail", args=[certificate.uuid])
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_the_page_says_the_words_of_the_design(designed, client, bob):
    client.force_login(bob)
    article = page_of(client, designed).article
    text = " ".join(article.text.split())
    for words in (
        "Diploma en",
        "Given to en",
        "For <b>Course en</b>",
        "Ann Devos, Mayor",
        "Piet Claes",
        "City of Beekstad",
    ):
        assert words in text, words
    for words in ("Awarded to", "Zoë D’Hondt"):
        assert words not in text, words


def test_it_says_in_which_language_the_words_are(designed, client, bob):
    bob.language = "fr"
    bob.save()
    client.force_login(bob)
    page = page_of(client, designed)
    assert page.html["lang"] == "fr"
    assert page.select_one(".certificate__given")["lang"] == "en"


def test_without_a_design_the_page_is_as_it_was(small_course, bob, now, client):
    make_rule(small_course.course)
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    client.force_login(bob)
    article = page_of(client, certificate).article
    assert article.select_one(".certificate__given").text == "Awarded to"
    assert article.select_one(".certificate__type").text == "Certificate"
    assert "Zoë D’Hondt, Programme owner" in article.text
