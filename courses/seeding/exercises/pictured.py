"""Areas of a picture. Pictures are in a module's media.toml, by their key."""

from dataclasses import dataclass

from courses.exercises.hotspot.areas import Form, Rule, trouble_of
from courses.seeding.exercises.base import Items, rows_of
from courses.seeding.exercises.choices import Option
from courses.seeding.tables import Table

_MESSAGES = {
    Rule.UNREADABLE: "must be numbers from 0 to 100, with blanks between them",
    Rule.COUNT: "has another number of numbers than its form",
    Rule.OUTSIDE: "reaches beyond the picture",
    Rule.EMPTY: "has no surface",
}


@dataclass(frozen=True)
class Areas:
    """`areas` are (option, form, numbers)."""

    picture: str
    areas: tuple[tuple[Option, str, str], ...]

    def value(self, language: str, items: Items) -> dict:
        rows = [
            (option.key, option.value(language) | {"form": form, "area": numbers})
            for option, form, numbers in self.areas
        ]
        return {"image": self.picture, "options": items("option", rows)}


def read_areas(row: Table) -> Areas:
    tables = rows_of(row, "areas", 2, 10)
    areas = tuple(_area(one) for one in tables)
    if not any(option.correct for option, _form, _numbers in areas):
        row.problem("areas", "no area is right")
    return Areas(row.get("picture", str), areas)


def _area(row: Table) -> tuple[Option, str, str]:
    option = Option(
        key=row.get("key", str),
        correct=row.get("correct", bool),
        text=row.texts(),
        feedback=row.optional_text("feedback"),
    )
    forms = [form.value for form in Form]
    form, numbers = row.one_of("form", forms, Form.RECT.value), row.get("area", str)
    if form in forms and row.has("area"):
        trouble = trouble_of(form, numbers)
        if trouble is not None:
            row.problem("area", _MESSAGES[trouble])
    return option, form, numbers
