"""A bank with very many answers, written straight into PostgreSQL's tables, and what it
costs to count them. Made in a process of its own (bench.with_django)."""

import os
import resource
import time
import uuid
from datetime import timedelta

import psycopg
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg.types.json import Jsonb

from bench.quiz_course import (
    DRAW,
    LANGUAGE,
    key_of,
    make_course,
    possible_answers,
    release,
)
from courses.exercises import kind_of
from courses.models import Enrolment
from organisations.models import User
from quizzes.domain.analysis.counting import ask_for_analysis, carry_out
from quizzes.models import Attempt, Bank, QuestionVersion, VersionAnalysis

CHUNK = 5000
ROUNDS = 10

# Who is better answers better: in five steps of one out of five people.
ITEMS = """
    INSERT INTO quizzes_attemptitem (attempt_id, position, version_id, "order", flagged)
    SELECT attempt.id, place, version.id, '[]', false
    FROM quizzes_attempt attempt
    CROSS JOIN generate_series(1, %(draw)s) place
    JOIN asked version ON version.n = mod(attempt.id * 7 + place * 3, %(bank)s)
"""
ANSWERS = """
    INSERT INTO quizzes_answer (item_id, client, sequence, payload, received_at, waited)
    SELECT item.id, gen_random_uuid(), 1, chosen.payload,
           attempt.started_at + item.position * interval '40 seconds', 0
    FROM quizzes_attemptitem item
    JOIN quizzes_attempt attempt ON attempt.id = item.attempt_id
    JOIN chosen ON chosen.version_id = item.version_id
        AND chosen.n = CASE WHEN mod(item.id * 31, 10) < 4 + mod(attempt.id, 5) THEN 0
                            ELSE 1 + mod(item.id * 13, chosen.many - 1) END
"""
GRADES = """
    INSERT INTO quizzes_graderecord
        (item_id, correctness, reason, graded_at, is_dropped)
    SELECT item.id, chosen.correctness, 'automatic', now(), false
    FROM quizzes_attemptitem item
    JOIN quizzes_answer answer ON answer.item_id = item.id
    JOIN chosen ON chosen.version_id = item.version_id
        AND chosen.payload = answer.payload
"""
READ = """
    SELECT item.attempt_id, item.version_id, answer.payload, answer.received_at,
           grade.correctness
    FROM quizzes_attemptitem item
    JOIN quizzes_answer answer ON answer.item_id = item.id
    JOIN quizzes_graderecord grade ON grade.item_id = item.id
"""


def build(*, answers: int) -> dict:
    """Make it, count it, and say what that took."""
    course = make_course()
    edition = release(course)
    _attempts(course, edition, answers // DRAW)
    with connection.cursor() as cursor:
        _chosen(cursor)
        bank = QuestionVersion.objects.count()
        cursor.execute(ITEMS, {"draw": DRAW, "bank": bank})
        cursor.execute(ANSWERS)
        cursor.execute(GRADES)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM quizzes_answer")
        made = cursor.fetchone()[0]
    return {"answers": made} | _read_once() | _counted() | _page()


def _attempts(course, edition, many: int) -> None:
    now = timezone.now()
    for start in range(0, many, CHUNK):
        users = User.objects.bulk_create(
            User(email=f"taker{number}@bench.example")
            for number in range(start, min(start + CHUNK, many))
        )
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(user=user, course=course, edition=edition, started_at=now)
            for user in users
        )
        Attempt.objects.bulk_create(
            Attempt(
                enrolment=enrolment,
                activity_id=key_of("quiz"),
                edition=edition,
                cycle=1,
                number=1,
                seed=1,
                pass_percent=80,
                language=LANGUAGE,
                started_at=now,
                submitted_at=now + timedelta(minutes=10),
            )
            for enrolment in enrolments
        )


def _chosen(cursor) -> None:
    """The versions in a row, and what may be answered to each, with what it is worth."""
    cursor.execute("CREATE TEMP TABLE asked (n int PRIMARY KEY, id bigint)")
    cursor.execute(
        "CREATE TEMP TABLE chosen "
        "(version_id bigint, n int, many int, payload jsonb, correctness numeric(5, 4))"
    )
    answers = possible_answers()
    for n, version in enumerate(QuestionVersion.objects.order_by("pk")):
        cursor.execute("INSERT INTO asked VALUES (%s, %s)", [n, version.pk])
        content = version.content[LANGUAGE]
        given = [
            one["payload"]
            for one in answers[str(int(version.key.removeprefix("asked-")))]
            if one["payload"] is not None
        ]
        for place, payload in enumerate(given):
            worth = kind_of(content).grade(content, payload).correctness
            row = [version.pk, place, len(given), Jsonb(payload), round(worth, 4)]
            cursor.execute("INSERT INTO chosen VALUES (%s, %s, %s, %s, %s)", row)
    cursor.execute("CREATE INDEX ON chosen (version_id)")


def _read_once() -> dict:
    """The floor: the same rows, read one after the other and thrown away."""
    began, read = time.perf_counter(), 0
    with (
        psycopg.connect(os.environ["DATABASE_URL"]) as own,
        own.cursor(name="rows") as rows,
    ):
        rows.itersize = CHUNK
        for _row in rows.execute(READ):
            read += 1
    return {"read": read, "read_s": time.perf_counter() - began}


def _counted() -> dict:
    bank, before = Bank.objects.get(), _peak()
    # The task is carried out here, and not by a worker.
    ask_for_analysis(bank, now=timezone.now())
    queries = 0

    def count(execute, *of):
        nonlocal queries
        queries += 1
        return execute(*of)

    began, cpu = time.perf_counter(), time.process_time()
    # Not as Django logs them: their texts would be most of the memory.
    with connection.execute_wrapper(count):
        carry_out(bank.pk, clock=timezone.now)
    return {
        "seconds": time.perf_counter() - began,
        "cpu_s": time.process_time() - cpu,
        "grown_mib": _peak() - before,
        "queries": queries,
        "versions": VersionAnalysis.objects.count(),
    }


def _page() -> dict:
    """Milliseconds of the page an author opens."""
    author = User.objects.create_superuser(
        f"author-{uuid.uuid4().hex[:8]}@bench.example", printed_name="Author"
    )
    browser = Client()
    browser.force_login(author)
    address = reverse("bank_analysis", args=[Bank.objects.get().pk])
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        reply = browser.get(address, secure=True, headers={"host": "localhost"})
        times.append((time.perf_counter() - began) * 1000)
        if reply.status_code != 200:
            raise SystemExit(f"{address} answered {reply.status_code}.")
    return {"page_ms": times}


def _peak() -> float:
    """The most memory this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
