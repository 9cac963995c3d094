from decimal import Decimal
from random import Random

from django.utils.formats import number_format

from courses.exercises.base import Answer, Content, ExerciseKind, InvalidAnswer, Verdict
from courses.exercises.numbers import read_number, written
from courses.exercises.typed import plain, typed

MOST = 40
ABSOLUTE, RELATIVE = "absolute", "relative"


class Numeric(ExerciseKind):
    """A number, and its unit where there is more than one. An answer is
    {"number": as it was typed, "unit": id}; the unit may be missing, or be typed after
    the number.

    Numbers are in the first unit; `factor` says how many of a unit are one of that.
    """

    name = "numeric"
    fields = ("number", "unit")
    worded = True
    solution_template = "courses/exercises/written_solution.html"

    @property
    def review_template(self) -> str:
        return "courses/exercises/written_review.html"

    def content(self, value, child_ids) -> Content:
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "numbers": [
                {
                    "id": item_id,
                    # A draft may still lack it.
                    "value": _written(row["value"]),
                    "tolerance": _written(row["tolerance"]) or "0",
                    "measure": row["measure"],
                    "credit": row["credit"],
                    "feedback": row["feedback"],
                }
                for item_id, row in zip(
                    child_ids("numbers"), value["numbers"], strict=True
                )
            ],
            "units": [
                {
                    "id": item_id,
                    "name": row["name"],
                    "factor": _written(row["factor"]) or "1",
                }
                for item_id, row in zip(child_ids("units"), value["units"], strict=True)
            ],
        }

    def structure(self, content: Content):
        return [
            [
                [
                    row[name]
                    for name in ("id", "value", "tolerance", "measure", "credit")
                ]
                for row in content["numbers"]
            ],
            [[unit["id"], unit["factor"]] for unit in content["units"]],
        ]

    def order(self, content: Content, rng: Random) -> list[str]:
        return []

    def read(self, content: Content, data) -> Answer | None:
        number, unit = data.get("number", ""), data.get("unit", "")
        if not number.strip():
            return None
        return self.clean(
            content, {"number": number} | ({"unit": unit} if unit else {})
        )

    def clean(self, content: Content, payload) -> Answer:
        if not isinstance(payload, dict) or not {"number"} <= set(payload) <= {
            "number",
            "unit",
        }:
            raise InvalidAnswer
        answer = {"number": typed(payload["number"], most=MOST)}
        if "unit" in payload:
            known = {unit["id"] for unit in content["units"]}
            unit = payload["unit"]
            if not isinstance(unit, str) or unit not in known:
                raise InvalidAnswer
            answer["unit"] = unit
        return answer

    def is_complete(self, content: Content, answer: Answer | None) -> bool:
        """A number, in a unit that is known."""
        return bool(answer) and bool(self.values(content, answer))

    def values(self, content: Content, answer: Answer) -> list[Decimal]:
        """What the answer may be, in the first unit; nothing where it cannot be read."""
        numbers, rest = read_number(answer["number"])
        units = content["units"]
        if rest:
            chosen = [unit for unit in units if _same(unit["name"], rest)]
        elif len(units) > 1:
            chosen = [unit for unit in units if unit["id"] == answer.get("unit")]
        else:
            chosen = units or [{"factor": "1"}]
        return [
            number / Decimal(unit["factor"]) for unit in chosen for number in numbers
        ]

    def best(self, content: Content, answer: Answer) -> dict | None:
        """The number that is met and worth the most."""
        values = self.values(content, answer)
        met = [
            row
            for row in content["numbers"]
            if row["value"] and any(_meets(value, row) for value in values)
        ]
        return max(met, key=lambda row: row["credit"], default=None)

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        met = self.best(content, answer) if answer else None
        return Verdict(met["credit"] / 100 if met else 0)

    def example(self, content):
        best = max(content["numbers"], key=lambda row: row["credit"], default=None)
        if not best or not best["value"]:
            return None
        unit = {"unit": content["units"][0]["id"]} if len(content["units"]) > 1 else {}
        return {"number": number_format(Decimal(best["value"]))} | unit

    def view(self, content, *, order, answer) -> dict:
        units = content["units"]
        chosen = (answer or {}).get("unit", "")
        return {
            "prompt": content["prompt"],
            "number": answer["number"] if answer else "",
            "most": MOST,
            # Some telephones have no minus beside their digits.
            "digits": not any(row["value"][:1] == "-" for row in content["numbers"]),
            "unit": units[0]["name"] if len(units) == 1 else "",
            "units": [
                {"id": unit["id"], "name": unit["name"], "chosen": unit["id"] == chosen}
                for unit in units
                if len(units) > 1
            ],
        }

    def review(self, content, *, order, answer) -> dict:
        met = self.best(content, answer) if answer else None
        best = max(content["numbers"], key=lambda row: row["credit"], default=None)
        return {
            "prompt": content["prompt"],
            "feedback": content["feedback"],
            "answered": bool(answer),
            "unread": bool(answer) and not self.values(content, answer),
            "given": _told(content, answer) if answer else "",
            "credit": met["credit"] if met else 0,
            "better": _number(best, content["units"]) if best else "",
            "why": met["feedback"] if met else "",
        }


def _written(number: Decimal | None) -> str:
    return "" if number is None else written(number)


def _same(name: str, other: str) -> bool:
    return plain(name, case=False, accents=False) == plain(
        other, case=False, accents=False
    )


def _meets(value: Decimal, row: dict) -> bool:
    """Whether a value is as near as the tolerance asks; a relative one is in percent."""
    right, near = Decimal(row["value"]), Decimal(row["tolerance"])
    if row["measure"] == RELATIVE:
        near = near * abs(right) / 100
    return abs(value - right) <= near


def _told(content: Content, answer: Answer) -> str:
    names = {unit["id"]: unit["name"] for unit in content["units"]}
    return f"{answer['number']} {names.get(answer.get('unit'), '')}".strip()


def _number(row: dict, units: list[dict]) -> str:
    """As it is written in the language that is on."""
    number = number_format(Decimal(row["value"])) if row["value"] else ""
    return f"{number} {units[0]['name']}" if units else number
