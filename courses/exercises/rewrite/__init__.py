import re

from courses.exercises.base import Answer, Content, Verdict
from courses.exercises.typed import TypedText, people_besides

# Longer than any sentence somebody would write down.
MOST = 1000


class Rewrite(TypedText):
    """A sentence that judges is written again as what was seen.

    Nothing is right or wrong and nothing is kept: the learner compares with sentences
    that others wrote, and asks themselves a few questions. An answer is {"text": "…"}.
    """

    name = "rewrite"
    most = MOST
    graded = False
    in_quizzes = False
    solution_template = "courses/exercises/rewrite/solution.html"

    def content(self, value, child_ids) -> Content:
        def rows(name: str, fields: tuple[str, ...]) -> list[dict]:
            return [
                {"id": item_id} | {field: item[field] for field in fields}
                for item_id, item in zip(child_ids(name), value[name], strict=True)
            ]

        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "sentence": value["sentence"],
            "labels": rows("labels", ("words", "hint")),
            "models": rows("models", ("text", "note")),
            "checks": [
                {"id": item_id, "text": text}
                for item_id, text in zip(
                    child_ids("checks"), value["checks"], strict=True
                )
            ],
        }

    def structure(self, content: Content):
        return [
            [row["id"] for row in content[name]]
            for name in ("labels", "models", "checks")
        ]

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        return Verdict(None)

    def view(self, content, *, order, answer) -> dict:
        return {
            "prompt": content["prompt"],
            "sentence": content["sentence"],
            "text": answer["text"] if answer else "",
            "most": MOST,
        }

    def review(self, content, *, order, answer) -> dict:
        text = answer["text"] if answer else ""
        return {
            "prompt": content["prompt"],
            "sentence": content["sentence"],
            "feedback": content["feedback"],
            "answered": bool(answer),
            "text": text,
            "found": found_labels(content, text),
            # What the exercise says itself is invented.
            "people": people_besides(
                [content["sentence"], *(model["text"] for model in content["models"])],
                text,
            ),
            "models": content["models"],
            "checks": content["checks"],
        }

    def read_through(self, content, *, order) -> dict:
        """Whatever somebody wrote."""
        review = super().read_through(content, order=order)
        return review | {"answered": True, "text": "…"}


def found_labels(content: Content, text: str) -> list[dict]:
    """Rows {"word", "hint"}: the words of the text that judge, as they were written,
    each once; in the order of the exercise's list."""
    found = {}
    for label in content["labels"]:
        for word in filter(None, map(str.strip, label["words"].split(","))):
            # Whole words: what only begins like a label is another word.
            match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
            if match:
                row = {"word": match[0], "hint": label["hint"]}
                found.setdefault(match[0].casefold(), row)
    return list(found.values())
