"""Questions and quizzes as their authors try them out: drawn, answered and graded as for
a learner, and nothing of it kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from django.utils import translation

from courses.exercises import (
    Answer,
    Content,
    ExerciseKind,
    InvalidAnswer,
    Verdict,
    content_of,
    kind_of,
)
from quizzes.domain.attempts import points_needed
from quizzes.domain.draw_rules import rules_of_page
from quizzes.domain.drawing import Draw, draw
from quizzes.domain.retiring import in_use
from quizzes.models import Question, QuestionVersion, QuizPage

# Seeds that a person can read out to another.
SEEDS = 10_000


@dataclass(frozen=True)
class Tried:
    """A question as it is asked: its content and the order of its options."""

    question: Question
    content: Content
    order: list[str]

    @property
    def kind(self) -> ExerciseKind:
        return kind_of(self.content)

    def clean(self, payload: Any) -> Answer | None:
        """An answer that was carried from page to page; None for what is none."""
        try:
            return None if payload is None else self.kind.clean(self.content, payload)
        except InvalidAnswer:
            return None

    def grade(self, answer: Answer | None) -> Verdict:
        return self.kind.grade(self.content, answer)


@dataclass(frozen=True)
class Come:
    """What a try came to. `open` questions would be marked by somebody, and are in
    nothing here."""

    points: float
    total: int
    needed: int
    open: int
    is_passed: bool


def newest(question: Question) -> Question:
    """The question as it is being written."""
    return question.get_latest_revision_as_object()


def try_question(question: Question, *, seed: int) -> Tried | None:
    """A question in its language; None for a draft that asks nothing yet."""
    if not question.body:
        return None
    content = _content(question)
    rng = Random(seed)  # noqa: S311 -- an order of options, not a secret
    return Tried(question, content, kind_of(content).order(content, rng))


def try_quiz(page: QuizPage, *, seed: int, with_drafts: bool) -> list[Tried]:
    """What an attempt at a quiz would ask, in the page's language: of what is published,
    or of everything as it is being written. The same seed draws the same again."""
    questions = {one.pk: one for one in _held(page, with_drafts=with_drafts)}
    rng = Random(seed)  # noqa: S311 -- a draw that can be repeated, not a secret
    drawn = draw(
        [_version(one) for one in questions.values()],
        page.draw,
        seen=(),
        rng=rng,
        by_rule=[
            Draw(
                rule.count,
                frozenset(pk for pk, one in questions.items() if rule.fits(one)),
            )
            for rule in rules_of_page(page)
        ],
    )
    tried = []
    for version in drawn:
        content = _content(questions[version.pk])
        order = kind_of(content).order(content, rng)
        tried.append(Tried(questions[version.pk], content, order))
    return tried


def come_to(
    tried: Iterable[Tried], answers: dict[int, Answer], *, pass_percent: int
) -> Come:
    """Fold the answers, by place from 1, as an attempt's are."""
    points = total = waiting = 0
    must_be_right = True
    for place, one in enumerate(tried, start=1):
        if not one.kind.counts:
            continue
        verdict = one.grade(answers.get(place))
        if verdict.correctness is None:
            waiting += 1
            continue
        total += 1
        points += round(verdict.correctness, 4)
        must_be_right &= verdict.is_right or not one.question.must_pass
    reached = round(points * 10000) * 100 >= pass_percent * total * 10000
    return Come(
        points=points,
        total=total,
        needed=points_needed(pass_percent, total),
        open=waiting,
        is_passed=bool(total) and reached and must_be_right,
    )


def _held(page: QuizPage, *, with_drafts: bool) -> list[Question]:
    held = in_use(
        Question.objects.filter(bank=page.bank_id, locale=page.locale_id)
    ).select_related("locale", "latest_revision")
    if not with_drafts:
        return list(held.filter(live=True).order_by("key"))
    drafts = [newest(one) for one in held.order_by("key")]
    return [one for one in drafts if one.body]


def _version(question: Question) -> QuestionVersion:
    """What a draw asks about a question; not saved."""
    return QuestionVersion(
        pk=question.pk,
        question_key=question.translation_key,
        key=question.key,
        kind=question.body[0].block_type,
        must_pass=question.must_pass,
        topic=question.topic,
    )


def _content(question: Question) -> Content:
    child = question.body[0]
    with translation.override(question.locale.language_code):
        return content_of(child.block_type, child.value)
