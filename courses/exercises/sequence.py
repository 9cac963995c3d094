"""What the kinds share in which things are put in an order: the places are the numbers
1 to n."""

from enum import StrEnum
from itertools import pairwise
from random import Random

from django.utils.translation import gettext_lazy as _

from courses.exercises.base import Answer, Content, Verdict
from courses.exercises.placing import PlacingKind


class Credit(StrEnum):
    """What an order is worth that is right in part."""

    # The share of neighbours in the right order that are neighbours in the answer. One
    # thing in the wrong place so costs its own two joints, and not all that comes after.
    NEIGHBOURS = "neighbours"
    # The share of things that are in their own place.
    PLACES = "places"
    ALL = "all"


CREDITS = {
    Credit.NEIGHBOURS.value: _("Each step that follows the right one"),
    Credit.PLACES.value: _("Each step in its own place"),
    Credit.ALL.value: _("All or nothing"),
}


class SequenceKind(PlacingKind):
    """The rows of content that are put in order are in `rows`, in the right order: there
    is nothing else that says it. 1 is the right order and no other."""

    script = "courses/exercises/sequence.js"
    solution_template = "courses/exercises/sequence_solution.html"
    rows: str

    def credit(self, content: Content) -> Credit:
        return Credit.NEIGHBOURS

    def things(self, content):
        return [
            {**row, "place": str(number)}
            for number, row in enumerate(content[self.rows], start=1)
        ]

    def places(self, content):
        numbers = range(1, len(content[self.rows]) + 1)
        return [{"id": str(number), "text": str(number)} for number in numbers]

    def order(self, content: Content, rng: Random) -> list[str]:
        order = super().order(content, rng)
        right = [row["id"] for row in content[self.rows]]
        if order[: len(right)] == right:
            # A question that stands there answered already would be no question.
            order[: len(right)] = right[1:] + right[:1]
        return order

    def is_complete(self, content: Content, answer: Answer | None) -> bool:
        """Everything has a place, and no two the same."""
        return super().is_complete(content, answer) and len(
            set(answer["places"].values())
        ) == len(content[self.rows])

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        placed = answer["places"] if answer else {}
        places = [int(placed.get(row["id"], 0)) for row in content[self.rows]]
        match self.credit(content):
            case Credit.NEIGHBOURS:
                kept = [0 < first == second - 1 for first, second in pairwise(places)]
            case Credit.PLACES:
                kept = [place == number for number, place in enumerate(places, start=1)]
            case Credit.ALL:
                kept = [places == list(range(1, len(places) + 1))] if places else []
        return Verdict(sum(kept) / len(kept) if kept else 0)

    def review(self, content, *, order, answer) -> dict:
        """In the right order, each with the place it was given."""
        review = super().review(content, order=order, answer=answer)
        rows = {row["id"]: row for row in review["things"]}
        return review | {"things": [rows[row["id"]] for row in content[self.rows]]}
