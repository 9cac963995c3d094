"""Groups of the delivery log as their pages and files show them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.requests import query_of
from trainers.domain.delivery.reading import Read, told_heads, told_smiles
from trainers.domain.delivery.totals import totals_of
from trainers.domain.naming import programme_name
from trainers.enums import Adaptation, GroupState
from trainers.models import DeliveredGroup


def tabs_of(request: HttpRequest, there: list[str], part: str) -> list[dict]:
    """Where there are several lists, one leads to the others."""
    labels = {
        "mine": _("My groups"),
        "organisation": _("Of the organisation"),
        "programme": _("Of the programme"),
    }
    if len(there) < 2:
        return []
    return [
        {
            "label": labels[one],
            "url": query_of(request, part=one, page=None, year=None),
            "current": one == part,
        }
        for one in there
    ]


def with_heads(rows: Iterable[DeliveredGroup], part: str) -> list[DeliveredGroup]:
    """Rows of a list, each with `heads` as they may be told."""
    found = list(rows)
    for one in found:
        one.heads = told_heads(one.most_heads, is_open=part != "organisation")
    return found


def shown_meetings(seen: Read) -> list[dict]:
    """The meetings as rows of a table; of whoever reads numbers alone without the words
    and smileys of one meeting."""
    return [
        {
            "one": one,
            "heads": seen.heads[one.pk],
            "adaptations": [Adaptation(word).label for word in one.adaptations],
            "smiles": one.smiles if seen.is_open else None,
            "note": one.note if seen.is_open else "",
            "led_by": one.led_by if seen.is_open else "",
        }
        for one in seen.meetings
    ]


def shown_smiles(smiles: tuple[int, int, int] | None) -> list[dict]:
    """Three bars with their numbers; none where nothing may be told."""
    total = sum(smiles or ())
    if not total:
        return []
    labels = (_("Good"), _("So-so"), _("Bad"))
    return [
        {"label": label, "number": number, "total": total}
        for label, number in zip(labels, smiles, strict=True)
    ]


def file_rows(rows, part: str, *, now: datetime) -> Iterator[list]:
    """The lines of a file of groups, the first with what stands in each column."""
    languages = dict(settings.LANGUAGES)
    head = [
        _("Group"),
        _("Programme"),
        _("Language"),
        _("Municipality"),
        _("Organised by"),
        _("Lead"),
        _("State"),
        _("Youngest, in years"),
        _("Oldest, in years"),
        _("First meeting"),
        _("Last meeting"),
        _("Meetings held"),
        _("Meetings planned"),
        _("Minutes"),
        _("People in the fullest meeting"),
        _("Smileys: good"),
        _("Smileys: so-so"),
        _("Smileys: bad"),
        _("What was done otherwise"),
    ]
    many = rows.prefetch_related("meetings").iterator(chunk_size=200)
    lines = (_line(one, part, languages, now) for one in many)
    return chain([head], lines)


def _line(group: DeliveredGroup, part: str, languages: dict, now: datetime) -> list:
    totals = totals_of(group.meetings.all())
    is_open = part != "organisation"
    smiles = told_smiles(group, totals, is_open=is_open, now=now) or ("", "", "")
    return [
        group.code,
        programme_name(group.programme),
        languages.get(group.language, group.language),
        group.municipality.name,
        group.organiser.name,
        group.lead_name,
        GroupState(group.state).label,
        group.age_from,
        group.age_to,
        totals.first_day,
        totals.last_day,
        totals.meetings,
        group.meetings_planned,
        totals.minutes,
        told_heads(totals.most_heads, is_open=is_open),
        *smiles,
        "; ".join(str(Adaptation(word).label) for word, _count in totals.adaptations),
    ]
