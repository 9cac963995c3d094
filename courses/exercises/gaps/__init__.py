import uuid
from random import Random

from courses.exercises.base import (
    Answer,
    Content,
    ExerciseKind,
    InvalidAnswer,
    Verdict,
    in_order,
    only_strings,
)
from courses.exercises.numbered import filled as filled_in
from courses.exercises.typed import fits, lines_of, shown, typed

MOST = 80
# What is right gets an id of its own, so that a menu does not show which it is.
_RIGHT = uuid.UUID("0ad4b0f3-0c43-5c60-8a73-54a0f0f1d9d5")


class Gaps(ExerciseKind):
    """A text with gaps: one types, or chooses from a menu. An answer is
    {"gaps": {id of a gap: what was typed, or the id of what was chosen}}.

    A gap has `accepted` patterns; one that is a menu has `choices`, of which the right
    one shows the first pattern. Each gap is an equal part of the whole.
    """

    name = "gaps"
    fields = ("gap-",)
    worded = True
    solution_template = "courses/exercises/gaps/solution.html"

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "text": value["text"],
            "case": bool(value["case"]),
            "accents": bool(value["accents"]),
            "gaps": [
                _gap(item_id, row)
                for item_id, row in zip(child_ids("gaps"), value["gaps"], strict=True)
            ],
        }

    def structure(self, content: Content):
        gaps = [
            [gap["id"], sorted(choice["id"] for choice in gap["choices"])]
            for gap in content["gaps"]
        ]
        return [gaps, content["case"], content["accents"]]

    def order(self, content: Content, rng: Random) -> list[str]:
        ids = [choice["id"] for gap in content["gaps"] for choice in gap["choices"]]
        rng.shuffle(ids)
        return ids

    def read(self, content: Content, data) -> Answer | None:
        filled = {
            gap["id"]: data.get(f"gap-{gap['id']}", "") for gap in content["gaps"]
        }
        filled = {gap: text for gap, text in filled.items() if text.strip()}
        return self.clean(content, {"gaps": filled}) if filled else None

    def clean(self, content: Content, payload) -> Answer:
        if not isinstance(payload, dict) or set(payload) != {"gaps"}:
            raise InvalidAnswer
        gaps = {gap["id"]: gap for gap in content["gaps"]}
        filled = only_strings(payload["gaps"])
        if not set(filled) <= set(gaps):
            raise InvalidAnswer
        answer = {}
        for gap_id, text in sorted(filled.items()):
            known = {choice["id"] for choice in gaps[gap_id]["choices"]}
            if known and text not in known:
                raise InvalidAnswer
            answer[gap_id] = typed(text, most=MOST)
        return {"gaps": answer}

    def is_complete(self, content: Content, answer: Answer | None) -> bool:
        return bool(answer) and len(answer["gaps"]) == len(content["gaps"])

    def is_right(self, content: Content, gap: dict, given: str) -> bool:
        if gap["choices"]:
            return given == _right_id(gap["id"])
        exactly = {"case": content["case"], "accents": content["accents"]}
        return any(fits(pattern, given, **exactly) for pattern in gap["accepted"])

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        filled = answer["gaps"] if answer else {}
        gaps = content["gaps"]
        right = sum(
            self.is_right(content, gap, filled[gap["id"]])
            for gap in gaps
            if gap["id"] in filled
        )
        return Verdict(right / len(gaps) if gaps else 0)

    def view(self, content, *, order, answer) -> dict:
        filled = answer["gaps"] if answer else {}
        rows = [
            {
                "number": number,
                "id": gap["id"],
                "given": filled.get(gap["id"], ""),
                "choices": in_order(gap["choices"], order),
            }
            for number, gap in enumerate(content["gaps"], start=1)
        ]
        return {
            "prompt": content["prompt"],
            "most": MOST,
            "gaps": rows,
            "pieces": filled_in(content["text"], "gap", rows),
        }

    def review(self, content, *, order, answer) -> dict:
        filled = answer["gaps"] if answer else {}
        rows = []
        for number, gap in enumerate(content["gaps"], start=1):
            given = filled.get(gap["id"], "")
            names = {choice["id"]: choice["text"] for choice in gap["choices"]}
            rows.append(
                {
                    "number": number,
                    "given": names.get(given, given),
                    "better": shown(gap["accepted"][0]) if gap["accepted"] else "",
                    "is_right": bool(given) and self.is_right(content, gap, given),
                    "feedback": gap["feedback"],
                }
            )
        return {
            "prompt": content["prompt"],
            "feedback": content["feedback"],
            "answered": bool(answer),
            "gaps": rows,
            "pieces": filled_in(content["text"], "gap", rows),
        }

    def example(self, content):
        filled = {
            gap["id"]: _right_id(gap["id"])
            if gap["choices"]
            else shown(gap["accepted"][0])
            for gap in content["gaps"]
            if gap["accepted"]
        }
        return {"gaps": filled} if filled else None

    def pickable(self, content) -> list[dict]:
        """What the menus offer. What people type is theirs, and not looked at."""
        return [
            {
                "key": f"{gap['id']} {choice['id']}",
                "text": f"[{number}] {choice['text']}",
                "correct": choice["id"] == _right_id(gap["id"]),
            }
            for number, gap in enumerate(content["gaps"], start=1)
            for choice in gap["choices"]
        ]

    def picks(self, content, answer) -> set[str]:
        menus = {gap["id"] for gap in content["gaps"] if gap["choices"]}
        return {
            f"{gap} {chosen}" for gap, chosen in answer["gaps"].items() if gap in menus
        }


def _gap(item_id: str, row) -> dict:
    accepted = lines_of(row["accepted"])
    wrong = [{"id": item.id, "text": item.value} for item in row["wrong"].bound_blocks]
    right = {"id": _right_id(item_id), "text": accepted[0] if accepted else ""}
    return {
        "id": item_id,
        "accepted": accepted,
        "choices": [right, *wrong] if wrong else [],
        "feedback": row["feedback"],
    }


def _right_id(gap_id: str) -> str:
    return str(uuid.uuid5(_RIGHT, gap_id))
