from courses.exercises.base import Content
from courses.exercises.sequence import SequenceKind


class Timeline(SequenceKind):
    """Events are put in the order in which they happened."""

    name = "timeline"
    rows = "events"

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
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

    def review(self, content, *, order, answer) -> dict:
        """The events as they happened, each with the place it was given."""
        review = super().review(content, order=order, answer=answer)
        return review | {
            "things": [
                row | {"when": event["when"]}
                for row, event in zip(review["things"], content["events"], strict=True)
            ]
        }
