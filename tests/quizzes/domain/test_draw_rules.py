"""Rules of a draw as authors write them, what they come to, and what an edition keeps."""

from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain import checklist
from courses.domain.enrolment import enrol
from courses.models import ModulePage
from organisations.models import Sector
from quizzes.blocks import DrawBlock
from quizzes.domain import attempts
from quizzes.domain.draw_rules import Rule, as_written, outlook, rules_in
from quizzes.domain.drawing import draw
from quizzes.domain.rule_changes import rule_changes
from quizzes.domain.versions import versions_of
from quizzes.models import Attempt, Bank, Question, QuizPage
from tests.factories.courses import make_course


@pytest.fixture
def small(beekstad):
    return make_course(beekstad, code="mine", bank_size=6, draw=4)


@pytest.fixture
def bank(small):
    return Bank.objects.get(course=small.course)


@pytest.fixture
def quiz(bank):
    return QuizPage.objects.get(bank=bank, locale__language_code="en")


def tag(bank, **tags):
    """Give the questions of these keys these tags, in every language."""
    for key, words in tags.items():
        bank.questions.filter(key=f"mine-{key}").update(tags=words)


def rule(quiz, *rows) -> None:
    """Let a quiz draw by (count, tags, difficulty), in every language."""
    raw = [
        {"type": "draw", "value": {"count": n, "tags": tags, "difficulty": difficulty}}
        for n, tags, difficulty in rows
    ]
    for page in QuizPage.objects.filter(translation_key=quiz.translation_key):
        page.draws = raw
        page.save_revision(clean=False)
        QuizPage.objects.filter(pk=page.pk).update(draws=page.draws)


def rules_in_edition(edition) -> dict:
    (rules,) = [
        activity["rules"]
        for module in edition.outline["modules"]
        for activity in module["activities"]
        if activity["kind"] == "quiz"
    ]
    return rules


def keys_of(ids) -> list[str]:
    return sorted(version.key for version in versions_of(ids).values())


def warned(page) -> list[str]:
    page = QuizPage.objects.get(pk=page.pk)
    return [
        line.message
        for line in checklist.checklist_of(page)
        if line.is_warning and line.rule == "questions"
    ]


def test_an_unfinished_rule_is_left_out():
    rows = [
        {"count": 2, "tags": "B a", "difficulty": ""},
        {"count": None, "tags": "a", "difficulty": "1"},
        {"count": "3", "tags": "", "difficulty": "2"},
        {"count": 3, "tags": "", "difficulty": ""},
    ]

    rules = rules_in(rows)

    assert rules == [Rule(2, ("a", "b")), Rule(3, (), 2)]
    assert [one.words for one in rules] == ["a, b", "difficulty 2"]
    assert Rule(1, ("a",), 3).words == "a, difficulty 3"


def test_a_rule_says_of_which_questions():
    with pytest.raises(ValidationError):
        DrawBlock().clean({"count": 1, "tags": " , ", "difficulty": ""})

    assert DrawBlock().clean({"count": 1, "tags": "B, a", "difficulty": ""})[
        "tags"
    ] == ("a b")


def test_rules_ask_no_more_than_an_attempt_has(small, quiz):
    quiz.draws = [{"type": "draw", "value": {"count": 5, "tags": "a"}}]

    with pytest.raises(ValidationError, match="ask 5 questions and an attempt has 4"):
        quiz.clean()


def test_an_edition_keeps_what_each_rule_fitted_then(small, bank, quiz):
    tag(bank, q0="signs", q1="signs words", q2="words")
    bank.questions.filter(key="mine-q1").update(difficulty=2)
    rule(quiz, (2, "signs", ""), (1, "words", "2"))

    rules = rules_in_edition(small.release())
    tag(bank, q0="", q1="")

    assert [keys_of(row["from"]) for row in rules["draws"]] == [
        ["mine-q0", "mine-q1"],
        ["mine-q1"],
    ]
    assert [row["count"] for row in rules["draws"]] == [2, 1]


def test_a_quiz_without_rules_is_what_it_was_in_older_editions(small):
    assert set(rules_in_edition(small.release())) == {
        "draw",
        "pass_percent",
        "pause_after",
        "pause_minutes",
        "versions",
    }


def test_an_attempt_is_drawn_by_the_rules_and_again_by_its_seed(
    small, bank, quiz, bob, now
):
    tag(bank, q0="signs", q1="signs", q2="words")
    rule(quiz, (2, "signs", ""), (1, "words", ""))
    QuizPage.objects.filter(bank=bank).update(prefer_unseen=False)
    rules = rules_in_edition(small.release())
    enrolment = enrol(bob, small.course, now=now)

    for number in (1, 2):
        attempt = attempts.start_attempt(
            enrolment, str(quiz.translation_key), language="en", now=now
        )
        items = list(attempt.items.select_related("version"))
        asked = [item.version for item in items]
        assert {"mine-q0", "mine-q1", "mine-q2"} < {one.key for one in asked}
        again = draw(
            attempts.questions_for(rules, attempt.sectors.split()),
            rules["draw"],
            seen=(),
            rng=Random(attempt.seed),  # noqa: S311 -- the same draw
            by_rule=attempts.draws_of(rules),
        )
        assert again == asked
        attempts.submit_attempt(attempt, language="en", now=now)
        assert attempt.number == number


