import pytest
from django.urls import reverse

from certificates.domain.correcting import reissue
from certificates.domain.life import revoke, suspend
from certificates.models import Certificate

RIGHT = "Bob Đorđe Wiśniewska"


def address(certificate, name="entry"):
    return reverse(f"certificates_register:{name}", args=[certificate.uuid])


def test_an_entry_says_what_it_is_and_what_happened(olgas, olga, certificate, now):
    suspend(certificate, reason_code="under-review", actor=olga, now=now)
    page = olgas.get(address(certificate)).text
    for words in (
        certificate.number,
        "Bob Đorđe Wiśniewski",
        "Suspended",
        "A question about it is being looked into",
        str(olga),
    ):
        assert words in page
    assert "score" not in page.lower()


def test_a_reason_from_elsewhere_is_shown_as_it_is(olgas, olga, certificate, now):
    revoke(certificate, reason_code="old-code", actor=olga, now=now)
    assert "old-code" in olgas.get(address(certificate)).text


def test_the_owner_puts_a_name_right(olgas, olga, certificate):
    page = olgas.get(address(certificate, "name"))
    assert page.context["form"]["name"].value() == "Bob Đorđe Wiśniewski"
    answer = olgas.post(address(certificate, "name"), {"name": RIGHT})
    new = Certificate.objects.get(corrects=certificate)
    assert answer.url == address(new)
    assert new.words["printed_name"] == RIGHT
    assert new.events.get().by == olga
    assert new.number in olgas.get(address(certificate)).text
    assert certificate.number in olgas.get(address(new)).text


@pytest.mark.parametrize("name", ["", "Bob Đorđe Wiśniewski", "x" * 121])
def test_a_name_that_will_not_do_says_why(name, olgas, certificate):
    answer = olgas.post(address(certificate, "name"), {"name": name})
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert Certificate.objects.count() == 1


def test_what_has_ended_is_left_as_it_is(olgas, olga, certificate, now):
    new = reissue(certificate, RIGHT, actor=olga, now=now)
    assert address(certificate, "name") not in olgas.get(address(certificate)).text
    answer = olgas.post(address(certificate, "name"), {"name": "Another"})
    assert answer.status_code == 422
    assert list(Certificate.objects.order_by("pk")) == [certificate, new]


def test_for_others_it_does_not_exist(client, oscar, alice, bob, certificate, today):
    for person in (oscar, alice, bob):
        client.force_login(person)
        for name in ("entry", "name"):
            assert client.get(address(certificate, name)).status_code == 404
        answer = client.post(address(certificate, "name"), {"name": RIGHT})
        assert answer.status_code == 404
    assert Certificate.objects.count() == 1
