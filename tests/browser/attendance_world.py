"""A training session of two blocks that has begun, in whose list 25 people stand, and
two others: written into the database of a running demo by
`python -m tests.browser.attendance_world`, with its RELAY_VAR. Says as JSON who is signed
in (`people`) and where things are (`at`). With the address of a list it takes the last
block out of that session instead."""

import json
import os
import sys
from datetime import timedelta

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
    django.setup()

from types import SimpleNamespace

from django.utils import timezone

from organisations.enums import Role
from tests.browser.town_world import key_of
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import (
    make_accredited,
    make_person,
    make_programme,
    make_session,
)
from trainers.domain.sessions.calendar import withdraw_block
from trainers.domain.sessions.registering import sign_up
from trainers.models import SessionTrainer, TrainingSession

NOW = timezone.now()
NAMES = (
    "Aïcha", "Björn", "Chloé", "Đorđe", "Élise", "Fatma", "Gül", "Hannes", "Ines",
    "Jürgen", "Katrien", "Łukasz", "Mehdi", "Nele", "Oskar", "Pauline", "Quinten",
    "Rachida", "Søren", "Tine", "Ümit", "Véronique", "Wout", "Xenia",
)  # fmt: skip
LONG = "Maria-Christina Vandenbroucke-Van den Berghe de Saint-Hubert"


def build() -> dict:
    house = OrganisationFactory(name="Prevention of the province", code="list-house")
    town = OrganisationFactory(name="Sint-Katelijne-Waver-Noord", code="list-town")
    OrganisationFactory(name="Buurgemeente-Oost", code="list-next")
    programme = make_programme(house, code="list-programme")
    people = {
        "owner": make_person("Olga Claes", house, Role.PROGRAMME_OWNER),
        "lead": make_person("Lieve Peeters", house),
        "second": make_person("Otto Maes", house),
    }
    for name in ("lead", "second"):
        make_accredited(people[name], programme, house, now=NOW)
    world = SimpleNamespace(
        programme=programme,
        employer=town,
        olga=people["owner"],
        lieve=people["lead"],
    )
    officers = [make_person(f"{name} Wouters", town) for name in NAMES]
    officers.append(make_person(LONG, town))
    at = {"town": town.name, "names": [str(one) for one in officers]}
    # Of two that are alike one test has each.
    for name, days in (
        ("list", (30, 31)),
        ("other list", (40, 41)),
        ("list of a block that goes", (50, 51)),
    ):
        session = make_session(
            world, now=NOW, days=days, capacity=30, title=f"Talking early, {name}"
        )
        SessionTrainer.objects.create(
            session=session, person=people["second"], role="co"
        )
        for one in officers:
            sign_up(session, one, actor=one, now=NOW)
        _begin(session)
        at[name] = f"/trainers/sessions/{session.uuid}/attendance/"
    # Somebody signs out, and is still signed in elsewhere.
    people |= {f"{name} who leaves": people[name] for name in ("lead", "second")}
    return {"at": at, "people": {name: key_of(one) for name, one in people.items()}}


def _begin(session: TrainingSession) -> None:
    """Its first block has begun half an hour ago."""
    block = session.blocks.first()
    block.starts_at = timezone.now() - timedelta(minutes=30)
    block.ends_at = timezone.now() + timedelta(hours=3)
    block.save()


def withdraw_last(address: str) -> None:
    """As whoever plans a session does who needs a block less."""
    session = next(
        one for one in TrainingSession.objects.all() if str(one.uuid) in address
    )
    withdraw_block(session.blocks.last(), now=timezone.now())


if __name__ == "__main__":
    if sys.argv[1:]:
        withdraw_last(sys.argv[1])
    else:
        sys.stdout.write(json.dumps(build()))
