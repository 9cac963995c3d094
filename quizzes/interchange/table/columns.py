"""The columns of a table of questions, and what each kind takes of them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# A sheet of this name is read; without one, the first.
SHEET = "Questions"
MOST_ROWS = 10_000
MOST_COLUMNS = 64
MOST_CELLS = 100_000

# Of a question: in its first row.
ABOUT = {
    "key": _("A short word of its own for each question, such as calm-voice."),
    "kind": _("Of which kind the question is. A row with a kind begins a question."),
    "question": _("What is asked."),
    "text": _(
        "The text with gaps or with words to mark, where [1], [2] and so on stand for "
        "them."
    ),
    "feedback": _("What is said after the answer, whatever it was."),
    "topic": _("A short word by which quizzes draw."),
    "difficulty": _("1, 2 or 3; 1 where it is empty."),
    "must_pass": _("“yes” where a wrong answer means another attempt."),
    "settings": _(
        "What only some kinds have, one on a line, such as scoring=minus or case=yes."
    ),
}
# Of its answers: one on a row, from the first row on.
OF_ANSWERS = {
    "part": _("The number of the gap that an answer is for; “unit” for a unit."),
    "answer": _("An answer, an option, a card, a step: in the right order of steps."),
    "right": _("“yes”, “no”, or what it is worth in percent."),
    "belongs_to": _(
        "What it is matched with, its category, when it was; of a unit, how many make "
        "one of the first."
    ),
    "tolerance": _("How far off a number may be, such as 0.5; or in percent of it."),
    "points": _("The points of a row of a rubric."),
    "said": _("What is said of this answer."),
}
COLUMNS = ABOUT | OF_ANSWERS

_CHOICE = frozenset({"answer", "right", "said"})
_MATCH = frozenset({"answer", "belongs_to", "said"})
# Which columns of answers mean something for which kind.
TAKEN = {
    "single_choice": _CHOICE,
    "multiple_choice": _CHOICE,
    "true_false": frozenset({"answer"}),
    "matching": _MATCH,
    "card_sort": _MATCH,
    "ordering": frozenset({"answer", "said"}),
    "timeline": _MATCH,
    "numeric": frozenset(OF_ANSWERS) - {"points"},
    "short_text": _CHOICE,
    "gaps": _CHOICE | {"part"},
    "mark_words": _CHOICE,
    "scale": frozenset({"answer"}),
    "open_answer": frozenset({"answer", "points", "said"}),
}
WITH_TEXT = frozenset({"gaps", "mark_words"})


@dataclass(frozen=True)
class Cell:
    """What stands at a place, such as Questions!C7. `trouble` says why it cannot be
    read."""

    text: str = ""
    place: str = ""
    trouble: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.trouble)
