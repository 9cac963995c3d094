"""A staff list of very many people, looked at, carried out, brought again and taken back;
measured in a process of its own (bench.with_django)."""

import resource
import time
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

from django.db import connection
from django.utils import timezone

from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Membership, Organisation, User
from tracking.domain.staff import asking, carrying
from tracking.domain.staff.asking import bring_list, confirm, take_back
from tracking.domain.staff.carrying import work_on
from tracking.domain.staff.sheets import sheet_of_file
from tracking.enums import StaffImportState, StaffRowState
from tracking.models import StaffImport

DEPARTMENTS = 60
SECTORS = ("POL", "YTH", "EDU", "MUN")
# Of a file of such a size every so many lines have a mistake.
MISTAKES_EVERY = 68
HEADINGS = ("e-mail", "name", "sector", "function", "department", "badge number")


def build(*, people: int) -> dict:
    """Seconds, memory and counts, by name."""
    # The measuring process is the worker.
    asking.carry_staff_import = carrying.carry_staff_import = SimpleNamespace(
        enqueue=lambda _run: None
    )
    now = timezone.now()
    body, actor = _body(now)
    data = _file(people)
    before, rows_before = _peak(), _rows()
    read, run = _timed(lambda: _bring(body, data, actor))
    looked, _none = _timed(lambda: _work(run))
    wrong = run.rows.filter(state=StaffRowState.ERROR).count()
    confirm(run, is_sure=True, actor=actor, now=timezone.now())
    carried, _none = _timed(lambda: _work(run))
    growth = _peak() - before
    made = {name: _rows()[name] - many for name, many in rows_before.items()}
    copied = _copied([name for name, many in made.items() if many])
    again, changes = _timed(lambda: _again(body, data, actor))
    take_back(run, actor=actor, now=timezone.now())
    undone, _none = _timed(lambda: _work(run))
    left = Membership.objects.filter(organisation__path__startswith=body.path)
    return {
        "people": people,
        "mistakes": wrong,
        "read_s": read,
        "looked_s": looked,
        "carried_s": carried,
        "again_s": again,
        "undone_s": undone,
        "copied_s": copied,
        "rows": sum(made.values()),
        "growth_mib": growth,
        "missing": people - wrong - made["organisations_user"],
        "changes_again": changes,
        "left": left.on(timezone.localdate()).filter(role=Role.LEARNER).count(),
        "state": StaffImportState(StaffImport.objects.get(pk=run.pk).state).name,
    }


def _body(now: datetime) -> tuple[Organisation, User]:
    body = Organisation.objects.create(
        name="Zone Listed",
        code="listed",
        level=Level.POLICE_ZONE,
        language_regime=LanguageRegime.NL,
    )
    body.path = f"/{body.pk}/"
    body.save(update_fields=["path"])
    for number in range(DEPARTMENTS):
        part = Organisation.objects.create(
            name=f"Department {number}",
            code=f"listed-{number}",
            parent=body,
            level=Level.DEPARTMENT,
            language_regime=LanguageRegime.NL,
        )
        Organisation.objects.filter(pk=part.pk).update(path=f"{body.path}{part.pk}/")
    actor = User.objects.create_user("coordinator@listed.example")
    Membership.objects.create(
        user=actor, organisation=body, role=Role.COORDINATOR, starts_on=now.date()
    )
    return body, actor


def _file(people: int) -> bytes:
    """Semicolons, and now and then an address that is none."""
    lines = [";".join(HEADINGS)]
    for number in range(people):
        is_wrong = number % MISTAKES_EVERY == 0
        lines.append(
            ";".join(
                (
                    "nobody" if is_wrong else f"person{number}@listed.example",
                    f"Żaneta Đorđević-{number}",
                    SECTORS[number % len(SECTORS)],
                    "Wijkinspecteur" if number % 3 else "",
                    f"listed-{number % DEPARTMENTS}",
                    f"B{number:06}",
                )
            )
        )
    return "\n".join(lines).encode()


def _bring(body: Organisation, data: bytes, actor: User) -> StaffImport:
    return bring_list(body, sheet_of_file(data), actor=actor, now=timezone.now())


def _work(run: StaffImport) -> None:
    work_on(run.pk, clock=timezone.now)
    run.refresh_from_db()


def _again(body: Organisation, data: bytes, actor: User) -> int:
    """How many lines the same file would change once it was carried out."""
    run = _bring(body, data, actor)
    _work(run)
    acting = run.rows.exclude(state__in=(StaffRowState.UNCHANGED, StaffRowState.ERROR))
    return acting.count()


def _rows() -> dict[str, int]:
    """{table: its rows}, of those that such a list may write."""
    names = [
        name
        for name in connection.introspection.table_names()
        if name.startswith(("organisations_", "tracking_", "account_", "lms_"))
    ]
    with connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 -- a table of ours
            found[name] = cursor.fetchone()[0]
    return found


def _copied(tables: list[str]) -> float:
    """Seconds to COPY all rows of these tables into empty ones with the same indexes."""
    seconds = 0.0
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f'CREATE TABLE "bench_{name}" (LIKE "{name}" INCLUDING ALL)')
            with cursor.copy(f'COPY "{name}" TO STDOUT') as out:
                rows = b"".join(bytes(some) for some in out)
            began = time.perf_counter()
            with cursor.copy(f'COPY "bench_{name}" FROM STDIN') as into:
                into.write(rows)
            seconds += time.perf_counter() - began
    return seconds


def _timed(act: Callable) -> tuple[float, object]:
    began = time.perf_counter()
    made = act()
    return time.perf_counter() - began, made


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
