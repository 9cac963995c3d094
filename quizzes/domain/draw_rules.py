"""The rules by which a quiz draws, as its author writes them, and what they come to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.exercises import COUNTING
from quizzes.domain.matching import Places
from quizzes.domain.retiring import in_use
from quizzes.models import Bank, Question, QuizPage
from quizzes.tags import tags_in


@dataclass(frozen=True)
class Rule:
    """`count` questions that have all of these tags, and this difficulty if it is said."""

    count: int
    tags: tuple[str, ...] = ()
    difficulty: int | None = None

    def fits(self, question: Question) -> bool:
        return (not self.tags or question.all_tags.issuperset(self.tags)) and (
            self.difficulty in (None, question.difficulty)
        )

    @property
    def words(self) -> str:
        """What it asks for, without how many."""
        tags = ", ".join(self.tags)
        if self.difficulty is None:
            return tags
        difficulty = _("difficulty %(number)d") % {"number": self.difficulty}
        return f"{tags}, {difficulty}" if tags else difficulty


def rules_in(rows: Iterable[dict]) -> list[Rule]:
    """The rules of a quiz from what its form holds; one that is not finished yet, as in
    a draft, is left out."""
    return [
        Rule(
            int(row["count"]),
            tuple(tags_in(row.get("tags") or "")),
            int(row["difficulty"]) if row.get("difficulty") else None,
        )
        for row in rows
        if row.get("count")
        and (tags_in(row.get("tags") or "") or row.get("difficulty"))
    ]


def rules_of_page(page: QuizPage) -> list[Rule]:
    return rules_in(child.value for child in page.draws)


@dataclass(frozen=True)
class Reach:
    """One rule, and how many published questions it fits; `waiting` are not published."""

    rule: Rule
    matching: int
    waiting: int

    @property
    def is_short(self) -> bool:
        return self.matching < self.rule.count


@dataclass(frozen=True)
class Outlook:
    """What an attempt would be drawn from: `held` questions that count are published,
    and `waiting` are not. `filled` of the places that the rules ask are
    filled, as no question stands for two; `rest` are drawn from anything."""

    reaches: list[Reach]
    held: int
    waiting: int
    draw: int
    filled: int

    @property
    def asked(self) -> int:
        return sum(reach.rule.count for reach in self.reaches)

    @property
    def rest(self) -> int:
        return max(self.draw - self.asked, 0)

    @property
    def overlaps(self) -> bool:
        """Whether each rule alone could be met, and not all of them together."""
        return self.filled < self.asked and not any(r.is_short for r in self.reaches)

    @property
    def problems(self) -> list[str]:
        """What is too little, in words."""
        said = [
            ngettext(
                "Rule %(number)d asks %(count)d question (%(words)s) and the bank has "
                "%(matching)d.",
                "Rule %(number)d asks %(count)d questions (%(words)s) and the bank has "
                "%(matching)d.",
                reach.rule.count,
            )
            % {
                "number": number,
                "count": reach.rule.count,
                "words": reach.rule.words,
                "matching": reach.matching,
            }
            for number, reach in enumerate(self.reaches, start=1)
            if reach.is_short
        ]
        if self.overlaps:
            said.append(
                _(
                    "The rules fit the same questions: together they ask %(asked)d, and "
                    "%(filled)d can be given without asking one twice."
                )
                % {"asked": self.asked, "filled": self.filled}
            )
        return said


def outlook(questions: Iterable[Question], rules: list[Rule], draw: int) -> Outlook:
    """What rules come to with these questions, published ones and others."""
    counting = [one for one in questions if _counts(one)]
    live = [one for one in counting if one.live]
    reaches = [
        Reach(
            rule,
            matching=sum(rule.fits(one) for one in live),
            waiting=sum(rule.fits(one) for one in counting if not one.live),
        )
        for rule in rules
    ]
    places = Places([rule.count for rule in rules])
    for one in live:
        places.take(one.pk, [n for n, rule in enumerate(rules) if rule.fits(one)])
    waiting = len(counting) - len(live)
    return Outlook(reaches, len(live), waiting, draw, places.taken)


def _counts(question: Question) -> bool:
    # A draft may ask nothing yet.
    return bool(question.body) and question.body[0].block_type in COUNTING


def as_written(bank: Bank, *, language: str) -> list[Question]:
    """A bank's questions in a language: the published ones as learners meet them, others
    as their newest draft tags them; without what is retired. One query."""
    held = in_use(bank.questions.filter(locale__language_code=language))
    questions = list(held.select_related("latest_revision").order_by("key"))
    for one in questions:
        if one.live or one.latest_revision is None:
            continue
        draft = one.latest_revision.content
        one.tags = " ".join(tags_in(draft.get("tags") or ""))
        one.topic = draft.get("topic") or ""
        one.difficulty = draft.get("difficulty") or one.difficulty
    return questions


def for_sector(questions: Iterable[Question], code: str) -> list[Question]:
    """Those that people of a sector may be asked."""
    return [
        one
        for one in questions
        if not (sectors := {s.pk for s in one.sectors.all()}) or code in sectors
    ]
