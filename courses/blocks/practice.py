"""Exercises that are practised and never graded: there is no right answer to count."""

from contextlib import suppress
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks.checks import ExerciseBlock
from courses.exercises import KINDS, InvalidAnswer, content_of
from courses.exercises.dialogue import ENDINGS
from courses.exercises.walking import Node, Rule, Trouble, troubles_of

PRACTICE = _("Practice")

MESSAGES = {
    Rule.TWICE: _("“%(name)s” is the name of another one too. Give each its own."),
    Rule.NOWHERE: _("There is nothing called “%(name)s”."),
    Rule.UNREACHED: _("No choice leads to “%(name)s”."),
    Rule.ENDLESS: _("From “%(name)s” no way leads to an end."),
    Rule.CIRCLE: _("From “%(name)s” a way leads back to “%(name)s”."),
}


def message_of(trouble: Trouble) -> str:
    return MESSAGES[trouble.rule] % {"name": trouble.name}


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


class NameBlock(blocks.CharBlock):
    """The name by which choices find a place. It refers, so it is the same in every
    language: translators do not meet it."""

    def __init__(self, **kwargs):
        super().__init__(max_length=30, **kwargs)

    def get_translatable_segments(self, value) -> list:
        return []


class WalkingBlock(ExerciseBlock):
    """What is walked through: the lists of `places` hold what has a name, and `choices`
    is the list in them whose items lead on."""

    places: tuple[str, ...]
    choices: str
    circles = False

    def nodes(self, value) -> list[Node]:
        return [
            Node(row["name"], tuple(one["next"] for one in row.get(self.choices, ())))
            for name in self.places
            for row in value[name]
        ]

    def troubles(self, value) -> list[Trouble]:
        return troubles_of(self.nodes(value), circles=self.circles)

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and (troubles := self.troubles(value)):
            raise StructBlockValidationError(self._at_their_places(value, troubles))
        return value

    def _at_their_places(self, value, troubles: list[Trouble]) -> dict:
        """Errors for the form, each beside the name or the choice it is about."""
        errors, first = {}, 0
        for name in self.places:
            last = first + len(value[name])
            rows = {
                number - first: self._of_row(
                    [one for one in troubles if one.node == number]
                )
                for number in range(first, last)
                if any(one.node == number for one in troubles)
            }
            if rows:
                errors[name] = ListBlockValidationError(block_errors=rows)
            first = last
        return errors

    def _of_row(self, troubles: list[Trouble]) -> StructBlockValidationError:
        errors = {}
        choices = {
            one.choice: StructBlockValidationError(
                {"next": ValidationError(message_of(one))}
            )
            for one in troubles
            if one.choice is not None
        }
        if choices:
            errors[self.choices] = ListBlockValidationError(block_errors=choices)
        own = [message_of(one) for one in troubles if one.choice is None]
        if own:
            errors["name"] = ValidationError(own)
        return StructBlockValidationError(errors)

    def get_context(self, value, parent_context=None):
        """For authors: what the learner meets, in a preview that can be walked; the
        whole of it, where each place leads, and what is wrong."""
        kind = KINDS[self.name]
        content = content_of(self.name, value)
        whole = kind.whole(content)
        query = getattr((parent_context or {}).get("request"), "preview_query", None)
        names = [node.name for node in self.nodes(value)]
        return super().get_context(value, parent_context) | {
            "kind": self.name,
            "form_template": kind.form_template,
            "view": whole,
            "walk": None if query is None else _walked(kind, content, query),
            "rows": [
                {
                    "name": name,
                    "node": node,
                    "leads": [
                        choice["leads"] and names[choice["leads"]["number"] - 1]
                        for choice in node["choices"]
                    ],
                }
                for name, node in zip(names, whole["nodes"], strict=True)
            ],
            "troubles": [message_of(one) for one in self.troubles(value)],
        }


def _walked(kind, content, query) -> dict | None:
    """What a learner sees after the way in a preview's address; None for a draft in
    which there is nothing to walk yet."""
    # A new block has no id that lasts from one preview to the next.
    prefix = f"walk-{sha256(content['prompt'].encode()).hexdigest()[:8]}"
    answer = None
    if query.get("walk") == prefix:
        # Changed since: it begins again.
        with suppress(InvalidAnswer):
            answer = kind.read(content, query)
    address = query.copy()
    address["walk"] = prefix
    address.pop("way", None)
    try:
        view = kind.view(content, order=[], answer=answer)
    except InvalidAnswer:
        return None
    return {
        "view": view,
        "prefix": prefix,
        "base": f"?{address.urlencode()}&way=",
        "template": kind.walk_template,
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
