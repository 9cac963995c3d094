"""The analysis of a bank, from asking for it to the rows that are shown."""

from dataclasses import asdict
from datetime import datetime, timedelta
from statistics import median

from django.db import transaction
from django.db.models import Max

from courses.exercises import kind_of
from lms.chunks import Clock
from quizzes.domain.analysis import figures as told
from quizzes.domain.analysis.figures import FEWEST
from quizzes.domain.analysis.flags import Figures, flags_of
from quizzes.domain.analysis.gathering import first_attempts, gather
from quizzes.domain.analysis.languages import difference, judge, others_than
from quizzes.domain.analysis.sums import Sums
from quizzes.models import (
    Bank,
    BankAnalysis,
    GradeRecord,
    QuestionVersion,
    VersionAnalysis,
)
from quizzes.tasks import analyse_bank

# Nobody works any more at what has not come further for so long.
GIVEN_UP_AFTER = timedelta(minutes=15)

# Kinds of which exactly one option is right, and whose wrong ones are there to be chosen.
ONE_IS_RIGHT = {"single_choice", "true_false"}
WITH_DISTRACTORS = {"single_choice", "multiple_choice"}


@transaction.atomic
def ask_for_analysis(bank: Bank, *, now: datetime) -> BankAnalysis:
    """Have a bank counted anew in the background; what is under way is joined."""
    bank = Bank.objects.select_for_update(no_key=True).get(pk=bank.pk)
    analysis = BankAnalysis.objects.filter(bank=bank).first()
    if analysis is not None and under_way(analysis, now=now):
        return analysis
    analysis = analysis or BankAnalysis(bank=bank)
    analysis.asked_at = analysis.heard_at = now
    analysis.is_under_way, analysis.done, analysis.total = True, 0, 0
    analysis.save()
    analyse_bank.enqueue(bank.pk)
    return analysis


def under_way(analysis: BankAnalysis, *, now: datetime) -> bool:
    """Whether somebody is at it: not one that broke off."""
    return analysis.is_under_way and now - analysis.heard_at < GIVEN_UP_AFTER


def refresh_analyses(now: datetime) -> int:
    """Ask for every bank in which something was graded since it was counted; returns
    for how many."""
    known = dict(BankAnalysis.objects.values_list("bank_id", "grades_until"))
    stale = [
        bank
        for bank in Bank.objects.order_by("pk")
        if GradeRecord.objects.filter(
            pk__gt=known.get(bank.pk, 0), item__version__bank=bank
        ).exists()
    ]
    for bank in stale:
        ask_for_analysis(bank, now=now)
    return len(stale)


def carry_out(bank_id: int, *, clock: Clock) -> None:
    """Count a bank and write what is found. Counting again does no harm; of a bank that
    is gone nothing happens. `clock` tells the time, which goes on meanwhile."""
    analysis = BankAnalysis.objects.filter(bank=bank_id, is_under_way=True).first()
    if analysis is None:
        return
    bank, row = analysis.bank, BankAnalysis.objects.filter(pk=analysis.pk)
    until = GradeRecord.objects.aggregate(newest=Max("pk"))["newest"] or 0
    row.update(done=0, total=first_attempts(bank).count(), heard_at=clock())
    sums: dict[int, Sums] = {}
    for done in gather(bank, sums):
        row.update(done=done, heard_at=clock())
    now = clock()
    with transaction.atomic():
        _write(bank, rows_of(bank, sums, now=now))
        row.update(
            is_under_way=False, finished_at=now, heard_at=now, grades_until=until
        )


def rows_of(
    bank: Bank, sums: dict[int, Sums], *, now: datetime
) -> dict[int, VersionAnalysis]:
    """{version id: its row, not saved}, for what enough people have answered."""
    sums = {pk: one for pk, one in sums.items() if one.every.n >= FEWEST}
    versions = QuestionVersion.objects.in_bulk(sums)
    verdicts = judge(
        {
            (pk, language): found
            for pk, one in sums.items()
            for language, steps in one.languages.items()
            if (found := difference(steps, others_than(language, one.languages)))
        }
    )
    quartiles = {pk: told.quartiles(one.seconds) for pk, one in sums.items()}
    medians = [one.median for one in quartiles.values() if one]
    usual = median(medians) if medians else None
    rows = {}
    for pk, one in sums.items():
        mine = {code: verdicts.get((pk, code)) for code in one.by_language}
        harder = tuple(sorted(code for code, v in mine.items() if v and v.is_harder))
        figures = _figures(versions[pk], one, quartiles[pk], harder)
        flags = flags_of(figures, usual_seconds=usual)
        rows[pk] = VersionAnalysis(
            version_id=pk,
            bank=bank,
            question_key=versions[pk].question_key,
            attempts=figures.attempts,
            facility=figures.facility,
            discrimination=figures.discrimination,
            blank=figures.blank,
            quartiles=asdict(figures.quartiles) if figures.quartiles else None,
            picked=[asdict(row) for row in figures.picked],
            curve=told.curve(one),
            languages=_languages(one, mine),
            flags=flags,
            is_flagged=bool(flags),
            counted_at=now,
        )
    return rows


def _figures(version: QuestionVersion, sums: Sums, quartiles, harder) -> Figures:
    content = next(iter(version.content.values()))
    pickable = kind_of(content).pickable(content)
    return Figures(
        attempts=sums.every.n,
        compared=sums.compared.n,
        facility=told.facility(sums.every),
        discrimination=told.discrimination(sums),
        blank=told.blank(sums),
        quartiles=quartiles,
        picked=told.picked(sums),
        distractors=tuple(
            row["key"]
            for row in pickable
            if version.kind in WITH_DISTRACTORS and not row["correct"]
        ),
        right=frozenset(row["key"] for row in pickable if row["correct"]),
        is_one=version.kind in ONE_IS_RIGHT,
        harder=harder,
    )


def _languages(sums: Sums, verdicts: dict) -> list[dict]:
    """Those in which enough people answered."""
    rows = []
    for code, part in sorted(sums.by_language.items()):
        facility, verdict = told.facility(part), verdicts[code]
        if facility is not None:
            rows.append(
                {
                    "language": code,
                    "attempts": part.n,
                    "facility": facility,
                    "value": verdict.value if verdict else None,
                    "harder": bool(verdict and verdict.is_harder),
                }
            )
    return rows


def _write(bank: Bank, rows: dict[int, VersionAnalysis]) -> None:
    """Put the rows in place of those there are. A row that would differ by fewer than
    FEWEST attempts stays as it is: what changed would be about these few."""
    held = dict(
        VersionAnalysis.objects.filter(bank=bank).values_list("version_id", "attempts")
    )
    changed = {
        pk
        for pk in rows.keys() | held.keys()
        if not 0 < abs(_attempts(rows, pk) - held.get(pk, 0)) < FEWEST
    }
    VersionAnalysis.objects.filter(bank=bank, version__in=changed).delete()
    VersionAnalysis.objects.bulk_create(
        row for pk, row in rows.items() if pk in changed
    )


def _attempts(rows: dict[int, VersionAnalysis], pk: int) -> int:
    return rows[pk].attempts if pk in rows else 0
