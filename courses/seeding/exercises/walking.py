"""What is walked through: dialogues and decision trees. Keys are the short names."""

from dataclasses import dataclass

from courses.exercises.dialogue import ENDINGS
from courses.exercises.walking import Node, Rule, troubles_of
from courses.seeding.exercises.base import Items, rows_of
from courses.seeding.tables import Table, Texts

_MESSAGES = {
    Rule.TWICE: "“{name}” is used twice",
    Rule.NOWHERE: "there is nothing called “{name}”",
    Rule.UNREACHED: "no choice leads here",
    Rule.ENDLESS: "no way leads from here to an end",
    Rule.CIRCLE: "a way leads from here back to here",
}


@dataclass(frozen=True)
class Choice:
    key: str
    next: str
    text: Texts
    consequence: Texts


@dataclass(frozen=True)
class Scene:
    key: str
    speaker: Texts
    text: Texts
    ending: str
    ending_feedback: Texts
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Scenes:
    scenes: tuple[Scene, ...]

    def value(self, language: str, items: Items) -> dict:
        def choices(scene: Scene) -> list[dict]:
            rows = [
                (
                    choice.key,
                    {
                        "text": choice.text[language],
                        "consequence": choice.consequence[language],
                        "next": choice.next,
                    },
                )
                for choice in scene.choices
            ]
            return items(f"scene/{scene.key}/choice", rows)

        rows = [
            (
                scene.key,
                {
                    "name": scene.key,
                    "speaker": scene.speaker[language],
                    "text": scene.text[language],
                    "ending": scene.ending,
                    "ending_feedback": scene.ending_feedback[language],
                    "choices": choices(scene),
                },
            )
            for scene in self.scenes
        ]
        return {"scenes": items("scene", rows)}


@dataclass(frozen=True)
class Question:
    """Each answer is a choice without a consequence of its own."""

    key: str
    text: Texts
    help: Texts
    answers: tuple[Choice, ...]


@dataclass(frozen=True)
class Outcome:
    key: str
    text: Texts
    do: Texts
    consult: Texts


@dataclass(frozen=True)
class Tree:
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]

    def value(self, language: str, items: Items) -> dict:
        def answers(question: Question) -> list[dict]:
            rows = [
                (answer.key, {"text": answer.text[language], "next": answer.next})
                for answer in question.answers
            ]
            return items(f"question/{question.key}/answer", rows)

        questions = [
            (
                question.key,
                {
                    "name": question.key,
                    "text": question.text[language],
                    "help": question.help[language],
                    "answers": answers(question),
                },
            )
            for question in self.questions
        ]
        outcomes = [
            (
                outcome.key,
                {
                    "name": outcome.key,
                    "text": outcome.text[language],
                    "do": outcome.do[language],
                    "consult": outcome.consult[language],
                },
            )
            for outcome in self.outcomes
        ]
        return {
            "questions": items("question", questions),
            "outcomes": items("outcome", outcomes),
        }


def read_scenes(row: Table) -> Scenes:
    tables = rows_of(row, "scenes", 3, 30, keys=False)
    scenes = tuple(_scene(one) for one in tables)
    _check(tables, [scene.choices for scene in scenes], "choices", circles=True)
    return Scenes(scenes)


def _scene(one: Table) -> Scene:
    choices = _choices(one, "choices", 0, 4)
    scene = Scene(
        key=one.get("key", str),
        speaker=one.optional_text("speaker"),
        text=one.texts(),
        ending="" if choices else one.one_of("ending", ENDINGS),
        ending_feedback=(one.optional_text if choices else one.text)("ending_feedback"),
        choices=choices,
    )
    if choices and one.has("ending"):
        one.problem("ending", "is for a scene without choices")
    return scene


def read_tree(row: Table) -> Tree:
    tables = rows_of(row, "questions", 1, 20, keys=False)
    ends = rows_of(row, "outcomes", 2, 20, keys=False)
    questions = tuple(
        Question(
            key=one.get("key", str),
            text=one.texts(),
            help=one.optional_text("help"),
            answers=_choices(one, "answers", 2, 4),
        )
        for one in tables
    )
    outcomes = tuple(
        Outcome(
            key=one.get("key", str),
            text=one.texts(),
            do=one.text("do"),
            consult=one.text("consult"),
        )
        for one in ends
    )
    leads = [*(question.answers for question in questions), *(() for _end in ends)]
    _check([*tables, *ends], leads, "answers", circles=False)
    return Tree(questions, outcomes)


def _choices(row: Table, name: str, low: int, high: int) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            key=one.get("key", str),
            next=one.get("next", str),
            text=one.texts(),
            consequence=one.optional_text("consequence"),
        )
        for one in rows_of(row, name, low, high)
    )


def _check(tables: list[Table], leads, name: str, *, circles: bool) -> None:
    """Note what keeps one from walking through."""
    nodes = [
        Node(table.get("key", str, ""), tuple(choice.next for choice in choices))
        for table, choices in zip(tables, leads, strict=True)
    ]
    for trouble in troubles_of(nodes, circles=circles):
        place = "key"
        if trouble.choice is not None:
            place = f"{name}[{leads[trouble.node][trouble.choice].key}].next"
        message = _MESSAGES[trouble.rule].format(name=trouble.name)
        tables[trouble.node].problem(place, message)
