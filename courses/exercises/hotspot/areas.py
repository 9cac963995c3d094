"""Areas of a picture, in percent of its width and height, and how they are drawn."""

import re
from enum import StrEnum

# Points that a hand still sets one by one.
MOST_POINTS = 24
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})?")


class Form(StrEnum):
    RECT = "rect"  # left, top, width, height
    CIRCLE = (
        "circle"  # middle from left, middle from top, radius in percent of the width
    )
    POLYGON = "polygon"  # x and y of three points or more


class Rule(StrEnum):
    """What can be wrong with the numbers of an area."""

    UNREADABLE = "unreadable"
    COUNT = "count"
    OUTSIDE = "outside"
    EMPTY = "empty"


def numbers_of(text: str | None) -> list[float] | None:
    """The numbers of an area as an author writes them, with blanks, commas or
    semicolons between them; None where something else stands there."""
    words = re.split(r"[\s,;]+", (text or "").strip())
    if not all(_NUMBER.fullmatch(word) for word in words):
        return None
    return [float(word) for word in words]


def trouble_of(form: str, text: str | None) -> Rule | None:
    """What is wrong with an area; None where nothing is."""
    numbers = numbers_of(text)
    if numbers is None:
        return Rule.UNREADABLE
    count = len(numbers)
    fits = {
        Form.RECT: count == 4,
        Form.CIRCLE: count == 3,
        Form.POLYGON: count % 2 == 0 and 6 <= count <= 2 * MOST_POINTS,
    }[Form(form)]
    if not fits:
        return Rule.COUNT
    if form == Form.RECT:
        left, top, width, height = numbers
        ends, sizes = (left, top, left + width, top + height), (width, height)
    elif form == Form.CIRCLE:
        ends, sizes = tuple(numbers), (numbers[2],)
    else:
        ends, sizes = tuple(numbers), (_surface(_points(numbers)),)
    if max(ends) > 100:
        return Rule.OUTSIDE
    return None if min(sizes) > 0 else Rule.EMPTY


def path_of(form: str, numbers: list[float], *, width: int, height: int) -> str:
    """The area as the path of an SVG of this size."""

    def at(x: float, y: float) -> str:
        return f"{_short(x * width / 100)} {_short(y * height / 100)}"

    if form == Form.CIRCLE:
        x, y, radius = numbers
        size = _short(radius * width / 100)
        middle, step = y * height / 100, radius * width / 100
        left = f"{_short(x * width / 100 - step)} {_short(middle)}"
        right = f"{_short(x * width / 100 + step)} {_short(middle)}"
        return f"M {left} A {size} {size} 0 1 0 {right} A {size} {size} 0 1 0 {left} Z"
    if form == Form.RECT:
        left, top, wide, high = numbers
        points = [
            (left, top),
            (left + wide, top),
            (left + wide, top + high),
            (left, top + high),
        ]
    else:
        points = _points(numbers)
    return "M " + " L ".join(at(x, y) for x, y in points) + " Z"


def _points(numbers: list[float]) -> list[tuple[float, float]]:
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _surface(points: list[tuple[float, float]]) -> float:
    """Twice the surface within the points."""
    turned = [*points[1:], points[0]]
    return abs(
        sum(
            x * next_y - next_x * y
            for (x, y), (next_x, next_y) in zip(points, turned, strict=True)
        )
    )


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
