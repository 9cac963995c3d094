"""Very many people of a body, a list of all of them, and its award; made and measured in
a process of its own (bench.with_django)."""

import json
import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from psycopg.types.json import Jsonb

from bench.quiz_course import CHUNK, make_course, release
from certificates.domain.bulk.asking import bring_list, confirm
from certificates.domain.bulk.carrying import work_on
from certificates.domain.sealing.demo import demo_key
from certificates.enums import AwardRowState
from certificates.models import AwardRun, Certificate, CertificateRule
from organisations.enums import Role
from organisations.models import Membership, User

SECTORS = ("POL", "YTH", "EDU", "MUN")
LANGUAGES = ("nl", "fr")
# The same table with the same indexes, and nothing that asks what the rows mean.
BARE = "CREATE TABLE bench_bare (LIKE certificates_certificate INCLUDING ALL)"
AT_ONCE = 500


def build(*, people: int, sealed: int) -> dict:
    """Award to `people`, of whom only the first `sealed` wait for their PDFs then."""
    key = Path(os.environ["RELAY_SEAL_FILE"])
    key.write_bytes(demo_key(now=datetime.now(UTC)))
    rule = _rule()
    owners = [_owner(rule, number) for number in range(2)]
    data = _list(_people(people, rule))
    now = timezone.now()
    brought, run = _timed(
        lambda: bring_list(
            rule.course,
            rule.issuer,
            data,
            given_by="The academy",
            reason="The same programme, in a class",
            actor=owners[0],
            now=now,
        )
    )
    _vacuum()
    looked, _none = _timed(lambda: work_on(run.pk, clock=timezone.now))
    _confirmed, run = _timed(lambda: confirm(run, actor=owners[1], now=timezone.now()))
    cpu = time.process_time()
    awarded, _none = _timed(lambda: work_on(run.pk, clock=timezone.now))
    cpu = time.process_time() - cpu
    bare = _bare()
    _leave(sealed)
    return {
        "people": people,
        "brought_s": brought,
        "looked_s": looked,
        "awarded_s": awarded,
        "cpu_s": cpu,
        "bare_s": bare,
        "sealed": sealed,
        **_counted(run),
    }


def _timed(act) -> tuple[float, object]:
    began = time.perf_counter()
    made = act()
    return time.perf_counter() - began, made


def _vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _rule() -> CertificateRule:
    course = make_course()
    release(course)
    names = {"en": "Prevention - {sector}", "nl": "Preventie - {sector}"}
    return CertificateRule.objects.create(
        course=course,
        prefix="CPL",
        names=names | {"fr": "Prévention - {sector}"},
        validity_months=24,
        issuer=course.owner,
        signatory_name="Maud Lacroix-Okafor",
        signatory_titles={"en": "Programme owner", "nl": "Programma-eigenaar"},
    )


def _owner(rule: CertificateRule, number: int) -> User:
    user = User.objects.create_user(f"owner{number}@bench.example")
    _belong([user], rule, Role.PROGRAMME_OWNER)
    return user


def _people(count: int, rule: CertificateRule) -> list[User]:
    made = []
    for start in range(0, count, CHUNK):
        users = User.objects.bulk_create(
            User(
                email=f"trained{number}@bench.example",
                printed_name=f"Person {number}",
                language=LANGUAGES[number % len(LANGUAGES)],
                sector_id=SECTORS[number % len(SECTORS)],
                name_checked_at=timezone.now(),
            )
            for number in range(start, min(start + CHUNK, count))
        )
        _belong(users, rule, Role.LEARNER)
        made += users
    return made


def _belong(users: list[User], rule: CertificateRule, role: Role) -> None:
    since = date.today() - timedelta(days=90)  # noqa: DTZ011 -- a day like another
    Membership.objects.bulk_create(
        Membership(user=one, organisation=rule.issuer, role=role, starts_on=since)
        for one in users
    )


def _list(people: list[User]) -> bytes:
    """Trained on ten different days of the last month."""
    first = date.today() - timedelta(days=30)  # noqa: DTZ011 -- as above
    lines = ["e-mail,day"]
    for number, one in enumerate(people):
        lines.append(f"{one.email},{first + timedelta(days=number % 10)}")
    return "\n".join(lines).encode()


def _bare() -> float:
    """Seconds for the same rows of certificates, so many with each commit."""
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        cursor.execute("SELECT * FROM certificates_certificate ORDER BY id")
        names = [column.name for column in cursor.description]
        place = names.index("words")
        rows = []
        for row in cursor.fetchall():
            cells = list(row)
            # Django's connections leave it a text.
            cells[place] = Jsonb(json.loads(cells[place]))
            rows.append(cells)
        holes = ", ".join(["%s"] * len(names))
        one = f"({holes})"
        began = time.perf_counter()
        for start in range(0, len(rows), AT_ONCE):
            chunk = rows[start : start + AT_ONCE]
            cursor.execute(
                f"INSERT INTO bench_bare VALUES {', '.join([one] * len(chunk))}",  # noqa: S608 -- holes alone
                [cell for row in chunk for cell in row],
            )
        return time.perf_counter() - began


def _leave(sealed: int) -> None:
    """Of what waits for workers, only the PDFs of the first certificates."""
    first = set(
        Certificate.objects.order_by("pk").values_list("pk", flat=True)[:sealed]
    )
    for task in DBTaskResult.objects.all():
        keys = task.args_kwargs["args"][0]
        if isinstance(keys, list) and first & set(keys):
            continue
        task.delete()


def _counted(run: AwardRun) -> dict:
    rows = run.rows.filter(state=AwardRowState.AWARDED)
    certificates = Certificate.objects
    return {
        "gaps": run.rows.count() - rows.count(),
        "doubles": certificates.count()
        - certificates.values("holder", "sector").distinct().count(),
    }
