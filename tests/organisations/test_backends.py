import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from organisations.backends import Backend
from organisations.models import User


def test_the_person_of_a_session_is_read_anew_each_time(bob, django_assert_num_queries):
    with django_assert_num_queries(2):
        first, second = Backend().get_user(bob.pk), Backend().get_user(str(bob.pk))

    assert first == second == bob
    assert first is not second
    User.objects.filter(pk=bob.pk).update(printed_name="Robert")
    assert Backend().get_user(bob.pk).printed_name == "Robert"


def test_who_is_gone_is_nobody(bob):
    assert Backend().get_user(bob.pk + 1) is None


def test_who_is_no_longer_active_is_nobody(bob):
    User.objects.filter(pk=bob.pk).update(is_active=False)

    assert Backend().get_user(bob.pk) is None


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_session_ends_when_its_person_is_set_inactive(bob, client, language):
    client.force_login(bob)
    client.cookies["django_language"] = language
    assert client.get(reverse("certificates:list")).status_code == 200

    User.objects.filter(pk=bob.pk).update(is_active=False)

    assert client.get(reverse("certificates:list")).status_code == 302
    request = client.get(reverse("certificates:verify")).wsgi_request
    assert get_user(request).is_anonymous
