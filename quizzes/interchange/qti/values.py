"""Values of responses, and how the specification compares and maps them."""

from dataclasses import dataclass, field
from fractions import Fraction
from xml.etree.ElementTree import Element

from quizzes.interchange.labels import read_decimal

Single = str | Fraction | bool
Value = Single | list | None


class Unsupported(Exception):  # noqa: N818 -- what the rules are
    """The rules use something that is not worked out here."""


class Chosen(list):
    """A container in which the order says nothing."""


@dataclass
class Response:
    """A response variable as it is declared."""

    identifier: str
    cardinality: str
    base_type: str
    correct: list[Single]
    mapped: dict[str, tuple[Fraction, bool]] = field(default_factory=dict)
    default: Fraction = Fraction(0)
    lower: Fraction | None = None
    upper: Fraction | None = None

    def correct_value(self) -> Value:
        if not self.correct:
            return None
        return self.correct[0] if self.cardinality == "single" else list(self.correct)

    def map(self, value: Value) -> Fraction:
        """mapResponse: each different value once, within the bounds."""
        values = value if isinstance(value, list) else [value]
        seen: list[Single] = []
        for one in values:
            if one is not None and one not in seen:
                seen.append(one)
        total = sum((self._mapped(one) for one in seen), Fraction(0))
        if self.lower is not None:
            total = max(total, self.lower)
        return total if self.upper is None else min(total, self.upper)

    def _mapped(self, value: Single) -> Fraction:
        keys = [(typed(key, self.base_type), *to) for key, to in self.mapped.items()]
        for known, worth, _exactly in keys:
            if known == value:
                return worth
        for known, worth, exactly in keys:
            if not exactly and _alike(known, value):
                return worth
        return self.default


def response_of(element: Element) -> Response:
    base_type = element.get("baseType", "")
    mapping = element.find("mapping")
    made = Response(
        element.get("identifier", ""),
        element.get("cardinality", "single"),
        base_type,
        [
            typed(v.text or "", base_type)
            for v in element.iterfind("correctResponse/value")
        ],
    )
    if mapping is not None:
        made.default = read_worth(mapping, "defaultValue") or Fraction(0)
        made.lower = read_worth(mapping, "lowerBound")
        made.upper = read_worth(mapping, "upperBound")
        for entry in mapping.iterfind("mapEntry"):
            worth = read_worth(entry, "mappedValue") or Fraction(0)
            exactly = entry.get("caseSensitive", "true") not in ("false", "0")
            made.mapped.setdefault(entry.get("mapKey", "").strip(), (worth, exactly))
    return made


def typed(text: str, base_type: str) -> Single:
    """A value as its type compares it."""
    text = text.strip()
    match base_type:
        case "integer" | "float":
            number = read_decimal(text)
            return text if number is None else Fraction(number)
        case "boolean":
            return text in ("true", "1")
        case "pair":
            return " ".join(sorted(text.split()))
        case "directedPair":
            return " ".join(text.split())
        case _:
            return text


def read_worth(element: Element, name: str) -> Fraction | None:
    """The number in an attribute; None where there is none."""
    number = read_decimal(element.get(name, ""))
    return None if number is None else Fraction(number)


def number_of(text: str) -> Fraction:
    number = read_decimal(text)
    if number is None:
        raise Unsupported
    return Fraction(number)


def is_null(value: Value) -> bool:
    return value is None or value in ([], "")


def matches(first: Value, second: Value) -> Value:
    if is_null(first) or is_null(second):
        return None
    if isinstance(first, list) and isinstance(second, list):
        # An order is compared as it stands; what has none is given in one by who asks.
        return first == second or _same_set(first, second)
    return first == second


def _same_set(first: list, second: list) -> bool:
    if not isinstance(first, Chosen) and not isinstance(second, Chosen):
        return False
    return sorted(map(str, first)) == sorted(map(str, second))


def _alike(first: Single, second: Single) -> bool:
    return (
        isinstance(first, str)
        and isinstance(second, str)
        and first.casefold() == second.casefold()
    )
