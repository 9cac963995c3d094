from itertools import pairwise
from random import Random

from courses.exercises.base import Answer, Content, Verdict
from courses.exercises.placing import PlacingKind


class Timeline(PlacingKind):
    """Events are put in the order in which they happened.

    The places are the numbers 1 to n. What counts is what follows what: `correctness`
    is the share of neighbours in the right order that are neighbours in the answer. One
    event in the wrong place so costs its own two joints, and not all that comes after;
    1 is the right order and no other.
    """

    name = "timeline"
    script = "courses/exercises/timeline.js"
    solution_template = "courses/exercises/timeline/solution.html"

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            # In the right order: there is nothing else that says it.
            "events": [
                {
                    "id": item_id,
                    "text": event["text"],
                    "when": event["when"],
                    "feedback": event["feedback"],
                }
                for item_id, event in zip(
                    child_ids("events"), value["events"], strict=True
                )
            ],
        }

    def things(self, content):
        return [
            {**event, "place": str(number)}
            for number, event in enumerate(content["events"], start=1)
        ]

    def places(self, content):
        numbers = range(1, len(content["events"]) + 1)
        return [{"id": str(number), "text": str(number)} for number in numbers]

    def order(self, content: Content, rng: Random) -> list[str]:
        order = super().order(content, rng)
        right = [event["id"] for event in content["events"]]
        if order[: len(right)] == right:
            # A question that stands there answered already would be no question.
            order[: len(right)] = right[1:] + right[:1]
        return order

    def is_complete(self, content: Content, answer: Answer | None) -> bool:
        """Every event has a place, and no two the same."""
        return super().is_complete(content, answer) and len(
            set(answer["places"].values())
        ) == len(content["events"])

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        placed = answer["places"] if answer else {}
        places = [int(placed.get(event["id"], 0)) for event in content["events"]]
        joints = list(pairwise(places))
        right = sum(0 < first == second - 1 for first, second in joints)
        return Verdict(right / len(joints) if joints else 0)

    def review(self, content, *, order, answer) -> dict:
        """The events as they happened, each with the place it was given."""
        review = super().review(content, order=order, answer=answer)
        rows = {row["id"]: row for row in review["things"]}
        return review | {
            "things": [
                rows[event["id"]] | {"when": event["when"]}
                for event in content["events"]
            ]
        }
