"""What is placed: pairs, cards in categories, events and steps in order."""

from dataclasses import dataclass

from courses.exercises.sequence import CREDITS, Credit
from courses.seeding.exercises.base import Items, rows_of
from courses.seeding.tables import Table, Texts


@dataclass(frozen=True)
class Pair:
    key: str
    left: Texts
    right: Texts


@dataclass(frozen=True)
class Pairs:
    pairs: tuple[Pair, ...]

    def value(self, language: str, items: Items) -> dict:
        rows = [
            (pair.key, {"left": pair.left[language], "right": pair.right[language]})
            for pair in self.pairs
        ]
        return {"pairs": items("pair", rows)}


@dataclass(frozen=True)
class Card:
    key: str
    category: str
    text: Texts
    feedback: Texts


@dataclass(frozen=True)
class Cards:
    categories: tuple[tuple[str, Texts], ...]
    cards: tuple[Card, ...]

    def value(self, language: str, items: Items) -> dict:
        number = {key: n for n, (key, _text) in enumerate(self.categories, start=1)}
        rows = [
            (
                card.key,
                {
                    "text": card.text[language],
                    "category": number[card.category],
                    "feedback": card.feedback[language],
                },
            )
            for card in self.cards
        ]
        return {
            "categories": items(
                "category", [(key, text[language]) for key, text in self.categories]
            ),
            "cards": items("card", rows),
        }


@dataclass(frozen=True)
class Event:
    key: str
    text: Texts
    when: Texts
    feedback: Texts


@dataclass(frozen=True)
class Events:
    """In the right order."""

    events: tuple[Event, ...]

    def value(self, language: str, items: Items) -> dict:
        rows = [
            (
                event.key,
                {
                    "text": event.text[language],
                    "when": event.when[language],
                    "feedback": event.feedback[language],
                },
            )
            for event in self.events
        ]
        return {"events": items("event", rows)}


@dataclass(frozen=True)
class Steps:
    """(key, text, feedback) of each, in the right order."""

    steps: tuple[tuple[str, Texts, Texts], ...]
    credit: str

    def value(self, language: str, items: Items) -> dict:
        rows = [
            (key, {"text": text[language], "feedback": feedback[language]})
            for key, text, feedback in self.steps
        ]
        return {"steps": items("step", rows), "credit": self.credit}


def read_pairs(row: Table) -> Pairs:
    return Pairs(
        tuple(
            Pair(one.get("key", str), one.text("left"), one.text("right"))
            for one in rows_of(row, "pairs", 2, 8)
        )
    )


def read_cards(row: Table) -> Cards:
    categories = tuple(
        (one.get("key", str), one.texts()) for one in rows_of(row, "categories", 2, 6)
    )
    known = {key for key, _text in categories}
    return Cards(
        categories,
        tuple(
            Card(
                key=one.get("key", str),
                category=one.one_of("category", known),
                text=one.texts(),
                feedback=one.optional_text("feedback"),
            )
            for one in rows_of(row, "cards", 2, 16)
        ),
    )


def read_events(row: Table) -> Events:
    return Events(
        tuple(
            Event(
                key=one.get("key", str),
                text=one.texts(),
                when=one.optional_text("when"),
                feedback=one.optional_text("feedback"),
            )
            for one in rows_of(row, "events", 3, 10)
        )
    )


def read_steps(row: Table) -> Steps:
    return Steps(
        tuple(
            (one.get("key", str), one.texts(), one.optional_text("feedback"))
            for one in rows_of(row, "steps", 3, 10)
        ),
        credit=row.one_of("credit", CREDITS, Credit.NEIGHBOURS.value),
    )
