"""What has no right answer to hold an answer against: scales, open answers."""

from dataclasses import dataclass

from courses.exercises.scale import CONFIDENCE, OPINION
from courses.seeding.exercises.base import Items, rows_of
from courses.seeding.tables import Table, Texts


@dataclass(frozen=True)
class Steps:
    """`steps` are (key, text), from one end to the other."""

    purpose: str
    steps: tuple[tuple[str, Texts], ...]

    def value(self, language: str, items: Items) -> dict:
        rows = [(key, text[language]) for key, text in self.steps]
        return {"purpose": self.purpose, "steps": items("step", rows)}


@dataclass(frozen=True)
class Rubric:
    """`criteria` are (key, text, points, full)."""

    least: int
    most: int
    criteria: tuple[tuple[str, Texts, int, Texts], ...]

    def value(self, language: str, items: Items) -> dict:
        rows = [
            (
                key,
                {
                    "text": text[language],
                    "points": points,
                    "full": full[language],
                    # Files know none; as the editor keeps it.
                    "levels": [],
                },
            )
            for key, text, points, full in self.criteria
        ]
        return {
            "least": self.least,
            "most": self.most,
            "rubric": items("criterion", rows),
        }


def read_scale(row: Table) -> Steps:
    return Steps(
        purpose=row.one_of("purpose", {CONFIDENCE, OPINION}, CONFIDENCE),
        steps=tuple(
            (one.get("key", str), one.texts(max_length=60))
            for one in rows_of(row, "steps", 3, 7)
        ),
    )


def read_rubric(row: Table) -> Rubric:
    rubric = Rubric(
        least=row.within("least", 0, 500, 0),
        most=row.within("most", 0, 900, 0),
        criteria=tuple(
            (
                one.get("key", str),
                one.texts(max_length=160),
                one.within("points", 1, 10, 1),
                one.optional_text("full"),
            )
            for one in rows_of(row, "rubric", 1, 8)
        ),
    )
    if rubric.most and rubric.most < rubric.least:
        row.problem("most", "is less than the words at least")
    return rubric
