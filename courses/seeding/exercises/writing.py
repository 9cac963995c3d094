"""Sentences that are written again."""

from dataclasses import dataclass

from courses.seeding.exercises.base import Items, rows_of
from courses.seeding.tables import Table, Texts


@dataclass(frozen=True)
class Rewriting:
    """`labels` are (key, words, hint), `models` (key, text, note) and `checks`
    (key, text)."""

    sentence: Texts
    labels: tuple[tuple[str, Texts, Texts], ...]
    models: tuple[tuple[str, Texts, Texts], ...]
    checks: tuple[tuple[str, Texts], ...]

    def value(self, language: str, items: Items) -> dict:
        labels = [
            (key, {"words": words[language], "hint": hint[language]})
            for key, words, hint in self.labels
        ]
        models = [
            (key, {"text": text[language], "note": note[language]})
            for key, text, note in self.models
        ]
        checks = [(key, text[language]) for key, text in self.checks]
        return {
            "sentence": self.sentence[language],
            "labels": items("label", labels),
            "models": items("model", models),
            "checks": items("check", checks),
        }


def read_rewriting(row: Table) -> Rewriting:
    return Rewriting(
        sentence=row.text("sentence"),
        labels=tuple(
            (one.get("key", str), one.text("words"), one.text("hint"))
            for one in rows_of(row, "labels", 0, 12)
        ),
        models=tuple(
            (one.get("key", str), one.texts(), one.optional_text("note"))
            for one in rows_of(row, "models", 2, 5)
        ),
        checks=tuple(
            (one.get("key", str), one.texts()) for one in rows_of(row, "checks", 2, 8)
        ),
    )
