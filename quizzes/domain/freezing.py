"""What an edition keeps of a quiz."""

from datetime import datetime

from quizzes.domain.draw_rules import rules_of_page
from quizzes.domain.pairs.pages import drawing_of, other_half
from quizzes.domain.versions import freeze_bank
from quizzes.enums import FeedbackFrom, QuizPart
from quizzes.models import Question, QuizPage


def quiz_data(page: QuizPage) -> dict:
    """A QuizPage's words in its language, for an edition."""
    return {"introduction": page.introduction, "plain": page.introduction}


def quiz_rules(page: QuizPage, *, now: datetime) -> dict:
    """The rules and frozen questions of a QuizPage, equal in all languages; the page is
    that of the language the course is written in.

    What few quizzes have is there only where it is said: without it a quiz is what it
    was in older editions. `draws` are the rules of the draw, with the versions each fits
    (`from`) as they were tagged then; `sectors` says of versions for whom they are.
    `part` is that of a pre-test or post-test, `pre_test` and `post_test` name the other.
    `feedback` is there where what was right is told at another time than after handing
    in, with `feedback_days` where that is when everybody has.
    """
    drawing = drawing_of(page)
    frozen = freeze_bank(page.bank, language=page.locale.language_code, now=now)
    rules = {
        "draw": drawing.draw,
        "pass_percent": page.pass_percent,
        "pause_after": page.pause_after,
        "pause_minutes": page.pause_minutes,
        "versions": [pk for _question, pk in frozen],
    }
    if page.time_limit:
        rules["time_limit"] = page.time_limit
    if page.second_marker:
        rules["second_marker"] = True
    if draws := _draws(drawing, frozen):
        rules["draws"] = draws
    if sectors := _sectors(frozen):
        rules["sectors"] = sectors
    if not drawing.prefer_unseen:
        rules["prefer_unseen"] = False
    return rules | _part(page) | _feedback(page)


def _feedback(page: QuizPage) -> dict:
    if page.feedback_from == FeedbackFrom.AFTER or page.part == QuizPart.PRE:
        return {}
    days = {"feedback_days": page.feedback_days}
    return {"feedback": page.feedback_from} | (
        days if page.feedback_from == FeedbackFrom.ALL else {}
    )


def _part(page: QuizPage) -> dict:
    """Of a pre-test that it is one; of either half of a pair which is the other."""
    other = other_half(page)
    if page.part == QuizPart.PRE:
        post = {"post_test": str(other.translation_key)} if other else {}
        return {"part": QuizPart.PRE.value} | post
    if other:
        return {"part": QuizPart.POST.value, "pre_test": str(other.translation_key)}
    return {}


def _draws(page: QuizPage, frozen: list[tuple[Question, int]]) -> list[dict]:
    return [
        {
            "count": rule.count,
            "tags": list(rule.tags),
            "difficulty": rule.difficulty,
            "from": [pk for question, pk in frozen if rule.fits(question)],
        }
        for rule in rules_of_page(page)
    ]


def _sectors(frozen: list[tuple[Question, int]]) -> dict[str, list[str]]:
    """{id of a version: codes of the sectors it is for}, without those for everybody."""
    named = {
        str(pk): sorted(sector.pk for sector in question.sectors.all())
        for question, pk in frozen
    }
    return {pk: codes for pk, codes in named.items() if codes}
