from random import Random

from courses.exercises.base import (
    Answer,
    Content,
    ExerciseKind,
    InvalidAnswer,
    Verdict,
    only_strings,
)

CONFIDENCE, OPINION = "confidence", "opinion"


class Scale(ExerciseKind):
    """How sure somebody is, or what they think of something, on steps from one end to
    the other. An answer is {"choice": id}. Nothing is right or wrong."""

    name = "scale"
    fields = ("choice",)
    graded = False
    pseudonymous = True

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "purpose": value["purpose"],
            "steps": [
                {"id": item_id, "text": text}
                for item_id, text in zip(
                    child_ids("steps"), value["steps"], strict=True
                )
            ],
        }

    def structure(self, content: Content):
        # In their order: it is what a scale is.
        return [content["purpose"], [step["id"] for step in content["steps"]]]

    def order(self, content: Content, rng: Random) -> list[str]:
        return [step["id"] for step in content["steps"]]

    def read(self, content: Content, data) -> Answer | None:
        choice = data.get("choice", "")
        return self.clean(content, {"choice": choice}) if choice else None

    def clean(self, content: Content, payload) -> Answer:
        answer = only_strings(payload)
        known = {step["id"] for step in content["steps"]}
        if set(answer) != {"choice"} or answer["choice"] not in known:
            raise InvalidAnswer
        return {"choice": answer["choice"]}

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        return Verdict(None)

    def example(self, content):
        """One is as good as another."""
        return {"choice": content["steps"][0]["id"]} if content["steps"] else None

    def view(self, content, *, order, answer) -> dict:
        chosen = answer["choice"] if answer else ""
        return {
            "prompt": content["prompt"],
            "purpose": content["purpose"],
            "options": [
                {**step, "chosen": step["id"] == chosen} for step in content["steps"]
            ],
        }

    def review(self, content, *, order, answer) -> dict:
        chosen = answer["choice"] if answer else ""
        return {
            "prompt": content["prompt"],
            "feedback": content["feedback"],
            "answered": bool(answer),
            "given": next(
                (step["text"] for step in content["steps"] if step["id"] == chosen), ""
            ),
        }
