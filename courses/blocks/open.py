"""Exercises without a right answer to hold an answer against: a scale, an open answer."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.checks import ExerciseBlock
from courses.blocks.faults import Faults
from courses.exercises.scale import CONFIDENCE, OPINION

OPEN = _("Opinions and open answers")


class ScaleBlock(ExerciseBlock):
    purpose = blocks.ChoiceBlock(
        label=_("What is asked"),
        choices=[
            (CONFIDENCE, _("How sure somebody is")),
            (OPINION, _("What somebody thinks")),
        ],
        default=CONFIDENCE,
    )
    steps = blocks.ListBlock(
        blocks.CharBlock(label=_("Step"), max_length=60),
        min_num=3,
        max_num=7,
        label=_("Steps, from one end to the other"),
    )

    class Meta:
        group = OPEN
        label = _("Scale")
        icon = "sliders"
        description = _("How sure somebody is, or what they think. Counts for nothing.")
        preview_value = {
            "prompt": "How sure are you of your last answer?",
            "feedback": "",
            "purpose": CONFIDENCE,
            "steps": ["Not at all", "A little", "Rather", "Very"],
        }


class LevelBlock(blocks.StructBlock):
    points = blocks.IntegerBlock(label=_("Points"), min_value=0, max_value=9)
    text = blocks.TextBlock(label=_("What has these points"), rows=2)


class CriterionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("What is looked at"), max_length=160)
    points = blocks.IntegerBlock(
        label=_("Points"), default=1, min_value=1, max_value=10
    )
    full = blocks.TextBlock(
        label=_("What has all the points"),
        rows=2,
        required=False,
        help_text=_("Shown after the answer, and to who marks it."),
    )
    levels = blocks.ListBlock(
        LevelBlock(),
        default=[],
        max_num=9,
        label=_("Levels below that"),
        help_text=_(
            "Empty: any number of points may be given. With levels only theirs, none and "
            "all of them."
        ),
    )


class OpenAnswerBlock(ExerciseBlock):
    least = blocks.IntegerBlock(
        label=_("Words at least"), default=0, min_value=0, max_value=500
    )
    most = blocks.IntegerBlock(
        label=_("Words at most"),
        default=0,
        min_value=0,
        max_value=900,
        help_text=_("0 for no limit."),
    )
    rubric = blocks.ListBlock(
        CriterionBlock(), min_num=1, max_num=8, label=_("What it is read for")
    )

    class Meta:
        group = OPEN
        label = _("Open answer")
        icon = "doc-empty"
        description = _("A text of one's own, read against a rubric.")
        preview_value = {
            "prompt": "Describe how you begin a difficult talk.",
            "feedback": "There is more than one good beginning.",
            "least": 30,
            "most": 150,
            "rubric": [
                {
                    "text": "It begins with what was seen",
                    "points": 2,
                    "full": "A day and an act are named.",
                    "levels": [],
                },
                {
                    "text": "It asks an open question",
                    "points": 1,
                    "full": "",
                    "levels": [],
                },
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        faults = Faults()
        if value["most"] and value["most"] < value["least"]:
            faults.add(_("This is less than the words at least."), "most")
        for number, row in enumerate(value["rubric"]):
            _look_at_levels(row, faults, number)
        faults.raise_if_any()
        return value


def _look_at_levels(row, faults: Faults, number: int) -> None:
    told = set()
    for place, level in enumerate(row["levels"]):
        where = ("rubric", number, "levels", place, "points")
        if level["points"] >= row["points"]:
            faults.add(_("This is not less than all the points."), *where)
        elif level["points"] in told:
            faults.add(_("These points have a level already."), *where)
        told.add(level["points"])
