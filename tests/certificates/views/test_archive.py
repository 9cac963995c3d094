"""Downloading all of one's certificates."""

import io
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

ALL = reverse("certificates:archive")


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


def names(client):
    return ZipFile(io.BytesIO(client.get(ALL).getvalue())).namelist()


def test_the_holder_gets_theirs_and_nobody_elses(client, certificate, bob, alice):
    client.force_login(bob)
    assert f"{certificate.number}.pdf" in names(client)
    other = Client()
    other.force_login(alice)
    assert names(other) == ["certificates.csv"]


def test_it_is_sent_as_it_is_made_and_kept_nowhere(client, certificate, bob):
    client.force_login(bob)
    response = client.get(ALL)
    assert response.streaming
    assert response["Content-Type"] == "application/zip"
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="relay-certificates-2026-11-21.zip"'
    )
    assert "no-store" in response["Cache-Control"]


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get(ALL)["Location"].startswith(reverse("account_login"))


def test_nobody_has_them_made_again_and_again(client, bob):
    client.force_login(bob)
    assert [client.get(ALL).status_code for _ in range(7)] == [200] * 6 + [429]
    assert client.post(ALL).status_code == 405


def test_the_list_leads_there(client, certificate, bob, alice):
    client.force_login(bob)
    page = reverse("certificates:list")
    assert ALL in client.get(page).text
    client.force_login(alice)
    assert ALL not in client.get(page).text
