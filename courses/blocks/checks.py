"""Exercises that are graded: self-checks of a lesson, questions of a quiz."""

from random import Random

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks.faults import Faults
from courses.exercises import KINDS, content_of
from courses.exercises.multiple_choice import ALL, SCORINGS
from courses.exercises.sequence import CREDITS, Credit

CHECKS = _("Self-checks")


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Option"), rows=2)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.TextBlock(label=_("Why, or why not"), rows=2, required=False)


class WeighedOptionBlock(OptionBlock):
    weight = blocks.IntegerBlock(
        label=_("Worth in part (%)"),
        required=False,
        min_value=0,
        max_value=99,
        help_text=_("Of an option that is not the right one. Usually empty: nothing."),
    )


class ExerciseBlock(blocks.StructBlock):
    """What all exercises have. `feedback` is shown after checking."""

    prompt = blocks.TextBlock(label=_("Question or task"), rows=2)
    feedback = blocks.TextBlock(label=_("Explanation"), rows=3, required=False)

    class Meta:
        template = "courses/blocks/exercise.html"
        preview_template = "courses/preview/exercise_block.html"
        group = CHECKS
        icon = "help"

    def get_context(self, value, parent_context=None):
        """For authors: the exercise as learners meet it, and what they read after it."""
        context = super().get_context(value, parent_context)
        kind = KINDS[self.name]
        if kind.walks:
            return context
        content = content_of(self.name, value)
        # The same each time one looks.
        order = kind.order(content, Random(0))  # noqa: S311 -- no secret
        return context | {
            "kind": kind.name,
            "form_template": kind.form_template,
            "view": kind.view(content, order=order, answer=None),
            "review_template": kind.review_template,
            "review": kind.read_through(content, order=order),
        }


def refuse(message: str) -> None:
    """Say what is wrong with a block as a whole."""
    raise StructBlockValidationError(non_block_errors=[ValidationError(message)])


def _count_right(value) -> int:
    return sum(bool(option["correct"]) for option in value["options"])


