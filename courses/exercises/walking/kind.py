import re
from dataclasses import dataclass
from random import Random

from courses.exercises.base import Answer, Content, ExerciseKind, InvalidAnswer, Verdict

# Nobody chooses this often; it keeps addresses short where ways go round.
MOST_STEPS = 100
_WAY = re.compile(r"[1-9][0-9]?(\.[1-9][0-9]?)*")
# The way of who has chosen nothing yet.
START = "0"


@dataclass(frozen=True)
class Step:
    """A place on the way, and the choice that was made there."""

    node: dict
    choice: dict
    # The way that led here.
    way: str


class WalkingKind(ExerciseKind):
    """Content has `nodes`, each with `id`, `number` and `choices`; a choice has `id`,
    `text` and `next`, the id of a node. The first node is the beginning, and one without
    choices is an end. An answer is {"way": [number of a choice, …]}.

    Nothing is graded: a way says what follows from what, not how good somebody is at
    noticing.
    """

    fields = ("way",)
    graded = False
    in_quizzes = False
    walks = True
    script = "courses/exercises/walking.js"

    @property
    def walk_template(self) -> str:
        """Where one is on the way, and what can be chosen there."""
        return f"courses/exercises/{self.name}/walk.html"

    @property
    def form_template(self) -> str:
        """All of it at once: for paper, and for who would rather read."""
        return f"courses/exercises/{self.name}/whole.html"

    def structure(self, content: Content):
        # In their order: a way counts choices.
        return [
            [node["id"], [[choice["id"], choice["next"]] for choice in node["choices"]]]
            for node in content["nodes"]
        ]

    def order(self, content: Content, rng: Random) -> list[str]:
        return []

    def read(self, content: Content, data) -> Answer | None:
        way = data.get("way", "")
        if not way or way == START:
            return None
        if not _WAY.fullmatch(way):
            raise InvalidAnswer
        return self.clean(content, {"way": [int(number) for number in way.split(".")]})

    def clean(self, content: Content, payload) -> Answer:
        if not isinstance(payload, dict) or set(payload) != {"way"}:
            raise InvalidAnswer
        way = payload["way"]
        if not isinstance(way, list) or not 0 < len(way) <= MOST_STEPS:
            raise InvalidAnswer
        if not all(type(number) is int for number in way):
            raise InvalidAnswer
        self.steps(content, way)
        return {"way": way}

    def is_complete(self, content: Content, answer: Answer | None) -> bool:
        """Whether the way has come to an end."""
        if not answer:
            return False
        _steps, here = self.steps(content, answer["way"])
        return not here["choices"]

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        return Verdict(None)

    def steps(self, content: Content, way: list[int]) -> tuple[list[Step], dict]:
        """The steps taken, and the node where one is. Raises InvalidAnswer for a choice
        that is not there, or leads nowhere."""
        nodes = {node["id"]: node for node in content["nodes"]}
        if not nodes:
            raise InvalidAnswer
        here = content["nodes"][0]
        steps = []
        for taken, number in enumerate(way):
            if not 0 < number <= len(here["choices"]):
                raise InvalidAnswer
            choice = here["choices"][number - 1]
            if choice["next"] not in nodes:
                # A draft: nothing is written yet where it leads.
                raise InvalidAnswer
            steps.append(Step(here, choice, written(way[:taken])))
            here = nodes[choice["next"]]
        return steps, here

    def view(self, content, *, order, answer) -> dict:
        """Where the way has led, what can be chosen there, and the way so far."""
        way = answer["way"] if answer else []
        steps, here = self.steps(content, way)
        last = len(way) >= MOST_STEPS
        return self.whole(content) | {
            "here": here,
            "steps": steps,
            "way": written(way),
            "back": steps[-1].way if steps else "",
            "start": START,
            "choices": [
                {"text": choice["text"], "way": written([*way, number])}
                for number, choice in enumerate(here["choices"], start=1)
                if not last
            ],
            "is_end": not here["choices"],
        }

    def review(self, content, *, order, answer) -> dict:
        return self.view(content, order=order, answer=answer)

    def whole(self, content: Content) -> dict:
        """All of it, for one who reads: each choice with `leads`, the node it leads to,
        or None in a draft where that is not there."""
        nodes = {node["id"]: node for node in content["nodes"]}
        return {
            "prompt": content["prompt"],
            "feedback": content["feedback"],
            "nodes": [
                node
                | {
                    "choices": [
                        choice | {"leads": nodes.get(choice["next"])}
                        for choice in node["choices"]
                    ]
                }
                for node in content["nodes"]
            ],
        }


def written(way: list[int]) -> str:
    """A way as the address holds it."""
    return ".".join(map(str, way)) or START


def ids_of(items) -> list[str]:
    """Ids of a list block's items."""
    return [item.id for item in items.bound_blocks]
