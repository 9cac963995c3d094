from courses.exercises.base import Answer, Content, Verdict
from courses.exercises.typed import TypedText, people_besides

# Longer than any answer that somebody would read for this.
MOST = 6000


class OpenAnswer(TypedText):
    """A text of one's own, read against a rubric by a person. An answer is
    {"text": "…"}.

    In a lesson the learner reads it against the rubric; nothing is kept. In a quiz
    somebody marks it, without knowing whose it is.
    """

    name = "open_answer"
    most = MOST
    graded = False
    marked = True
    script = "courses/exercises/open_answer.js"
    solution_template = "courses/exercises/open_answer/solution.html"

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            # A draft may lack them.
            "least": value["least"] or 0,
            "most": value["most"] or 0,
            "rubric": [
                {
                    "id": item_id,
                    "text": row["text"],
                    "points": row["points"],
                    "full": row["full"],
                    **_levels(row["levels"]),
                }
                for item_id, row in zip(
                    child_ids("rubric"), value["rubric"], strict=True
                )
            ],
        }

    def structure(self, content: Content):
        rubric = [
            [
                row["id"],
                row["points"],
                *sorted(level["points"] for level in row["levels"]),
            ]
            if "levels" in row
            else [row["id"], row["points"]]
            for row in content["rubric"]
        ]
        return [rubric, content["least"], content["most"]]

    def is_complete(self, content: Content, answer: Answer | None) -> bool:
        """As many words as were asked; what is too long can still be sent."""
        return bool(answer) and words_in(answer["text"]) >= content["least"]

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        """Nothing written is nothing; anything else is for a person to say."""
        return Verdict(None, to_be_marked=True) if answer else Verdict(0)

    def view(self, content, *, order, answer) -> dict:
        text = answer["text"] if answer else ""
        return {
            "prompt": content["prompt"],
            "text": text,
            "longest": MOST,
            "words": words_in(text),
            "people": people_besides([content["prompt"]], text),
            "least": content["least"],
            "most": content["most"],
            "rubric": [
                {"text": row["text"], "points": row["points"]}
                for row in content["rubric"]
            ],
        }

    def review(self, content, *, order, answer) -> dict:
        text = answer["text"] if answer else ""
        words = words_in(text)
        return {
            "prompt": content["prompt"],
            "feedback": content["feedback"],
            "answered": bool(answer),
            "text": text,
            "words": words,
            "least": content["least"],
            "most": content["most"],
            "is_short": words < content["least"],
            "is_long": bool(content["most"]) and words > content["most"],
            "people": people_besides([content["prompt"]], text),
            "rubric": content["rubric"],
        }

    def read_through(self, content, *, order) -> dict:
        """Whatever somebody wrote."""
        review = super().read_through(content, order=order)
        return review | {"answered": True, "text": "…", "is_short": False}


def _levels(levels) -> dict:
    """Only where there are any: without them an exercise is what it was before."""
    if not levels:
        return {}
    return {
        "levels": [{"points": one["points"], "text": one["text"]} for one in levels]
    }


def points_of(row: dict) -> dict[int, str]:
    """{the points that may be given for a line of a rubric: what has them}, from none to
    all; "" where the author did not say it."""
    most, levels = row["points"], row.get("levels")
    told = {one["points"]: one["text"] for one in levels or ()}
    may = {0, most, *told} if levels else range(most + 1)
    return {number: told.get(number, "") for number in sorted(may)} | {
        most: row["full"]
    }


def words_in(text: str) -> int:
    return len(text.split())
