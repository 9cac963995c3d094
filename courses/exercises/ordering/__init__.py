from courses.exercises.base import Content
from courses.exercises.sequence import Credit, SequenceKind


class Ordering(SequenceKind):
    """Steps or sizes are put in their order, such as what to do first. `credit` says
    what an order is worth that is right in part."""

    name = "ordering"
    rows = "steps"

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "credit": value["credit"],
            "steps": [
                {"id": item_id, "text": step["text"], "feedback": step["feedback"]}
                for item_id, step in zip(
                    child_ids("steps"), value["steps"], strict=True
                )
            ],
        }

    def structure(self, content: Content):
        return [super().structure(content), content["credit"]]

    def credit(self, content: Content) -> Credit:
        return Credit(content["credit"])
