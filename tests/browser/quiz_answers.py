"""What stands in a bank that people answered: figures with flags, results that are
contested, regrades in every state, and files that were read in. See quiz_world."""

from datetime import datetime, timedelta

from organisations.models import User
from quizzes.domain import attempts
from quizzes.domain.analysis.counting import ask_for_analysis, carry_out
from quizzes.domain.contesting.answering import answer_contest
from quizzes.domain.contesting.giving import contest, withdraw
from quizzes.domain.importing import import_questions, undo_import
from quizzes.domain.retiring import retire_question
from quizzes.enums import RegradeHow, RegradeState
from quizzes.interchange import FORMATS
from quizzes.models import Bank, QuestionVersion, Regrade
from tests.factories.attempts import take_quiz, versions_of
from tests.factories.courses import SmallCourse
from tests.factories.quizzes import begin, hand_in

REASON = (
    "Both the first and the second option are right: "
    "https://example.org/wetgeving/samenwerkingsakkoordinformatieveiligheidsconsulent"
)
GIFT = "::Imported {}::What was seen?{{=A door ~A rumour}}\n\nNothing asked."


def answer(small: SmallCourse, people: dict, pk: int, *, now: datetime) -> dict:
    """Figures with flags, results that are contested, and regrades in every state."""
    bank = Bank.objects.get(pk=pk)
    versions = versions_of(bank)
    first, second, third, *others = versions
    taken = now - timedelta(days=30)
    crowd = [
        {first: n < 20, second: True, third: n > 36}
        | dict.fromkeys(others, n >= 20 - n % 3)
        for n in range(40)
    ]
    take_quiz(small, crowd, now=taken)
    take_quiz(small, [row | {first: None} for row in crowd], now=taken, language="nl")
    ask_for_analysis(bank, now=now)
    carry_out(bank.pk, clock=lambda: now)
    retire_question(bank, third.question_key, actor=people["author"], now=taken)
    result = hand_in(begin(small, people["learner"], now=now), wrong=[1], now=now)
    asked = {item.version_id for item in attempts.items_of(result)}
    _contests(small, people, now)
    _regrades([one for one in versions if one.pk not in asked], people, now)
    _imports(bank, people["author"], now)
    return {
        "result": str(result.uuid),
        "version": versions[-1].pk,
        "analysed": str(first.question_key),
    }


def _contests(small: SmallCourse, people: dict, now: datetime) -> None:
    """One that waits, one that waits too long, one answered and one withdrawn."""
    then = now - timedelta(days=20)
    result = hand_in(begin(small, people["other"], now=then), wrong=[1, 2], now=then)
    items = attempts.items_of(result)
    contest(result, items[0], reason=REASON, now=then)
    contest(result, None, reason="Я не згодна з усім результатом.", now=now)
    answered = contest(result, items[1], reason="Two are right.", now=now)
    answer_contest(
        answered,
        outcome="stands",
        words="It is in the lesson.",
        actor=people["author"],
        now=now,
    )
    withdraw(contest(result, items[2], reason="Forget it.", now=now), now=now)


def _regrades(versions: list[QuestionVersion], people: dict, now: datetime) -> None:
    figures = {"attempts": 40, "changed": 21, "passing": 7, "people": 7, "kept": 3}
    states = dict(zip(RegradeState, versions, strict=False))
    for state, version in states.items():
        known = state != RegradeState.LOOKING
        Regrade.objects.create(
            version=version,
            how=RegradeHow.DROP,
            reason=REASON,
            state=state,
            asked_at=now,
            asked_by=people["author"],
            decided_at=now if state in ("under_way", "done") else None,
            decided_by=people["reviewer"] if state in ("under_way", "done") else None,
            language="en",
            heard_at=now,
            done=13,
            total=40,
            preview=figures if known else {},
            result=figures if known else {},
        )


def _imports(bank: Bank, author: User, now: datetime) -> None:
    for word in ("one", "two"):
        data = GIFT.format(word).encode()
        run = import_questions(
            bank, FORMATS["gift"], data, language="en", actor=author, now=now
        )
    undo_import(run, actor=author, now=now)