@pytest.fixture
def for_some(bank):
    """Two questions are for the police, one for schools, the others for all."""
    for key, code in (("q0", "POL"), ("q1", "POL"), ("q2", "EDU")):
        for row in bank.questions.filter(key=f"mine-{key}"):
            row.sectors = [Sector.objects.get(pk=code)]
            row.save_revision(clean=False)
            type(row).sectors.through.objects.get_or_create(
                question_id=row.pk, sector_id=code
            )


@pytest.mark.usefixtures("for_some")
def test_people_are_asked_what_is_for_all_and_for_their_sector(
    small, bank, quiz, bob, now
):
    rules = rules_in_edition(small.release())
    enrolment = enrol(bob, small.course, now=now)
    enrolment.sectors.set(["POL"])
    key = str(quiz.translation_key)

    attempt = attempts.start_attempt(enrolment, key, language="en", now=now)

    def may_be_asked(*codes) -> list[str]:
        return sorted(one.key for one in attempts.questions_for(rules, codes))

    others = ["mine-q3", "mine-q4", "mine-q5"]
    assert may_be_asked("POL") == ["mine-q0", "mine-q1", *others]
    assert may_be_asked() == others
    assert len(may_be_asked("EDU", "POL")) == 6
    assert attempts.size_of(rules, []).counting == 3
    assert attempt.sectors == "POL"
    assert "mine-q2" not in {item.version.key for item in attempt.items.all()}


def test_a_quiz_that_is_all_for_others_asks_them_all_the_same(small, bank, quiz):
    bank.questions.exclude(key="mine-q0").update(live=False)
    for row in bank.questions.filter(key="mine-q0"):
        row.sectors.through.objects.create(question_id=row.pk, sector_id="POL")

    rules = rules_in_edition(small.release())

    assert [one.key for one in attempts.questions_for(rules, ["EDU"])] == ["mine-q0"]


@pytest.mark.usefixtures("for_some")
def test_the_checklist_warns_of_rules_that_ask_too_much(small, bank, quiz):
    tag(bank, q0="signs", q1="signs", q2="words", q3="words signs")
    rule(quiz, (4, "signs", ""))

    said = warned(quiz)

    assert said[0] == "Rule 1 asks 4 questions (signs) and the bank has 3."
    small.course.sectors.set(["EDU"])
    rule(quiz, (2, "signs", ""), (2, "words", ""))
    assert warned(quiz) == [
        "Education: Rule 1 asks 2 questions (signs) and the bank has 1."
    ]
    rule(quiz, (3, "signs", ""), (2, "words", ""))
    small.course.sectors.set(["POL"])
    assert warned(quiz)[0] == (
        "The rules fit the same questions: together they ask 5, and 4 can be given "
        "without asking one twice."
    )
    rule(quiz)
    QuizPage.objects.filter(pk=quiz.pk).update(draw=6)
    assert warned(quiz) == [
        "Police (local and federal): The bank has 5 questions for an attempt."
    ]
    # A quiz in a module for one sector is for that one.
    module = ModulePage.objects.get(pk=quiz.get_parent().pk)
    ModulePage.sectors.through.objects.create(modulepage=module, sector_id="EDU")
    assert [line.split(":")[0] for line in warned(quiz)] == ["Education"]


def test_drafts_are_counted_apart_as_they_are_tagged_now(small, bank):
    row = bank.questions.get(key="mine-q0", locale__language_code="en")
    row.unpublish()
    row.tags = "signs"
    row.save_revision(clean=False)
    other = bank.questions.get(key="mine-q1", locale__language_code="en")
    Question.objects.filter(pk=other.pk).update(live=False, latest_revision=None)
    third = bank.questions.get(key="mine-q3", locale__language_code="en")
    Question.objects.filter(pk=third.pk).update(live=False, body=[])
    tag(bank, q2="signs")

    found = outlook(as_written(bank, language="en"), [Rule(1, ("signs",))], 4)

    (reach,) = found.reaches
    assert (reach.matching, reach.waiting, found.held, found.waiting) == (1, 1, 3, 2)
    assert (found.rest, found.problems) == (3, [])


def test_other_rules_are_told_in_words(small, bank, quiz):
    tag(bank, q0="signs")
    before = rules_in_edition(small.release())
    rule(quiz, (1, "signs", "1"))
    QuizPage.objects.filter(bank=bank).update(prefer_unseen=False)
    now = rules_in_edition(small.release())

    [[draws, unseen]] = rule_changes([(before, now)], "en")

    assert (draws.label, draws.before, draws.now) == (
        "rules of the draw",
        "none",
        "1: signs, difficulty 1",
    )
    assert (unseen.before, unseen.now) == ("yes", "no")


def test_a_start_asks_no_more_for_rules_than_without_them(
    small, bank, quiz, bob, charlie, now
):
    """As the pages do, with the sectors known."""

    def queries(person) -> int:
        enrolment = enrol(person, small.course, now=now)
        assert enrolment.sector_codes is not None
        key = str(quiz.translation_key)
        versions_of(attempts.rules_of(enrolment, key)["versions"])
        with CaptureQueriesContext(connection) as asked:
            attempts.start_attempt(enrolment, key, language="en", now=now)
        return len(asked)

    small.release()
    without = queries(bob)
    tag(bank, q0="signs", q1="signs")
    rule(quiz, (2, "signs", ""))
    for row in bank.questions.filter(key="mine-q0"):
        row.sectors.through.objects.create(question_id=row.pk, sector_id="POL")
    small.release()

    assert queries(charlie) == without
    assert Attempt.objects.count() == 2
