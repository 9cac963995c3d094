"""What an employer sees of the certificates that people show it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates.domain.award import award_certificate
from certificates.domain.showing import show_to, stop_showing
from organisations.enums import Level, Role
from tests.factories.certificates import complete, make_rule, more_certificates
from tests.factories.organisations import MembershipFactory, OrganisationFactory

PAGE = reverse("tracking:shown", args=["beekstad"])


@pytest.fixture
def certificate(small_course, bob):
    now = timezone.now()
    make_rule(small_course.course)
    return award_certificate(complete(small_course, bob, now=now), now=now)


@pytest.fixture
def shown(certificate, beekstad, bob):
    show_to(certificate, beekstad, actor=bob, now=timezone.now())
    return certificate


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_it_sees_name_certificate_sector_state_and_last_day(shown, alice, bob):
    text = browser(alice).get(PAGE).text
    for words in (bob.printed_name, "Frontline Prevention, Basic", "Valid", "Police"):
        assert words in text, words
    for unseen in (shown.number, str(shown.uuid), bob.email):
        assert unseen not in text, unseen


def test_what_is_not_shown_is_not_there(certificate, alice, bob):
    text = browser(alice).get(PAGE).text
    assert "Nobody shows a certificate yet" in text
    assert bob.printed_name not in text


def test_taken_back_it_is_gone(shown, alice, bob, beekstad):
    stop_showing(shown, beekstad, actor=bob, now=timezone.now())
    assert bob.printed_name not in browser(alice).get(PAGE).text


@pytest.mark.parametrize("person", ["bob", "charlie"])
def test_only_who_looks_after_it_sees_the_page(person, shown, request):
    assert browser(request.getfixturevalue(person)).get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_a_body_above_is_another_employer(shown, beekstad, charlie):
    above = OrganisationFactory(code="above", level=Level.FEDERAL)
    beekstad.parent, beekstad.path = above, f"{above.path}{beekstad.pk}/"
    beekstad.save()
    MembershipFactory(user=charlie, organisation=above, role=Role.COORDINATOR)
    client = browser(charlie)
    # It reads figures, and no names.
    assert client.get("/organisation/beekstad/").status_code == 302
    assert browser(charlie).get(PAGE).status_code == 404


def test_who_runs_the_platform_sees_it(shown, charlie, bob):
    charlie.is_superuser = True
    charlie.save()
    assert bob.printed_name in browser(charlie).get(PAGE).text


def test_the_coverage_page_leads_there(alice):
    assert PAGE in browser(alice).get("/organisation/beekstad/").text


@pytest.mark.parametrize("count", [1, 30])
def test_as_many_queries_for_one_as_for_thirty(
    count, certificate, beekstad, alice, bob, django_assert_max_num_queries
):
    now = timezone.now()
    for one in more_certificates(certificate, count, now=now):
        show_to(one, beekstad, actor=bob, now=now)
    client = browser(alice)
    client.get(PAGE)
    # Sessions in a cache ask one less.
    with django_assert_max_num_queries(8):
        client.get(PAGE)
