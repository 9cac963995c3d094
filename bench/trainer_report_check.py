"""What the report of trainers has to say, counted from the rows by statements of its own;
and what it costs just to read and count them."""

import time

from django.db import connection

from trainers.models import TrainerProgramme

ROUNDS = 5
# Each table once, counted by whom it is about: the least that a report has to read.
BY_HAND = (
    "SELECT programme_id, language, COUNT(*) FROM trainers_accreditation "
    "WHERE trained_on IS NOT NULL GROUP BY programme_id, language",
    "SELECT accreditation_id, MIN(starts_on), MAX(ends_on) FROM trainers_period "
    "GROUP BY accreditation_id",
    "SELECT session_id, held_by_id, MIN(starts_at) FROM trainers_sessionblock "
    "WHERE counts GROUP BY session_id, held_by_id",
    "SELECT session_id, COUNT(*) FROM trainers_registration "
    "WHERE attended_at IS NOT NULL GROUP BY session_id",
    "SELECT group_id, MIN(on_day), MAX(head_count) FROM trainers_groupmeeting "
    "GROUP BY group_id",
)
# By the heading in the file: each is what the world was built with, in plain words.
TOTALS = {
    "Trained": (
        "SELECT COUNT(DISTINCT person_id) FROM trainers_accreditation a "
        "WHERE trained_on <= CURRENT_DATE AND {scope}"
    ),
    "Training sessions": (
        "SELECT COUNT(DISTINCT b.session_id) FROM trainers_sessionblock b "
        "JOIN trainers_trainingsession s ON s.id = b.session_id "
        "JOIN trainers_accreditation a ON a.person_id = b.held_by_id "
        "AND a.programme_id = s.programme_id AND a.language = s.language "
        "WHERE b.counts AND b.starts_at < CURRENT_TIMESTAMP AND {scope}"
    ),
    "Groups": (
        "SELECT COUNT(DISTINCT m.group_id) FROM trainers_groupmeeting m "
        "JOIN trainers_deliveredgroup g ON g.id = m.group_id "
        "JOIN trainers_groupfacilitator f ON f.group_id = g.id AND f.role = 'lead' "
        "JOIN trainers_accreditation a ON a.person_id = f.person_id "
        "AND a.programme_id = g.programme_id AND a.language = g.language "
        "WHERE m.head_count > 0 AND m.on_day <= CURRENT_DATE AND {scope}"
    ),
    "Participants": (
        "SELECT (SELECT COUNT(*) FROM trainers_registration r "
        "JOIN trainers_trainingsession s ON s.id = r.session_id "
        "JOIN trainers_sessiontrainer t ON t.session_id = s.id AND t.role = 'lead' "
        "JOIN trainers_accreditation a ON a.person_id = t.person_id "
        "AND a.programme_id = s.programme_id AND a.language = s.language "
        "WHERE r.attended_at IS NOT NULL AND {scope}) + "
        "(SELECT COALESCE(SUM(most), 0) FROM (SELECT MAX(m.head_count) AS most "
        "FROM trainers_groupmeeting m "
        "JOIN trainers_deliveredgroup g ON g.id = m.group_id "
        "JOIN trainers_groupfacilitator f ON f.group_id = g.id AND f.role = 'lead' "
        "JOIN trainers_accreditation a ON a.person_id = f.person_id "
        "AND a.programme_id = g.programme_id AND a.language = g.language "
        "WHERE m.on_day <= CURRENT_DATE AND {scope} GROUP BY m.group_id) AS each_one)"
    ),
}


def build(*, programme: str) -> dict:
    """`by_hand_ms`, and `totals` by heading, of all programmes ("") and of one by its
    code; `rows`: how many there are of what is counted."""
    pk = TrainerProgramme.objects.get(code=programme).pk
    return {
        "by_hand_ms": min(_by_hand() for _round in range(ROUNDS)),
        "totals": {
            code: {
                name: _value(statement.format(scope=scope))
                for name, statement in TOTALS.items()
            }
            for code, scope in (("", "1 = 1"), (programme, f"a.programme_id = {pk}"))
        },
        "rows": {
            "attendance": _value(
                "SELECT COUNT(*) FROM trainers_registration "
                "WHERE attended_at IS NOT NULL"
            ),
            "meetings": _value("SELECT COUNT(*) FROM trainers_groupmeeting"),
        },
    }


def _by_hand() -> float:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in BY_HAND:
            cursor.execute(statement)
            cursor.fetchall()
    return (time.perf_counter() - began) * 1000


def _value(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
