"""What is left after the run, held against what the devices wrote down.

Plain SQL and arithmetic of its own: nothing of the program that is judged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

import psycopg
from psycopg.rows import dict_row

from bench.faults.grading import worth

ANSWERS = """
    SELECT attempt.uuid::text AS attempt, item.position, answer.client::text AS client,
           answer.sequence, answer.payload
    FROM quizzes_answer answer
    JOIN quizzes_attemptitem item ON item.id = answer.item_id
    JOIN quizzes_attempt attempt ON attempt.id = item.attempt_id
    ORDER BY answer.id
"""
# What was given last counts, but not what a later change of the same sender had
# overtaken.
ITEMS = """
    SELECT attempt.uuid::text AS attempt, item.position, version.must_pass,
           version.content -> 'en' AS content, counting.payload,
           array(SELECT grade.correctness FROM quizzes_graderecord grade
                 WHERE grade.item_id = item.id ORDER BY grade.id) AS grades
    FROM quizzes_attemptitem item
    JOIN quizzes_attempt attempt ON attempt.id = item.attempt_id
    JOIN quizzes_questionversion version ON version.id = item.version_id
    LEFT JOIN LATERAL (
        SELECT answer.payload FROM quizzes_answer answer
        WHERE answer.item_id = item.id AND NOT EXISTS (
            SELECT FROM quizzes_answer before
            WHERE before.item_id = answer.item_id AND before.client = answer.client
              AND before.sequence > answer.sequence
              AND (before.received_at - make_interval(secs => before.waited), before.id)
                  < (answer.received_at - make_interval(secs => answer.waited), answer.id)
        )
        ORDER BY answer.received_at - make_interval(secs => answer.waited) DESC,
                 answer.id DESC
        LIMIT 1
    ) counting ON true
    ORDER BY attempt.id, item.position
"""
ATTEMPTS = """
    SELECT attempt.uuid::text AS attempt, enrolment.user_id AS person, pass_percent,
           attempt.submitted_at IS NOT NULL AS handed_in,
           EXISTS (
               SELECT FROM courses_activityprogress progress
               WHERE progress.enrolment_id = attempt.enrolment_id
                 AND progress.cycle = attempt.cycle
                 AND progress.activity_id = attempt.activity_id
                 AND progress.completed_at IS NOT NULL
           ) AS completed
    FROM quizzes_attempt attempt
    JOIN courses_enrolment enrolment ON enrolment.id = attempt.enrolment_id
    ORDER BY attempt.id
"""


@dataclass
class Left:
    """The raw rows of a database."""

    answers: list[dict]
    items: list[dict]
    attempts: list[dict]


@dataclass
class Findings:
    """What is wrong, a sentence each; all empty when nothing is."""

    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    # Stored, and sent by nobody, or not as it stands there.
    foreign: list[str] = field(default_factory=list)
    # The grade of an item, the result that was shown, or what follows from it.
    misgraded: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return [*self.lost, *self.duplicated, *self.foreign, *self.misgraded]


def read(url: str) -> Left:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return Left(
            *(
                connection.execute(query).fetchall()
                for query in (ANSWERS, ITEMS, ATTEMPTS)
            )
        )


def compare(left: Left, logs: Iterable[dict]) -> Findings:
    """Hold the rows against the lines of the devices' logs."""
    sent, results = {}, {}
    for line in logs:
        if "sequence" in line:
            sent[_name(line)] = line
        elif line["attempt"]:
            results[line["attempt"]] = line
    findings = Findings()
    _check_answers(left, sent, findings)
    _check_attempts(left, results, findings)
    _check_grades(left, results, findings)
    return findings


def _name(row: dict) -> tuple:
    return (row["attempt"], row["position"], row["client"], row["sequence"])


def _check_answers(left: Left, sent: dict, findings: Findings) -> None:
    stored = {_name(row): row for row in left.answers}
    for name, line in sent.items():
        if line["acknowledged"] is None:
            continue
        findings.acknowledged += 1
        if name not in stored:
            findings.lost.append(f"{name} was acknowledged and is not there")
        elif stored[name]["payload"] != line["payload"]:
            findings.lost.append(f"{name} was acknowledged and something else is there")
    for name, times in Counter(map(_name, left.answers)).items():
        if times > 1:
            findings.duplicated.append(f"{name} is there {times} times")
    for name, row in stored.items():
        if name not in sent:
            findings.foreign.append(f"{name} was sent by nobody")
        elif row["payload"] != sent[name]["payload"]:
            findings.foreign.append(f"{name} is not what was sent")


def _check_attempts(left: Left, results: dict, findings: Findings) -> None:
    known = {row["attempt"]: row for row in left.attempts}
    for attempt in results:
        if attempt not in known:
            findings.lost.append(f"attempt {attempt} is not there")
        elif not known[attempt]["handed_in"]:
            findings.lost.append(f"attempt {attempt} was handed in and is open")
    for person, times in Counter(row["person"] for row in left.attempts).items():
        if times > 1:
            findings.duplicated.append(f"person {person} has {times} attempts")


def _check_grades(left: Left, results: dict, findings: Findings) -> None:
    of_attempt = defaultdict(list)
    for item in left.items:
        of_attempt[item["attempt"]].append(item)
    for attempt in left.attempts:
        if not attempt["handed_in"]:
            continue
        items, name = of_attempt[attempt["attempt"]], attempt["attempt"]
        grades = [_rounded(worth(one["content"], one["payload"])) for one in items]
        for item, grade in zip(items, grades, strict=True):
            where = f"{name}, question {item['position']}"
            if len(item["grades"]) > 1:
                findings.duplicated.append(f"{where} is graded twice")
            if not item["grades"] or Fraction(item["grades"][-1]) != grade:
                findings.misgraded.append(f"{where}: {item['grades']}, not {grade}")
        points = sum(grades)
        enough = points * 100 >= attempt["pass_percent"] * len(items)
        must = all(g == 1 for g, i in zip(grades, items, strict=True) if i["must_pass"])
        passed = enough and must
        if attempt["completed"] != passed:
            findings.misgraded.append(f"{name}: passed is {passed}, and not so kept")
        shown = results.get(name)
        if shown and shown["score"] is not None:
            said = (Fraction(str(shown["score"])), shown["passed"])
            if said != (Fraction(int(points * 10), 10), passed):
                findings.misgraded.append(f"{name}: {said} was shown, not {points}")


def _rounded(grade: Fraction) -> Fraction:
    """As it is stored, in steps of a ten-thousandth."""
    return Fraction(round(grade * 10_000), 10_000)
