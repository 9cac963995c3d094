"""What stands for a shape in a format that does not have it, and is told by its label."""

from decimal import Decimal

from django.utils.translation import gettext as _

from quizzes.interchange.found import Found
from quizzes.interchange.shapes import (
    Choice,
    Marked,
    Match,
    Option,
    Order,
    Pair,
    Scale,
    Shape,
    Step,
)
from quizzes.interchange.texts import joined, parted

_ORDERS = ("ordering", "timeline")
FULL = Decimal(100)


def order_as_match(order: Order, found: Found) -> Match:
    """Each step with its number."""
    found.lose(_("Other programs match each step with its number."))
    if any(step.when or step.feedback for step in order.steps):
        found.lose(_("What is said of each step is not written."))
    pairs = tuple(
        Pair(step.text, str(number)) for number, step in enumerate(order.steps, start=1)
    )
    return Match(pairs, tuple(pair.right for pair in pairs))


def match_or_order(match: Match, found: Found) -> Match | Order:
    """The order that a match stands for; itself where it stands for none."""
    if found.labels.get("kind") not in _ORDERS:
        return match
    by_number = {pair.right: pair for pair in match.pairs}
    numbers = [str(number) for number in range(1, len(match.pairs) + 1)]
    if sorted(by_number) != sorted(numbers):
        return match
    return Order(tuple(Step(by_number[number].left) for number in numbers))


def marked_as_choice(marked: Marked, found: Found) -> tuple[str, Choice]:
    """(prompt, choice): the text with its words in brackets, and the words to choose."""
    found.lose(_("Other programs let the words be chosen below the text."))
    text = marked.text
    for number, option in enumerate(marked.options, start=1):
        text = text.replace(f"[{number}]", f"[{number} {option.text}]")
    return joined(found.prompt, text, found.labels), Choice(
        marked.options, multiple=True
    )


def choice_or_marked(choice: Choice, found: Found) -> Choice | Marked:
    """The words to mark that a choice stands for; itself where it stands for none."""
    if found.labels.get("kind") != "mark_words" or not choice.multiple:
        return choice
    prompt, text = parted(found.prompt, found.labels)
    for number, option in enumerate(choice.options, start=1):
        text = text.replace(f"[{number} {option.text}]", f"[{number}]")
    found.prompt = prompt
    return Marked(text, choice.options)


def scale_as_choice(steps: tuple[str, ...]) -> Choice:
    """Every step right, for nothing."""
    return Choice(tuple(Option(step, FULL) for step in steps), multiple=False)


def choice_or_scale(choice: Shape, found: Found) -> Shape:
    """The scale that a choice stands for; itself where it stands for none."""
    if found.labels.get("kind") != "scale" or not isinstance(choice, Choice):
        return choice
    return Scale(tuple(option.text for option in choice.options))
