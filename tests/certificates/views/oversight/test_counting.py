from django.urls import reverse

from tests.factories.certificates import more_certificates

COUNTS = reverse("certificates_register:counts")


def test_the_counts_stand_on_the_page_with_their_filters(olgas, certificate):
    more_certificates(certificate, 2)
    page = olgas.get(COUNTS, {"sector": "POL"})
    assert (page.context["total"].certificates, page.context["total"].people) == (3, 1)
    for words in ("3 certificates", "1 person", "Beekstad", "sector=POL"):
        assert words in page.text


def test_nothing_to_count_says_so(olgas, certificate):
    page = olgas.get(COUNTS, {"day": "2026-01-01"})
    assert page.context["total"].certificates == 0
    assert "Nothing to count" in page.text


def test_what_cannot_be_asked_is_not_counted(olgas, certificate):
    page = olgas.get(COUNTS, {"day": "never"})
    assert page.status_code == 422
    assert page.context["total"] is None


def test_others_count_nothing_of_it(client, oscar, alice, certificate, today):
    client.force_login(oscar)
    assert client.get(COUNTS).context["total"].certificates == 0
    client.force_login(alice)
    assert client.get(COUNTS).status_code == 404
