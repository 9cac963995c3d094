"""Signing out throws away no work that waits on a device."""

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
