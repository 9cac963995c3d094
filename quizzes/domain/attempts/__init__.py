"""The life of an attempt: start, save, submit. The server owns all of it."""

from quizzes.domain.attempts.outcome import (
    Outcome,
    fold_grades,
    grades_of,
    outcome_of,
)
from quizzes.domain.attempts.reading import (
    attempts_of,
    current_answers,
    first_open,
    fold_answers,
    items_of,
    open_quizzes,
)
from quizzes.domain.attempts.rules import (
    Size,
    can_be_checked,
    checks,
    draws_of,
    has_must_pass,
    part_of,
    points_needed,
    questions_for,
    rules_of,
    rules_of_attempt,
    size_of,
)
from quizzes.domain.attempts.saving import (
    CLOSED,
    AnswerChecked,
    AttemptClosed,
    Posted,
    check_answer,
    flag,
    is_outdone,
    save_answer,
    save_posted_answer,
)
from quizzes.domain.attempts.starting import Gate, gate, start_attempt
from quizzes.domain.attempts.submitting import submit_attempt

__all__ = [
    "CLOSED",
    "AnswerChecked",
    "AttemptClosed",
    "Gate",
    "Outcome",
    "Posted",
    "Size",
    "attempts_of",
    "can_be_checked",
    "check_answer",
    "checks",
    "current_answers",
    "draws_of",
    "first_open",
    "flag",
    "fold_answers",
    "fold_grades",
    "gate",
    "grades_of",
    "has_must_pass",
    "is_outdone",
    "items_of",
    "open_quizzes",
    "outcome_of",
    "part_of",
    "points_needed",
    "questions_for",
    "rules_of",
    "rules_of_attempt",
    "save_answer",
    "save_posted_answer",
    "size_of",
    "start_attempt",
    "submit_attempt",
]
