"""Going to an address as somebody, and what comes of it."""

from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from tests.project.access_world import MARK, World
from tests.project.addresses import Address, path_of, question_of

# An empty form, with what Wagtail's widgets always send and its views rely on.
FORM = "body-count=0&hours-count=0&innocent-count=0&external-link-chooser-url="
FORM += "&logos-count=0&signatories-count=0"
OUTCOMES = {200: "ok", 204: "ok", 400: "invalid", 403: "forbidden", 404: "missing"}


@dataclass(frozen=True)
class Visit:
    path: str
    outcome: str
    tells: bool  # Whether MARK can be read in the answer.


class Visitor:
    """A browser of one person, who stays signed in."""

    def __init__(self, world: World, role: str) -> None:
        self.world = world
        self.client = Client(raise_request_exception=False)
        person = world.person(role)
        if person is not None:
            self.client.force_login(person)

    def look(self, address: Address) -> Visit:
        """GET the address, and undo what that did."""
        place = transaction.savepoint()
        try:
            return self._go("GET", address)
        finally:
            transaction.savepoint_rollback(place)

    def push(self, address: Address) -> Visit:
        """POST an empty form to the address. What it does stays."""
        return self._go("POST", address)

    def _go(self, method: str, address: Address) -> Visit:
        # Some addresses sign out.
        cookies = copy(self.client.cookies)
        path = path_of(address, self.world)
        response = self.client.generic(
            method,
            path,
            FORM if method == "POST" else "",
            query_params=question_of(address, self.world),
            content_type="application/x-www-form-urlencoded",
        )
        body = b"".join(response) if response.streaming else response.content
        self.client.cookies = cookies
        told = MARK.encode() in body or MARK in str(response.headers)
        return Visit(path, _outcome(response), told)


def _outcome(response) -> str:
    if response.status_code in (301, 302):
        target = response.headers["Location"]
        return "login" if target.startswith("/account/login/") else "elsewhere"
    if response.status_code == 405:
        return "method"
    return OUTCOMES.get(response.status_code, str(response.status_code))
