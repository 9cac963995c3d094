"""What several views read of a request, and the addresses they make of it."""

from django.test import RequestFactory

from lms.requests import query_of, sort_links

CALL = RequestFactory()


def test_an_address_keeps_what_was_asked_but_what_changes():
    request = CALL.get("/", {"q": "a b", "page": "3", "sort": "name"})
    assert query_of(request) == "?q=a+b&page=3&sort=name"
    assert query_of(request, page="4") == "?q=a+b&page=4&sort=name"
    assert query_of(request, page=None, show="all") == "?q=a+b&sort=name&show=all"


def test_a_heading_sorts_by_its_column_and_turns_the_one_that_sorts_now():
    request = CALL.get("/", {"q": "x", "page": "3"})
    links = sort_links(request, ("name", "until"), "name")
    assert links["name"] == {"url": "?q=x&sort=-name", "state": "ascending"}
    assert links["until"] == {"url": "?q=x&sort=until", "state": ""}
    turned = sort_links(request, ("name", "until"), "-until")
    assert turned["until"] == {"url": "?q=x&sort=until", "state": "descending"}
