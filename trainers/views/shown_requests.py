"""Requests for training as their pages show them."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.requests import query_of
from organisations.models import Sector
from trainers.domain.requests import words
from trainers.domain.requests.needs import Needs
from trainers.domain.requests.plans import Plan, Step
from trainers.enums import Held, Venue, Want


def tabs_of(request: HttpRequest, there: list[str], show: str) -> list[dict]:
    """Where there are two lists, one leads to the other."""
    labels = {"mine": _("Asked by us"), "handle": _("To handle")}
    if len(there) < 2:
        return []
    return [
        {
            "label": labels[one],
            "url": query_of(request, show=one, page=None),
            "current": one == show,
        }
        for one in there
    ]


def shown_answers(needs: Needs) -> list[tuple[str, list[str]]]:
    """The questions that were answered, each with its answers in words."""
    names, sectors = dict(settings.LANGUAGES), _sector_names()
    rows = [
        (_("What is asked for"), [Want(one).label for one in needs.wanted]),
        (
            _("Who it is for"),
            [
                _("%(sector)s: %(number)s (%(held)s)")
                % {
                    "sector": sectors.get(one.sector, one.sector),
                    "number": one.people,
                    "held": Held(one.held).label,
                }
                for one in needs.staff
            ],
        ),
        (
            _("Languages"),
            [
                _("%(language)s: about %(number)s")
                % {"language": names.get(code, code), "number": number}
                for code, number in needs.speakers
            ],
        ),
        (_("Groups of young people planned"), _some(needs.young_groups)),
        (_("Groups of parents and carers planned"), _some(needs.parent_groups)),
        (_("Colleagues who would become trainers"), _some(needs.candidates)),
        (
            _("You have trainers for colleagues in"),
            [names.get(one, one) for one in needs.own_frontline],
        ),
        (
            _("You have BOUNCEup trainers in"),
            [names.get(one, one) for one in needs.own_bounce],
        ),
        (_("Hours that can be freed per person"), [str(needs.hours)]),
        (_("Place for a group"), [Venue(needs.venue).label]),
        (_("Remark"), [needs.remark] if needs.remark else []),
    ]
    return [(question, said) for question, said in rows if said]


def shown_plan(plan: Plan) -> dict:
    """The steps as rows of a table, and the warnings in sentences."""
    sectors = _sector_names()
    return {
        "rows": [_row(one, plan, sectors) for one in plan.steps],
        "warnings": words.warnings_of(plan),
    }


def _row(step: Step, plan: Plan, sectors: dict[str, str]) -> dict:
    return {
        "name": words.name_of(step.offer),
        "code": step.offer.code,
        "reason": words.reason_of(step),
        "sectors": [sectors.get(one, one) for one in step.sectors],
        "people": step.people,
        "parts": [
            {
                "language": one.language,
                "people": one.people,
                "groups": words.groups_of_part(one.sizes) if one.sizes else "",
                "available": one.available,
            }
            for one in step.parts
        ],
        "duration": words.duration_of(step.offer),
        "when": words.when_of(step, plan),
        "trainers": step.trainers,
        "asks_accredited": bool(step.offer.programme),
    }


def _sector_names() -> dict[str, str]:
    return {one.pk: str(one) for one in Sector.objects.all()}


def _some(number: int) -> list[str]:
    return [str(number)] if number else []