class SingleChoiceBlock(ExerciseBlock):
    options = blocks.ListBlock(
        WeighedOptionBlock(), min_num=2, max_num=8, label=_("Options")
    )

    class Meta:
        label = _("Single choice")
        icon = "radio-full"
        description = _("One option is right.")
        preview_value = {
            "prompt": "Which of these may an officer note down?",
            "feedback": "An observation can be checked by somebody else.",
            "options": [
                {"text": "What was said, and when", "correct": True, "feedback": ""},
                {"text": "What it probably means", "correct": False, "feedback": ""},
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and _count_right(value) != 1:
            refuse(_("Mark exactly one option right."))
        faults = Faults()
        for number, option in enumerate(value["options"]):
            if option["correct"] and option["weight"] is not None:
                message = _("The right option is worth all. Leave this empty.")
                faults.add(message, "options", number, "weight")
        faults.raise_if_any()
        return value


class MultipleChoiceBlock(ExerciseBlock):
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, label=_("Options"))
    scoring = blocks.ChoiceBlock(
        label=_("What is right in part"),
        choices=list(SCORINGS.items()),
        default=ALL,
        required=False,
        help_text=_("Whoever must pass it needs all of it, however this is set."),
    )

    class Meta:
        label = _("Multiple choice")
        icon = "list-ul"
        description = _("Several options may be right.")
        preview_value = {
            "prompt": "Which sentences are observations?",
            "feedback": "An observation can be checked by somebody else.",
            "options": [
                {
                    "text": "Robin missed five trainings.",
                    "correct": True,
                    "feedback": "",
                },
                {
                    "text": "Robin is influenced by somebody.",
                    "correct": False,
                    "feedback": "",
                },
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and not _count_right(value):
            refuse(_("Mark at least one option right."))
        return value


class TrueFalseBlock(ExerciseBlock):
    answer = blocks.ChoiceBlock(
        label=_("The statement is"),
        choices=[("true", _("True")), ("false", _("Not true"))],
        default="true",
    )

    class Meta:
        label = _("True or not")
        icon = "check"
        description = _("A statement that holds or does not.")
        preview_value = {
            "prompt": "A radical opinion is against the law.",
            "answer": "false",
            "feedback": "Opinions are protected. Acts may be offences.",
        }


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("Left"))
    right = blocks.CharBlock(label=_("Belongs to"))


class MatchingBlock(ExerciseBlock):
    pairs = blocks.ListBlock(PairBlock(), min_num=2, max_num=8, label=_("Pairs"))

    class Meta:
        label = _("Matching")
        icon = "link"
        description = _("Each item belongs to one other.")
        preview_value = {
            "prompt": "Which word goes with which meaning?",
            "feedback": "",
            "pairs": [
                {"left": "Radicalism", "right": "Wants deep change"},
                {"left": "Extremism", "right": "Rejects the democratic order"},
            ],
        }


class CardBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Card"), rows=2)
    category = blocks.IntegerBlock(
        label=_("Belongs in category number"), min_value=1, max_value=6
    )
    feedback = blocks.TextBlock(label=_("Why"), rows=2, required=False)


class CardSortBlock(ExerciseBlock):
    categories = blocks.ListBlock(
        blocks.CharBlock(label=_("Category")),
        min_num=2,
        max_num=6,
        label=_("Categories"),
    )
    cards = blocks.ListBlock(CardBlock(), min_num=2, max_num=16, label=_("Cards"))

    class Meta:
        label = _("Card sort")
        icon = "table"
        description = _("Cards are sorted into categories.")
        preview_value = {
            "prompt": "Sort what is said.",
            "feedback": "",
            "categories": ["Opinion", "Offence"],
            "cards": [
                {
                    "text": "“That motorway must not come.”",
                    "category": 1,
                    "feedback": "",
                },
                {"text": "“I will burn the machines.”", "category": 2, "feedback": ""},
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        last = len(value["categories"])
        # A draft may still lack a number.
        if any((card["category"] or 0) > last for card in value["cards"]):
            refuse(_("A card names a category that is not there."))
        return value


class EventBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Event"), rows=2)
    when = blocks.CharBlock(
        label=_("When"), required=False, help_text=_("Shown after checking.")
    )
    feedback = blocks.TextBlock(label=_("Why it comes here"), rows=2, required=False)


class TimelineBlock(ExerciseBlock):
    events = blocks.ListBlock(
        EventBlock(),
        min_num=3,
        max_num=10,
        label=_("Events, in the right order"),
    )

    class Meta:
        label = _("Timeline")
        icon = "list-ol"
        description = _("Events are put in the order in which they happened.")
        preview_value = {
            "prompt": "In which order did this happen?",
            "feedback": "What came first was a new timetable.",
            "events": [
                {"text": "Robin gets the early shift.", "when": "May", "feedback": ""},
                {"text": "Robin stops training.", "when": "June", "feedback": ""},
                {"text": "The coach asks how it is.", "when": "July", "feedback": ""},
            ],
        }


class StepBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Step"), rows=2)
    feedback = blocks.TextBlock(label=_("Why it comes here"), rows=2, required=False)


class OrderingBlock(ExerciseBlock):
    steps = blocks.ListBlock(
        StepBlock(), min_num=3, max_num=10, label=_("Steps, in the right order")
    )
    credit = blocks.ChoiceBlock(
        label=_("What is right in part"),
        choices=list(CREDITS.items()),
        default=Credit.NEIGHBOURS,
    )

    class Meta:
        label = _("Ordering")
        icon = "order"
        description = _("Steps, sizes or ranks are put in their order.")
        preview_value = {
            "prompt": "What do you do first?",
            "feedback": "Safety comes before everything else.",
            "credit": Credit.NEIGHBOURS.value,
            "steps": [
                {"text": "See that nobody is in danger.", "feedback": ""},
                {"text": "Ask what happened.", "feedback": ""},
                {"text": "Write down what you saw.", "feedback": ""},
            ],
        }
