from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.models import AuditEntry, OutgoingMail
from organisations.domain.invitations import again
from organisations.domain.invitations.making import invite
from organisations.enums import Role
from organisations.models import Invitation, Sector

AGAIN = reverse("organisations:send_invitations_again", kwargs={"code": "beekstad"})
LIST = reverse("organisations:invitations", kwargs={"code": "beekstad"})


@pytest.fixture
def sent(beekstad, alice):
    """Makes invitations that were sent so many days ago."""

    def make(email: str, *, days: int, role: str = Role.LEARNER) -> Invitation:
        return invite(
            beekstad,
            email=email,
            sector=Sector.objects.get(pk="POL"),
            language="nl",
            role=role,
            actor=alice,
            now=timezone.now() - timedelta(days=days),
        )

    return make


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def three(sent):
    """One that has lapsed, one that is open, and one of today."""
    return [
        sent("lapsed@a.example", days=20),
        sent("open@a.example", days=3),
        sent("today@a.example", days=0),
    ]


def addresses(response) -> list[str]:
    return [one.email for one in response.context["again"].going]


def test_first_it_is_shown_and_then_it_is_sent(signed_in, three, alice):
    shown = signed_in.get(AGAIN)

    assert addresses(shown) == ["lapsed@a.example", "open@a.example"]
    assert "2 mails go out" in shown.text
    assert "1 was sent within a day" in shown.text
    before = OutgoingMail.objects.count()
    answer = signed_in.post(AGAIN, {"confirm": "2"}, follow=True)
    assert "2 invitations are on their way again" in answer.text
    assert OutgoingMail.objects.count() == before + 2
    assert all(one.expires_at > timezone.now() for one in Invitation.objects.all())
    entry = AuditEntry.objects.get(action="organisations.invitations_sent_again")
    assert entry.data == {"state": "", "invitations": 2}


def test_pressing_again_sends_nothing(signed_in, three):
    signed_in.post(AGAIN, {"confirm": "2"})
    before = OutgoingMail.objects.count()

    answer = signed_in.post(AGAIN, {"confirm": "2"})

    assert answer.status_code == 422
    assert "Nothing was sent." in answer.text
    assert OutgoingMail.objects.count() == before


def test_those_of_one_state_alone(signed_in, three):
    assert addresses(signed_in.get(AGAIN, {"state": "expired"})) == ["lapsed@a.example"]
    assert addresses(signed_in.get(AGAIN, {"state": "open"})) == ["open@a.example"]
    assert len(addresses(signed_in.get(AGAIN, {"state": "withdrawn"}))) == 2


def test_what_has_changed_is_looked_at_once_more(signed_in, three):
    before = OutgoingMail.objects.count()

    assert signed_in.post(AGAIN, {"confirm": "3"}).status_code == 422
    assert signed_in.post(AGAIN).status_code == 422
    assert OutgoingMail.objects.count() == before


def test_answered_and_withdrawn_ones_stay(signed_in, three):
    lapsed, opened, _today = three
    Invitation.objects.filter(pk=lapsed.pk).update(withdrawn_at=timezone.now())
    Invitation.objects.filter(pk=opened.pk).update(
        accepted_at=timezone.now(), accepted_by=opened.invited_by
    )

    assert addresses(signed_in.get(AGAIN)) == []


def test_an_address_that_takes_no_mail_is_left_out(signed_in, three, monkeypatch):
    monkeypatch.setattr(again, "undeliverable_among", lambda emails: {"open@a.example"})

    shown = signed_in.get(AGAIN)

    assert addresses(shown) == ["lapsed@a.example"]
    assert "1 address takes no mail." in shown.text


def test_what_is_too_much_at_once_is_left_for_the_next_time(
    signed_in, three, monkeypatch
):
    monkeypatch.setattr(again, "MOST_MAILS", 1)

    shown = signed_in.get(AGAIN)

    assert addresses(shown) == ["lapsed@a.example"]
    assert "1 is left for the next time" in shown.text


def test_where_nothing_waits_it_says_so(signed_in, beekstad):
    assert "No invitation waits for an answer." in signed_in.get(AGAIN).text


def test_members_and_strangers_find_nothing(client, three, bob, charlie):
    for person in (bob, charlie):
        client.force_login(person)
        assert client.get(AGAIN).status_code == 404
        assert client.post(AGAIN, {"confirm": "2"}).status_code == 404


def test_the_list_leads_there_and_to_pasted_addresses(signed_in, three):
    page = signed_in.get(LIST).text

    assert f'href="{AGAIN}"' in page
    assert f'href="{reverse("tracking:staff", args=["beekstad"])}"' in page


def test_the_page_asks_as_much_for_thirty_as_for_one(signed_in, sent):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(AGAIN)
        return len(captured)

    sent("one@a.example", days=3)
    queries()
    one = queries()
    for number in range(29):
        sent(f"more{number}@a.example", days=3)

    assert queries() == one
