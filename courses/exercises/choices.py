"""What the kinds share in which options are chosen."""

from random import Random

from courses.exercises.base import Content, ExerciseKind, in_order


class ChoiceKind(ExerciseKind):
    fields = ("choice",)
    multiple = False
    solution_template = "courses/exercises/choice_solution.html"

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "options": [
                self.option(item_id, option)
                for item_id, option in zip(
                    child_ids("options"), value["options"], strict=True
                )
            ],
        }

    def option(self, item_id: str, option) -> dict:
        """One option from its block value."""
        return {
            "id": item_id,
            "text": option["text"],
            "correct": bool(option["correct"]),
            "feedback": option["feedback"],
        }

    def structure(self, content: Content):
        return sorted((o["id"], o["correct"]) for o in content["options"])

    def order(self, content: Content, rng: Random) -> list[str]:
        ids = [option["id"] for option in content["options"]]
        rng.shuffle(ids)
        return ids

    def ids(self, content: Content) -> set[str]:
        return {option["id"] for option in content["options"]}

    def right(self, content: Content) -> set[str]:
        return {option["id"] for option in content["options"] if option["correct"]}

    def chosen(self, answer) -> set[str]:
        raise NotImplementedError

    def view(self, content, *, order, answer) -> dict:
        chosen = self.chosen(answer)
        return {
            "prompt": content["prompt"],
            "multiple": self.multiple,
            "options": [
                {"id": o["id"], "text": o["text"], "chosen": o["id"] in chosen}
                for o in in_order(content["options"], order)
            ],
        }

    def review(self, content, *, order, answer) -> dict:
        return self.reviewed(content, order=order, chosen=self.chosen(answer))

    def read_through(self, content, *, order) -> dict:
        """Every option: what is wrong as if it were chosen, what is right as better."""
        wrong = self.ids(content) - self.right(content)
        return self.reviewed(content, order=order, chosen=wrong)

    def reviewed(self, content: Content, *, order: list[str], chosen: set[str]) -> dict:
        rows = [
            {**option, "chosen": option["id"] in chosen}
            for option in in_order(content["options"], order)
        ]
        return {
            "prompt": content["prompt"],
            "feedback": content["feedback"],
            "answered": bool(chosen),
            # Worth showing: what was chosen, and what would have been better.
            "options": [row for row in rows if row["chosen"] or row["correct"]],
        }

    def pickable(self, content) -> list[dict]:
        return [
            {"key": o["id"], "text": o["text"], "correct": o["correct"]}
            for o in content["options"]
        ]

    def picks(self, content, answer) -> set[str]:
        return self.chosen(answer)
