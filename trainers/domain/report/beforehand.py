"""What very many people gave is counted beforehand, and read of the report of today.

The rows are only a quicker way to the same numbers: where nobody counted lately, or of an
earlier day, they are counted while somebody waits.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.models import PeriodicRun
from trainers.domain.report.given import few, note_first, parts_of
from trainers.domain.report.ways import later, trained
from trainers.models import Accreditation, GivenInYear

# The name by which the tick has it done.
COUNTING = "trainers.count_given"
# What was counted longer ago is counted anew by whoever reads it.
FRESH = timedelta(minutes=15)
FIELDS = ("sessions", "groups", "people", "first_on", "first_group_on", "last_on")
BATCH = 500


def is_counted(now: datetime) -> bool:
    """Whether everything was counted lately, and without an error."""
    return PeriodicRun.objects.filter(
        name=COUNTING, last_finished__gte=now - FRESH, last_error=""
    ).exists()


@transaction.atomic
def count_given(now: datetime) -> int:
    """Count what everybody gave, and write what stands otherwise; returns how many rows.
    Again without effect. Where there are few trainers nobody waits for it, and nothing is
    kept."""
    wanted = _counted(now) if _are_many() else {}
    standing = {
        (one.accreditation_id, one.year): one for one in GivenInYear.objects.all()
    }
    gone = [one.pk for key, one in standing.items() if key not in wanted]
    GivenInYear.objects.filter(pk__in=gone).delete()
    made = [one for key, one in wanted.items() if key not in standing]
    GivenInYear.objects.bulk_create(made, batch_size=BATCH)
    changed = []
    for key, one in standing.items():
        if key in wanted and _values(wanted[key]) != _values(one):
            wanted[key].pk = one.pk
            changed.append(wanted[key])
    GivenInYear.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
    return len(gone) + len(made) + len(changed)


def _are_many() -> bool:
    trained_ones = Accreditation.objects.filter(trained_on__isnull=False)
    return few(set(trained_ones.values_list("person", flat=True))) is None


def _counted(now: datetime) -> dict[tuple[int, int], GivenInYear]:
    """{(accreditation, year): what was given}. Who withdrew and came back has all of it
    with the last."""
    today = timezone.localdate(now)
    ways, by_accreditation = trained(Accreditation.objects.all(), today)
    ids = {id(way): pk for pk, way in by_accreditation.items()}
    found: dict[tuple[int, int], GivenInYear] = {}

    def row(way, year: int) -> GivenInYear:
        key = (ids[id(way)], year)
        if key not in found:
            found[key] = GivenInYear(accreditation_id=key[0], year=year)
        return found[key]

    for part in parts_of(None, today, today=today):
        way = ways.get(part.key)
        if way is None:
            continue
        last = row(way, part.last.year)
        last.last_on = later(last.last_on, part.last)
        if part.led:
            one = row(way, part.led.began.year)
            one.sessions += not part.is_group
            one.groups += part.is_group
            one.people += part.led.people
            note_first(one, part, way.trained_on)
    return found


def _values(one: GivenInYear) -> tuple:
    return tuple(getattr(one, name) for name in FIELDS)
