from django.utils.translation import gettext as _

from courses.exercises.sequence import CREDITS, Credit
from lms.digits import whole_number
from quizzes.interchange.kinds.base import Side
from quizzes.interchange.shapes import Match, Order, Pair, Step


class MatchingSide(Side):
    name = "matching"
    takes = Match

    def suits(self, shape):
        return super().suits(shape) and sorted(_in_turn(shape.pairs)) == sorted(
            shape.rights
        )

    def shape(self, value, labels):
        pairs = tuple(Pair(row["left"], row["right"]) for row in value["pairs"])
        return Match(pairs, tuple(pair.right for pair in pairs))

    def value(self, shape, found):
        if any(pair.feedback for pair in shape.pairs):
            found.lose(_("What is said of each pair is not taken over."))
        if set(shape.rights) - set(_in_turn(shape.pairs)):
            found.lose(_("What belongs to nothing is not taken over."))
        return {"pairs": [{"left": p.left, "right": p.right} for p in shape.pairs]}


class CardSortSide(Side):
    """Several cards may belong to one category, and to some none does."""

    name = "card_sort"
    takes = Match

    def shape(self, value, labels):
        names = value["categories"]
        pairs = tuple(
            Pair(row["text"], names[row["category"] - 1], row["feedback"])
            for row in value["cards"]
        )
        rights = tuple(dict.fromkeys(names))
        natural = _natural(pairs, rights)
        if natural != list(rights):
            labels["order"] = " ".join(str(natural.index(one) + 1) for one in rights)
        return Match(pairs, rights)

    def value(self, shape, found):
        names = self._names(shape, found.labels.get("order", ""))
        return {
            "categories": names,
            "cards": [
                {
                    "text": pair.left,
                    "category": names.index(pair.right) + 1,
                    "feedback": pair.feedback,
                }
                for pair in shape.pairs
            ],
        }

    def _names(self, shape: Match, order: str) -> list[str]:
        natural = _natural(shape.pairs, shape.rights)
        places = [whole_number(word, digits=3) or 0 for word in order.split()]
        if sorted(places) != list(range(1, len(natural) + 1)):
            return natural
        return [natural[place - 1] for place in places]


class OrderingSide(Side):
    name = "ordering"
    takes = Order

    def suits(self, shape):
        return super().suits(shape) and not any(step.when for step in shape.steps)

    def shape(self, value, labels):
        labels["credit"] = value["credit"]
        return Order(tuple(Step(r["text"], "", r["feedback"]) for r in value["steps"]))

    def value(self, shape, found):
        credit = found.labels.get("credit")
        return {
            "credit": credit if credit in CREDITS else Credit.NEIGHBOURS.value,
            "steps": [{"text": s.text, "feedback": s.feedback} for s in shape.steps],
        }


class TimelineSide(Side):
    name = "timeline"
    takes = Order

    def shape(self, value, labels):
        return Order(
            tuple(Step(r["text"], r["when"], r["feedback"]) for r in value["events"])
        )

    def value(self, shape, found):
        return {
            "events": [
                {"text": s.text, "when": s.when, "feedback": s.feedback}
                for s in shape.steps
            ]
        }


def _in_turn(pairs: tuple[Pair, ...]) -> list[str]:
    return [pair.right for pair in pairs]


def _natural(pairs: tuple[Pair, ...], rights: tuple[str, ...]) -> list[str]:
    """Each once, in the order in which pairs name them; then those that none names."""
    return list(dict.fromkeys([*_in_turn(pairs), *rights]))
