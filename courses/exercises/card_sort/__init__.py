from courses.exercises.base import Content
from courses.exercises.placing import PlacingKind


class CardSort(PlacingKind):
    """Each card belongs in one category."""

    name = "card_sort"
    script = "courses/exercises/card_sort.js"

    def content(self, value, child_ids) -> Content:
        category_ids = list(child_ids("categories"))
        # In a draft a card may name none, or one that is not there.
        numbered = dict(enumerate(category_ids, start=1))
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "categories": [
                {"id": item_id, "text": text}
                for item_id, text in zip(category_ids, value["categories"], strict=True)
            ],
            "cards": [
                {
                    "id": item_id,
                    "text": card["text"],
                    "category": numbered.get(card["category"], ""),
                    "feedback": card["feedback"],
                }
                for item_id, card in zip(
                    child_ids("cards"), value["cards"], strict=True
                )
            ],
        }

    def things(self, content):
        return [{**card, "place": card["category"]} for card in content["cards"]]

    def places(self, content):
        return content["categories"]
