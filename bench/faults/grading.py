"""What an answer is worth, worked out once more from what a question says of itself.

Written apart from courses.exercises on purpose: two programs that agree prove more than
one that is asked twice.
"""

from fractions import Fraction


def worth(content: dict, payload: dict | None) -> Fraction:
    """0 to 1 for one of the kinds that the quiz of the benchmark asks."""
    if payload is None:
        return Fraction(0)
    return WORTH[content["kind"]](content, payload)


def _one(content: dict, payload: dict) -> Fraction:
    option = next(o for o in content["options"] if o["id"] == payload["choice"])
    return Fraction(1) if option["correct"] else Fraction(option.get("weight", 0), 100)


def _several(content: dict, payload: dict) -> Fraction:
    judged = [(o["correct"], o["id"] in payload["choices"]) for o in content["options"]]
    right = judged.count((True, True))
    wrong = judged.count((False, True))
    agreeing = sum(is_right == is_chosen for is_right, is_chosen in judged)
    if not right + wrong:
        return Fraction(0)
    scoring = content.get("scoring")
    if scoring == "minus":
        there_are = sum(is_right for is_right, _chosen in judged)
        return max(Fraction(0), Fraction(right - wrong, there_are))
    if scoring == "each":
        return Fraction(agreeing, len(judged))
    return Fraction(agreeing == len(judged))


def _placed(things: str, belongs: str):
    def worth_of(content: dict, payload: dict) -> Fraction:
        rows = content[things]
        placed = payload["places"]
        hits = [row for row in rows if placed.get(row["id"]) == row[belongs]]
        return Fraction(len(hits), len(rows))

    return worth_of


WORTH = {
    "single_choice": _one,
    "true_false": _one,
    "multiple_choice": _several,
    "matching": _placed("pairs", "right_id"),
    "card_sort": _placed("cards", "category"),
}
