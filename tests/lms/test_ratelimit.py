import threading
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from lms.ratelimit import allow, by_address, client_address, rate_limited, retry_after

MINUTE = timedelta(minutes=1)


def test_allow_counts_to_the_limit_and_starts_again_in_the_next_window(now):
    assert [allow("k", limit=3, per=MINUTE, now=now) for _ in range(5)] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert allow("k", limit=3, per=MINUTE, now=now + MINUTE)


def test_keys_do_not_share_their_limit(now):
    assert allow("a b\n", limit=1, per=MINUTE, now=now)
    assert allow("c" * 500, limit=1, per=MINUTE, now=now)


def test_many_threads_together_get_exactly_the_limit(now):
    granted = []

    def use():
        for _ in range(10):
            granted.append(allow("k", limit=25, per=MINUTE, now=now))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert granted.count(True) == 25


def test_retry_after_is_the_rest_of_the_window(now):
    assert retry_after(MINUTE, now + timedelta(seconds=59.9)) == 1
    assert retry_after(MINUTE, now) == 60


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (1, "", "10.0.0.1"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "<script>", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, expected):
    settings.RELAY_TRUSTED_PROXIES = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded
    )
    assert client_address(request) == expected


def test_an_ipv6_client_counts_by_its_network():
    def key(address):
        return by_address(RequestFactory().get("/", REMOTE_ADDR=address))

    assert key("2001:db8::1") == key("2001:db8::ffff") == "2001:db8::/64"
    assert key("2001:db8:0:1::1") != key("2001:db8::1")
    assert key("") == "nowhere"


def test_a_limited_view_answers_429_and_when_to_come_back():
    @rate_limited("code", limit=1, per=MINUTE)
    def view(request):
        return HttpResponse("fine")

    post = RequestFactory().post("/")
    assert [view(post).status_code for _ in range(2)] == [200, 429]
    refused = view(post)
    assert "Wait 1 minute and try again." in refused.text
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert view(RequestFactory().get("/")).status_code == 200
