"""Numbers, as rules work them out."""

from fractions import Fraction
from xml.etree.ElementTree import Element

from quizzes.interchange.qti.values import Unsupported, Value, number_of


def bounds_of(element: Element, value: Fraction) -> tuple[Fraction, Fraction]:
    """Between which numbers `equal` takes another for this one. Raises Unsupported."""
    mode = element.get("toleranceMode", "exact")
    if mode == "exact":
        return value, value
    words = element.get("tolerance", "").split()
    near = [number_of(word) for word in words[:2]]
    if not near or mode not in ("absolute", "relative"):
        raise Unsupported
    below, above = near[0], near[-1]
    if mode == "relative":
        below, above = value * below / 100, value * above / 100
    low, high = sorted((value - below, value + above))
    return low, high


def worked_out(tag: str, numbers: list) -> Value:
    if tag == "sum":
        return sum(numbers, Fraction(0))
    if tag == "product":
        product = Fraction(1)
        for number in numbers:
            product *= number
        # What grows without end is not worked out.
        return product if product.numerator.bit_length() < 4000 else None
    if tag in ("max", "min"):
        return (max if tag == "max" else min)(numbers) if numbers else None
    first, second = exactly(numbers, 2)
    if tag == "subtract":
        return first - second
    return first / second if second else None


def exactly(values: list, count: int) -> list:
    if len(values) != count:
        raise Unsupported
    return values
