from decimal import Decimal

from django.utils.translation import gettext as _

from courses.exercises.numbers import written
from quizzes.interchange.found import Found
from quizzes.interchange.gift.signs import escaped
from quizzes.interchange.instead import marked_as_choice, order_as_match
from quizzes.interchange.labels import tags_of
from quizzes.interchange.shapes import (
    Choice,
    Essay,
    Marked,
    Match,
    Numbers,
    Order,
    Shape,
    Statement,
    Words,
)

ARROW = "->"
FULL = Decimal(100)


def write(questions: list[Found]) -> bytes:
    """The questions as a GIFT file, in UTF-8. What it cannot hold is noted at each."""
    parts = ["// Questions from Relay"]
    for found in questions:
        text = _question(found)
        if not found.stopped:
            parts.append(text)
    return "\n\n".join([*parts, ""]).encode()


def _question(found: Found) -> str:
    prompt, shape = found.prompt, found.shape
    if isinstance(shape, Marked):
        prompt, shape = marked_as_choice(shape, found)
    if isinstance(shape, Order):
        shape = order_as_match(shape, found)
    answers = _answers(shape, found)
    if found.feedback:
        answers.append(f"####{escaped(found.feedback)}")
    ends = ["\t" + line for line in answers]
    tags = "".join(f" [tag:{tag}]" for tag in tags_of(found))
    return "\n".join(
        [
            f"// [id:{found.key}]{tags}",
            f"::{escaped(found.key)}::[plain]{escaped(prompt)}{{",
            *ends,
            "}",
        ]
    )


def _answers(shape: Shape | None, found: Found) -> list[str]:
    match shape:
        case Choice():
            return [_option(option, shape.multiple) for option in shape.options]
        case Statement():
            return ["TRUE" if shape.holds else "FALSE"]
        case Match():
            return _pairs(shape, found)
        case Numbers():
            return _numbers(shape, found)
        case Words():
            return [
                f"=%{_worth(one.worth)}%{escaped(one.pattern)}{_why(one.feedback)}"
                for one in shape.accepted
            ]
        case Essay():
            if shape.rubric or shape.least or shape.most:
                found.lose(_("The rubric and the number of words are not written."))
            return []
        case _:
            found.stop(_("This format has no such kind of question."))
            return []


def _option(option, multiple: bool) -> str:
    text = f"{escaped(option.text)}{_why(option.feedback)}"
    if option.worth == FULL and not multiple:
        return f"={text}"
    return f"~%{_worth(option.worth)}%{text}"


def _pairs(shape: Match, found: Found) -> list[str]:
    if any(ARROW in pair.left for pair in shape.pairs):
        found.stop(_("This format cannot hold “->” in what is matched."))
    if any(pair.feedback for pair in shape.pairs):
        found.lose(_("What is said of each pair is not written."))
    named = {pair.right for pair in shape.pairs}
    return [
        *(f"={escaped(p.left)} {ARROW} {escaped(p.right)}" for p in shape.pairs),
        *(f"= {ARROW} {escaped(one)}" for one in shape.rights if one not in named),
    ]


def _numbers(shape: Numbers, found: Found) -> list[str]:
    if shape.units:
        found.lose(_("Units are not written."))
    lines = [
        f"=%{_worth(number.worth)}%{written(number.value)}:{written(number.distance)}"
        f"{_why(number.feedback)}"
        for number in shape.numbers
    ]
    return ["#", *lines]


def _worth(worth: Decimal) -> str:
    return written(worth)


def _why(feedback: str) -> str:
    return f"#{escaped(feedback)}" if feedback else ""
