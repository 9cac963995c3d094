"""Exercises that are practised and never graded: there is no right answer to count."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks.checks import ExerciseBlock
from courses.blocks.walking import NameBlock, WalkingBlock
from courses.exercises.dialogue import ENDINGS

PRACTICE = _("Practice")


class LabelBlock(blocks.StructBlock):
    words = blocks.CharBlock(
        label=_("Words"), help_text=_("All forms of one label, separated by commas.")
    )
    hint = blocks.TextBlock(label=_("What to ask oneself instead"), rows=2)


class ModelBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Sentence"), rows=2)
    note = blocks.TextBlock(label=_("What it does well"), rows=2, required=False)


class RewriteBlock(ExerciseBlock):
    sentence = blocks.TextBlock(label=_("Sentence that judges"), rows=2)
    labels = blocks.ListBlock(
        LabelBlock(), max_num=12, default=[], label=_("Words that judge")
    )
    models = blocks.ListBlock(
        ModelBlock(), min_num=2, max_num=5, label=_("How others wrote it")
    )
    checks = blocks.ListBlock(
        blocks.CharBlock(label=_("Question")),
        min_num=2,
        max_num=8,
        label=_("Questions to ask oneself"),
    )

    class Meta:
        group = PRACTICE
        label = _("Rewrite")
        icon = "edit"
        description = _("A sentence that judges is written again as what was seen.")
        preview_value = {
            "prompt": "Write this down as what you saw.",
            "sentence": "Robin was aggressive again at the counter.",
            "labels": [
                {"words": "aggressive, again", "hint": "What did Robin do, this time?"}
            ],
            "models": [
                {
                    "text": "On Monday at ten Robin hit the counter with a flat hand.",
                    "note": "A day, an hour and an act.",
                },
                {
                    "text": "Robin said twice, loudly: “I have waited an hour.”",
                    "note": "The words that were said.",
                },
            ],
            "checks": ["Does it say what you saw or heard?", "Does it say when?"],
            "feedback": "",
        }


class DialogueChoiceBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("What the learner says or does"), rows=2)
    consequence = blocks.TextBlock(
        label=_("What follows from it"), rows=2, required=False
    )
    next = NameBlock(
        label=_("Leads to scene"), help_text=_("The short name of that scene.")
    )


class SceneBlock(blocks.StructBlock):
    name = NameBlock(
        label=_("Short name"), help_text=_("Such as “door”. Choices lead to it.")
    )
    speaker = blocks.CharBlock(label=_("Who speaks"), max_length=60, required=False)
    text = blocks.TextBlock(label=_("What is said, or happens"), rows=3)
    choices = blocks.ListBlock(
        DialogueChoiceBlock(),
        max_num=4,
        default=[],
        label=_("Choices"),
        help_text=_("None in a scene with which the conversation ends."),
    )
    ending = blocks.ChoiceBlock(
        label=_("How it ends here"), choices=list(ENDINGS.items()), required=False
    )
    ending_feedback = blocks.TextBlock(
        label=_("What to take from this end"), rows=3, required=False
    )

    class Meta:
        label_format = "{name}: {text}"

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        ends = not value["choices"]
        errors = {}
        for name, missing in (
            ("ending", _("Without choices the conversation ends here: say how.")),
            ("ending_feedback", _("Say what to take from this end.")),
        ):
            if ends and not value[name]:
                errors[name] = ValidationError(missing)
            if value[name] and not ends:
                errors[name] = ValidationError(_("It goes on here: there are choices."))
        if errors:
            raise StructBlockValidationError(errors)
        return value


class DialogueBlock(WalkingBlock):
    places = ("scenes",)
    choices = "choices"
    circles = True

    scenes = blocks.ListBlock(
        SceneBlock(),
        min_num=3,
        max_num=30,
        label=_("Scenes"),
        help_text=_("The conversation begins with the first."),
    )

    class Meta:
        group = PRACTICE
        label = _("Dialogue")
        icon = "comment"
        description = _("A conversation in which each choice leads to another scene.")
        template = "courses/blocks/walking.html"
        preview_value = {
            "prompt": "Robin stands at your desk.",
            "feedback": "",
            "scenes": [
                {
                    "name": "desk",
                    "speaker": "Robin",
                    "text": "Nobody here listens to anybody.",
                    "choices": [
                        {
                            "text": "Ask what happened.",
                            "consequence": "Robin sits down.",
                            "next": "story",
                        },
                        {
                            "text": "Say that this is not true.",
                            "consequence": "Robin looks at the door.",
                            "next": "gone",
                        },
                    ],
                    "ending": "",
                    "ending_feedback": "",
                },
                {
                    "name": "story",
                    "speaker": "Robin",
                    "text": "I was sent away three times this week.",
                    "choices": [],
                    "ending": "good",
                    "ending_feedback": "An open question, and a story to work with.",
                },
                {
                    "name": "gone",
                    "speaker": "",
                    "text": "Robin leaves.",
                    "choices": [],
                    "ending": "poor",
                    "ending_feedback": "Ask first, whatever you think of it.",
                },
            ],
        }


class TreeAnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("Answer"), max_length=60, help_text=_("Such as “Yes”.")
    )
    next = NameBlock(
        label=_("Leads to"), help_text=_("The short name of a question or an outcome.")
    )


class TreeQuestionBlock(blocks.StructBlock):
    name = NameBlock(
        label=_("Short name"), help_text=_("Such as “danger”. Answers lead to it.")
    )
    text = blocks.TextBlock(label=_("Question"), rows=2)
    help = blocks.TextBlock(label=_("How to tell"), rows=2, required=False)
    answers = blocks.ListBlock(
        TreeAnswerBlock(), min_num=2, max_num=4, label=_("Answers")
    )

    class Meta:
        label_format = "{name}: {text}"


class TreeOutcomeBlock(blocks.StructBlock):
    name = NameBlock(
        label=_("Short name"), help_text=_("Such as “now”. Answers lead to it.")
    )
    text = blocks.CharBlock(label=_("Outcome"), max_length=120)
    do = blocks.TextBlock(label=_("What to do"), rows=3)
    consult = blocks.TextBlock(label=_("Whom to consult"), rows=2)

    class Meta:
        label_format = "{name}: {text}"


class DecisionTreeBlock(WalkingBlock):
    places = ("questions", "outcomes")
    choices = "answers"

    questions = blocks.ListBlock(
        TreeQuestionBlock(),
        min_num=1,
        max_num=20,
        label=_("Questions"),
        help_text=_("The first one is where everybody begins."),
    )
    outcomes = blocks.ListBlock(
        TreeOutcomeBlock(), min_num=2, max_num=20, label=_("Outcomes")
    )

    class Meta:
        group = PRACTICE
        label = _("Decision tree")
        icon = "view"
        description = _("Questions that lead to what to do and whom to consult.")
        template = "courses/blocks/walking.html"
        preview_value = {
            "prompt": "Which way do you take?",
            "feedback": "",
            "questions": [
                {
                    "name": "danger",
                    "text": "Is somebody in danger now?",
                    "help": "Somebody can be hurt in the next minutes.",
                    "answers": [
                        {"text": "Yes", "next": "now"},
                        {"text": "No", "next": "talk"},
                    ],
                },
            ],
            "outcomes": [
                {
                    "name": "now",
                    "text": "Call for help",
                    "do": "Leave the room and call 112.",
                    "consult": "The emergency services.",
                },
                {
                    "name": "talk",
                    "text": "Talk it over",
                    "do": "Write down what you saw, and when.",
                    "consult": "Your team leader.",
                },
            ],
        }
