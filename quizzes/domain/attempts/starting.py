"""When an attempt may start, and what it asks then."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.domain.progress import see_activity
from courses.exercises import KINDS
from courses.models import Enrolment
from lms.errors import DomainError
from quizzes.domain.attempts.outcome import outcome_of
from quizzes.domain.attempts.reading import attempts_of
from quizzes.domain.attempts.rules import draws_of, questions_for, rules_of
from quizzes.domain.attempts.submitting import submit_attempt
from quizzes.domain.clock import deadline_of, is_over
from quizzes.domain.drawing import draw
from quizzes.domain.marking.opening import MARKED_WITHIN
from quizzes.domain.pairs.asking import asked_again, order_for, pre_test_for, why_over
from quizzes.domain.versions import versions_of
from quizzes.models import Attempt, AttemptItem


@dataclass(frozen=True)
class Gate:
    """Whether the next attempt may start, and its `number`; `opens_at` says when. It
    `is_waiting` while it is not known whether the last one passes."""

    is_open: bool
    number: int
    opens_at: datetime | None = None
    is_waiting: bool = False


def gate(rules: dict, mine: list[Attempt], *, now: datetime) -> Gate:
    """Attempts are unlimited; after the third, and each one after it, ten minutes
    pause (numbers from the quiz's rules). While the last one may still pass by what has
    to be marked, there is none other, for as long as marking may take. `mine` are the
    learner's, the newest first."""
    number = mine[0].number + 1 if mine else 1
    last = next((one for one in mine if one.submitted_at is not None), None)
    if not last:
        return Gate(is_open=True, number=number)
    if _has_marked(rules) and outcome_of(last).is_waiting:
        opens_at = last.submitted_at + MARKED_WITHIN
        return Gate(now >= opens_at, number, opens_at, is_waiting=True)
    if last.number < rules["pause_after"]:
        return Gate(is_open=True, number=number)
    opens_at = last.submitted_at + timedelta(minutes=rules["pause_minutes"])
    return Gate(is_open=now >= opens_at, number=number, opens_at=opens_at)


def _has_marked(rules: dict) -> bool:
    versions = versions_of(rules["versions"]).values()
    return any(KINDS[version.kind].marked for version in versions)


@transaction.atomic
def start_attempt(
    enrolment: Enrolment,
    activity_key,
    *,
    language: str,
    now: datetime,
    number: int | None = None,
) -> Attempt:
    """The open attempt, or a new one with frozen questions and order.

    `number` is that of the attempt which is asked for. When it was made already, the
    newest one comes back, handed in or not: a start that arrives twice, or late, begins
    nothing more. None: go on with whatever is open, or begin. Raises DomainError during
    a pause, and for a pre-test that is over.
    """
    known = enrolment
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=known.pk)
    mine = attempts_of(enrolment, activity_key)
    if mine and mine[0].submitted_at is None:
        # Only the newest can be open.
        if not is_over(mine[0], now=now):
            return mine[0]
        mine[0] = submit_attempt(mine[0], language=mine[0].language, now=now)
    if mine and number is not None and number <= mine[0].number:
        return mine[0]
    rules = rules_of(enrolment, activity_key)
    if reason := why_over(enrolment, rules, mine):
        raise DomainError(reason, code="over")
    waiting = gate(rules, mine, now=now)
    if not waiting.is_open and waiting.is_waiting:
        raise DomainError(_("Somebody is marking what you wrote. You get a message."))
    if not waiting.is_open:
        raise DomainError(
            _("You can start again at %(time)s. Look at the lessons meanwhile.")
            % {"time": date_format(localtime(waiting.opens_at), "H:i")}
        )
    seed = secrets.randbits(62)
    rng = Random(seed)  # noqa: S311 -- a reproducible draw, not a secret
    asked = AttemptItem.objects.filter(attempt__in=mine)
    seen = set(asked.values_list("version__question_key", flat=True))
    pre = pre_test_for(enrolment, rules, number=waiting.number)
    # Whoever shows the way to the quiz has read them.
    sectors = known.sector_codes if rules.get("sectors") else []
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        activity_id=activity_key,
        edition_id=enrolment.edition_id,
        cycle=enrolment.cycle,
        number=waiting.number,
        seed=seed,
        sectors=" ".join(sectors),
        repeats=pre,
        pass_percent=rules["pass_percent"],
        language=language,
        started_at=now,
        time_limit=rules.get("time_limit"),
        deadline_at=deadline_of(enrolment, rules, started_at=now),
    )
    if pre is not None:
        drawn, orders = asked_again(pre, rng=rng)
    else:
        orders = {}
        drawn = draw(
            questions_for(rules, sectors),
            rules["draw"],
            seen=seen if rules.get("prefer_unseen", True) else (),
            rng=rng,
            by_rule=draws_of(rules),
        )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version=version,
            order=order_for(version, language, rng, before=orders.get(version.pk)),
        )
        for position, version in enumerate(drawn, start=1)
    )
    see_activity(enrolment, activity_key, now=now)
    return attempt
