"""What chosen options are worth, as variables and rules."""

from courses.exercises.multiple_choice import EACH, MINUS
from courses.exercises.numbers import written
from quizzes.interchange import shapes
from quizzes.interchange.qti import rules
from quizzes.interchange.qti.rules import RESPONSE, declared
from quizzes.interchange.qti.sheet import Sheet


def declare_options(
    sheet: Sheet,
    names: list[str],
    options: tuple[shapes.Option, ...],
    *,
    multiple: bool,
) -> None:
    """Declare the response to options, and how it counts."""
    right = [name for name, one in zip(names, options, strict=True) if one.is_right]
    if not multiple:
        worth = {
            name: written(one.worth / 100)
            for name, one in zip(names, options, strict=True)
            if one.worth > 0
        }
        best = [name for name in names if worth.get(name) == "1"]
        in_part = len(worth) > len(best)
        declared(
            sheet.root,
            RESPONSE,
            "single",
            "identifier",
            correct=best[:1],
            points=worth if in_part else None,
        )
        sheet.template = "map_response" if in_part else "match_correct"
        sheet.rules = rules.share(1) if in_part else rules.all_or_nothing()
        return
    scoring = sheet.found.labels.get("scoring", MINUS)
    points = {name: "1" if name in right else "-1" for name in names}
    partly = scoring in (MINUS, EACH)
    declared(
        sheet.root,
        RESPONSE,
        "multiple",
        "identifier",
        correct=right,
        points=points if partly else None,
        **({"lowerBound": "0"} if scoring == MINUS else {}),
    )
    if scoring == MINUS:
        sheet.rules = rules.share(len(right) or 1)
    elif scoring == EACH:
        sheet.rules = rules.share(len(names) or 1, left=len(names) - len(right))
    else:
        sheet.template, sheet.rules = "match_correct", rules.all_or_nothing()
