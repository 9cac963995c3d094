from courses.exercises.base import Answer, Content, Verdict
from courses.exercises.typed import TypedText, fits, lines_of, shown

MOST = 200


class ShortText(TypedText):
    """A word or a few. An answer is {"text": as it was typed}.

    Each row of `accepted` has `patterns`, of which one must fit, and a `credit` in
    percent; the best row that fits counts.
    """

    name = "short_text"
    most = MOST
    solution_template = "courses/exercises/written_solution.html"

    @property
    def review_template(self) -> str:
        return "courses/exercises/written_review.html"

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "case": bool(value["case"]),
            "accents": bool(value["accents"]),
            "accepted": [
                {
                    "id": item_id,
                    "patterns": lines_of(row["patterns"]),
                    "credit": row["credit"],
                    "feedback": row["feedback"],
                }
                for item_id, row in zip(
                    child_ids("accepted"), value["accepted"], strict=True
                )
            ],
        }

    def structure(self, content: Content):
        # What is accepted in a language is that language's own.
        rows = [[row["id"], row["credit"]] for row in content["accepted"]]
        return [rows, content["case"], content["accents"]]

    def best(self, content: Content, answer: Answer) -> dict | None:
        """The row that fits and is worth the most."""
        exactly = {"case": content["case"], "accents": content["accents"]}
        met = [
            row
            for row in content["accepted"]
            if any(fits(one, answer["text"], **exactly) for one in row["patterns"])
        ]
        return max(met, key=lambda row: row["credit"], default=None)

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        met = self.best(content, answer) if answer else None
        return Verdict(met["credit"] / 100 if met else 0)

    def example(self, content):
        best = max(content["accepted"], key=lambda row: row["credit"], default=None)
        return (
            {"text": shown(best["patterns"][0])} if best and best["patterns"] else None
        )

    def view(self, content, *, order, answer) -> dict:
        return {
            "prompt": content["prompt"],
            "text": answer["text"] if answer else "",
            "most": MOST,
        }

    def review(self, content, *, order, answer) -> dict:
        met = self.best(content, answer) if answer else None
        best = max(content["accepted"], key=lambda row: row["credit"], default=None)
        return {
            "prompt": content["prompt"],
            "feedback": content["feedback"],
            "answered": bool(answer),
            "given": answer["text"] if answer else "",
            "credit": met["credit"] if met else 0,
            "better": shown(best["patterns"][0]) if best and best["patterns"] else "",
            "why": met["feedback"] if met else "",
        }
