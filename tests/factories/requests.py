"""Answers to the questionnaire on what training an organisation needs."""

from datetime import date, datetime

from organisations.models import Organisation, User
from trainers.domain.requests import asking
from trainers.domain.requests.needs import Needs, Staff
from trainers.enums import Held, Venue, Want
from trainers.models import TrainingRequest


def needs(**changes) -> Needs:
    """Forty people of the town hall who have done nothing yet, in Dutch."""
    fields = {
        "staff": (Staff("MUN", 40),),
        "wanted": (Want.NOTICE,),
        "speakers": (("nl", 40),),
        "hours": 8,
        "venue": Venue.ROOM,
        "starts_on": date(2027, 1, 1),
        "ends_on": date(2027, 12, 31),
        **changes,
    }
    return Needs(**fields)


def staff(sector: str, people: int, held: Held = Held.NOTHING) -> Staff:
    return Staff(sector, people, held)


def make_request(
    organisation: Organisation, actor: User, *, now: datetime, programme=None, **changes
) -> TrainingRequest:
    """What somebody asks for an organisation."""
    return asking.ask(
        organisation, needs(**changes), programme=programme, actor=actor, now=now
    )
