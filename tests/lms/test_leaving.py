"""Signing out throws away no work that waits on a device."""

from datetime import timedelta

import pytest
from django.http import HttpRequest

from lms.leaving import waiting_on


def request(**cookies) -> HttpRequest:
    made = HttpRequest()
    made.COOKIES = cookies
    return made


def test_only_who_is_registered_and_says_so_keeps_something():
    said = request(**{"relay-attendance": "1", "relay-something": "1"})
    assert [one.name for one in waiting_on(said)] == ["relay-attendance"]
    assert waiting_on(request(sessionid="x")) == []


@pytest.mark.django_db
def test_a_browser_that_cuts_what_scripts_say_hears_it_from_the_server(client):
    assert "relay-attendance" not in client.get("/").cookies
    client.cookies["relay-attendance"] = "1"
    client.cookies["relay-something"] = "1"
    said = client.get("/").cookies["relay-attendance"]
    assert (said.value, said["path"], said["samesite"]) == ("1", "/", "Lax")
    assert said["max-age"] == timedelta(days=365).total_seconds()
    # Its script takes it away again.
    assert not said["httponly"]
    assert not said["secure"]
    assert client.get("/", secure=True).cookies["relay-attendance"]["secure"]
    assert "relay-something" not in client.get("/").cookies
