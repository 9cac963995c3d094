"""A town that asks a course of its people, and the body that issues the certificates:
written into the database of a running demo by `python -m tests.browser.town_world`, with
its RELAY_VAR. Says as JSON who is signed in (`people`) and where things are (`at`)."""

import json
import os
import sys
from datetime import date, timedelta

import django
import time_machine

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
    django.setup()

from django.conf import settings
from django.test import Client
from django.utils import timezone

from certificates.domain.award import award_certificate
from certificates.domain.life import suspend
from certificates.models import Certificate
from interop.domain.tokens import make_token
from organisations.domain.memberships import start_membership
from organisations.enums import Role
from organisations.models import User
from tests.factories.certificates import complete, make_rule
from tests.factories.courses import make_course
from tests.factories.organisations import OrganisationFactory, UserFactory
from tests.factories.tracking import make_enrolment, make_progress
from tracking.domain.requirements import require_course

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
# Names that are long, and in the letters of those who carry them.
OFFICERS = (
    "Ingeborg-Wilhelmina van den Bossche-Vandenbroucke",
    "Олександра Шевченко-Ковальчук",
    "Đorđe Źak",
    "Πηνελόπη Παπακωνσταντίνου",
    "Łukasz Przybyszewski",
    "Anne-Sophie Delacroix-Grandjean",
    "Stijn Op de Beeck",
)
# Of "town-one": an activity of the course comes by its slug.
WAY = ("town-one", "town-two", "town-quiz", "town-beat")


def build() -> dict:
    """All of it; somebody of the police holds a certificate that was suspended."""
    house = OrganisationFactory(
        name="Landesarbeitsgemeinschaft für Präventionsweiterbildung", code="issuer"
    )
    town = OrganisationFactory(name="Sint-Katelijne-Waver-Scherpenheuvel", code="town")
    small = make_course(house, code="town")
    small.release_as_made(now=NOW - timedelta(days=200))
    make_rule(small.course)
    people = {
        name: _person(house, name, role)
        for name, role in (
            ("issuer", Role.PROGRAMME_OWNER),
            ("second", Role.PROGRAMME_OWNER),
        )
    }
    people["coordinator"] = _person(
        town, "coordinator", Role.COORDINATOR, printed_name="Veerle Vandeputte"
    )
    next_town = OrganisationFactory(name="Buurgemeente", code="next-town")
    people["neighbour"] = _person(next_town, "neighbour", Role.COORDINATOR)
    _token, key = make_token(
        next_town,
        name="Reports",
        scopes=["read"],
        last_day=TODAY + timedelta(days=30),
        actor=people["neighbour"],
        now=NOW,
    )
    officers = [
        _person(town, f"officer{number}", Role.LEARNER, printed_name=name)
        for number, name in enumerate(OFFICERS)
    ]
    people["holder"] = officers[0]
    requirement = require_course(
        town,
        officers[0].sector,
        small.course,
        actor=people["coordinator"],
        now=NOW - timedelta(days=190),
        due_days=60,
    )
    held = [
        _certified(small, one, NOW - timedelta(days=100 - number))
        for number, one in enumerate(officers[:3])
    ]
    make_progress(make_enrolment(officers[3], small.course, TODAY), TODAY, count=2)
    suspend(
        held[0],
        reason_code="not-in-order",
        actor=people["issuer"],
        now=NOW - timedelta(days=2),
    )
    at = {
        "certificate": str(held[0].uuid),
        "number": held[0].number,
        "late": str(officers[4].uuid),
        "requirement": requirement.pk,
        "key of the neighbour": key,
    }
    return {"at": at, "people": {name: key_of(one) for name, one in people.items()}}


def _certified(small, user, then) -> Certificate:
    with time_machine.travel(then, tick=False):
        return award_certificate(complete(small, user, now=then, way=WAY), now=then)


def _person(organisation, name, role, **fields) -> User:
    user = UserFactory(email=f"{name}@{organisation.code}.example", **fields)
    start_membership(user, organisation, role=role, starts_on=date(2025, 1, 1), now=NOW)
    return user


def key_of(user: User) -> str:
    """What a browser shows of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    sys.stdout.write(json.dumps(build()))
