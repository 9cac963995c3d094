import uuid
from random import Random

from courses.exercises.base import Content
from courses.exercises.placing import PlacingKind

# Right sides get ids of their own, so that the page does not show which belongs where.
_RIGHT = uuid.UUID("6f1de8de-5d5b-5c39-9d8f-0a8dc2f1c3a7")


class Matching(PlacingKind):
    """Each left side belongs to one right side."""

    name = "matching"

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "pairs": [
                {
                    "id": item_id,
                    "left": pair["left"],
                    "right": pair["right"],
                    "right_id": str(uuid.uuid5(_RIGHT, item_id)),
                }
                for item_id, pair in zip(
                    child_ids("pairs"), value["pairs"], strict=True
                )
            ],
        }

    def things(self, content):
        return [
            {
                "id": pair["id"],
                "text": pair["left"],
                "place": pair["right_id"],
                "feedback": "",
            }
            for pair in content["pairs"]
        ]

    def places(self, content):
        return [
            {"id": pair["right_id"], "text": pair["right"]} for pair in content["pairs"]
        ]

    def place_order(self, content, rng: Random):
        ids = super().place_order(content, rng)
        rng.shuffle(ids)
        return ids
