"""Exercises in which somebody types a number, a word, or what a text lacks."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.checks import ExerciseBlock, OptionBlock
from courses.blocks.faults import Faults
from courses.exercises.numbered import Rule, troubles_of
from courses.exercises.numbers import written
from courses.exercises.numeric import ABSOLUTE, RELATIVE
from courses.exercises.typed import is_open, lines_of, plain

NOT_ALL = _("One of these has to be worth 100 %.")
PLACES = {
    Rule.MISSING: _("[%(number)s] does not stand in the text."),
    Rule.TWICE: _("[%(number)s] stands in the text more than once."),
    Rule.UNKNOWN: _("There is no row for [%(number)s]."),
}


class ExactBlock(blocks.DecimalBlock):
    """A number, kept as the text that is exact."""

    def __init__(self, **kwargs):
        # Enough for any quantity, and few enough to be written out.
        super().__init__(max_digits=24, **kwargs)

    def get_prep_value(self, value):
        # Wagtail asks it of what a form sent too, which is text.
        return written(Decimal(value)) if isinstance(value, Decimal | int) else value


def credit_block() -> blocks.IntegerBlock:
    """What an answer is worth, in percent."""
    return blocks.IntegerBlock(
        label=_("Worth (%)"), default=100, min_value=1, max_value=100
    )


def worth_all(rows) -> bool:
    return any(row["credit"] == 100 for row in rows)


class NumberBlock(blocks.StructBlock):
    value = ExactBlock(
        label=_("Number"), help_text=_("In the first unit, where there are units.")
    )
    tolerance = ExactBlock(
        label=_("May be off by"), default=0, min_value=0, required=False
    )
    measure = blocks.ChoiceBlock(
        label=_("Measured"),
        choices=[
            (ABSOLUTE, _("as a number")),
            (RELATIVE, _("in percent of the number")),
        ],
        default=ABSOLUTE,
    )
    credit = credit_block()
    feedback = blocks.TextBlock(label=_("Why, or why not"), rows=2, required=False)


class UnitBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Unit"), max_length=20)
    factor = ExactBlock(
        label=_("How many make one of the first"),
        default=1,
        help_text=_("1 for the first unit. Beside hours, 60 for minutes."),
    )


class NumericBlock(ExerciseBlock):
    numbers = blocks.ListBlock(
        NumberBlock(), min_num=1, max_num=6, label=_("Accepted numbers")
    )
    units = blocks.ListBlock(
        UnitBlock(),
        max_num=8,
        default=[],
        label=_("Units"),
        help_text=_("One stands beside the field. From several, the learner chooses."),
    )

    class Meta:
        label = _("Number")
        icon = "decimal"
        description = _("A number, with how far it may be off, and its unit.")
        preview_value = {
            "prompt": "Within how long do you write down what you saw?",
            "feedback": "After a day much of it is gone.",
            "numbers": [
                {
                    "value": Decimal(24),
                    "tolerance": Decimal(0),
                    "measure": ABSOLUTE,
                    "credit": 100,
                    "feedback": "",
                }
            ],
            "units": [
                {"name": "hours", "factor": Decimal(1)},
                {"name": "minutes", "factor": Decimal(60)},
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        faults = Faults()
        if not worth_all(value["numbers"]):
            faults.add(NOT_ALL, "numbers", 0, "credit")
        names = set()
        for number, unit in enumerate(value["units"]):
            name = plain(unit["name"], case=False, accents=False)
            if name in names:
                faults.add(_("This unit is there already."), "units", number, "name")
            names.add(name)
            if unit["factor"] <= 0:
                faults.add(_("This has to be more than 0."), "units", number, "factor")
            elif number == 0 and unit["factor"] != 1:
                faults.add(_("Of the first unit this is 1."), "units", number, "factor")
        faults.raise_if_any()
        return value


class PatternsBlock(blocks.TextBlock):
    """What is accepted, one a line. A pattern that takes anything takes nothing
    seriously."""

    def __init__(self, **kwargs):
        super().__init__(
            rows=3,
            help_text=_(
                "One a line; the first is shown as the better answer. * stands for any "
                "characters, \\* for the sign itself."
            ),
            **kwargs,
        )

    def clean(self, value):
        value = super().clean(value)
        if any(is_open(line) for line in lines_of(value)):
            raise ValidationError(_("* alone accepts whatever is written."))
        return value


class AcceptedBlock(blocks.StructBlock):
    patterns = PatternsBlock(label=_("Accepted answers"))
    credit = credit_block()
    feedback = blocks.TextBlock(label=_("Why, or why not"), rows=2, required=False)


class StrictBlock(ExerciseBlock):
    """What matters where somebody types words."""

    case = blocks.BooleanBlock(label=_("Capitals matter"), required=False)
    accents = blocks.BooleanBlock(label=_("Accents matter"), required=False)


class ShortTextBlock(StrictBlock):
    accepted = blocks.ListBlock(
        AcceptedBlock(), min_num=1, max_num=12, label=_("Accepted answers")
    )

    class Meta:
        label = _("Short text")
        icon = "keyboard"
        description = _("A word or a few, held against what is accepted.")
        preview_value = {
            "prompt": "Which number do you call when somebody is in danger?",
            "feedback": "112 works in every country of the Union.",
            "case": False,
            "accents": False,
            "accepted": [{"patterns": "112", "credit": 100, "feedback": ""}],
        }

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and not worth_all(value["accepted"]):
            faults = Faults()
            faults.add(NOT_ALL, "accepted", 0, "credit")
            faults.raise_if_any()
        return value


class NumberedBlock(ExerciseBlock):
    """A `text` in which [1], [2], … stand for the rows of the list called `rows`."""

    rows: str

    def faults(self, value) -> Faults:
        faults = Faults()
        for rule, number in troubles_of(value["text"], len(value[self.rows])):
            faults.add(PLACES[rule] % {"number": number}, "text")
        return faults

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation:
            self.faults(value).raise_if_any()
        return value


class GapBlock(blocks.StructBlock):
    accepted = PatternsBlock(label=_("Accepted answers"))
    wrong = blocks.ListBlock(
        blocks.CharBlock(label=_("Wrong choice"), max_length=80),
        max_num=6,
        default=[],
        label=_("Wrong choices"),
        help_text=_("With these the gap is a menu, with the first accepted answer."),
    )
    feedback = blocks.TextBlock(label=_("Why"), rows=2, required=False)


class GapsBlock(NumberedBlock, StrictBlock):
    rows = "gaps"

    text = blocks.TextBlock(
        label=_("Text"),
        rows=5,
        help_text=_("Write [1], [2], … where the gaps are, in any order."),
    )
    gaps = blocks.ListBlock(GapBlock(), min_num=1, max_num=12, label=_("Gaps"))

    class Meta:
        label = _("Fill the gaps")
        icon = "minus"
        description = _("What a text lacks is typed, or chosen from a menu.")
        preview_value = {
            "prompt": "Complete the note.",
            "feedback": "",
            "case": False,
            "accents": False,
            "text": "A note says what you [1] and [2] you did so.",
            "gaps": [
                {"accepted": "saw\nheard", "wrong": [], "feedback": ""},
                {"accepted": "when", "wrong": ["why"], "feedback": ""},
            ],
        }

    def faults(self, value) -> Faults:
        faults = super().faults(value)
        for number, gap in enumerate(value["gaps"]):
            right = {
                plain(one, case=True, accents=True) for one in lines_of(gap["accepted"])
            }
            for place, wrong in enumerate(gap["wrong"]):
                if plain(wrong, case=True, accents=True) in right:
                    faults.add(
                        _("This is an accepted answer too."),
                        "gaps",
                        number,
                        "wrong",
                        place,
                    )
        return faults


class MarkWordsBlock(NumberedBlock):
    rows = "options"

    text = blocks.TextBlock(
        label=_("Text"),
        rows=5,
        help_text=_("Write [1], [2], … where the words stand that can be marked."),
    )
    options = blocks.ListBlock(
        OptionBlock(),
        min_num=2,
        max_num=20,
        label=_("Words that can be marked"),
        help_text=_("Tick Right at those to mark. Right ones count, minus wrong ones."),
    )

    class Meta:
        label = _("Mark the words")
        icon = "pick"
        description = _("Words of a text are marked.")
        preview_value = {
            "prompt": "Mark what cannot be checked.",
            "feedback": "",
            "text": "Robin [1] left at ten. [2] was in the hall.",
            "options": [
                {"text": "angrily", "correct": True, "feedback": ""},
                {"text": "A neighbour", "correct": False, "feedback": ""},
            ],
        }

    def faults(self, value) -> Faults:
        faults = super().faults(value)
        if not any(option["correct"] for option in value["options"]):
            faults.add(_("Mark at least one option right."), "options", 0, "correct")
        return faults
