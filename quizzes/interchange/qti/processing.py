"""What a response is worth in an item, as the specification has it: its response
processing, worked out. So grading is compared by what it does and not by how it is
written."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from xml.etree.ElementTree import Element

from lms.digits import whole_number
from quizzes.interchange.qti.arithmetic import bounds_of, exactly, worked_out
from quizzes.interchange.qti.values import (
    Response,
    Unsupported,
    Value,
    is_null,
    matches,
    number_of,
    response_of,
    typed,
)

# Rules of more elements than somebody writes are not worked out.
MOST_RULES = 2500
SCORE = "SCORE"
TEMPLATES = ("match_correct", "map_response")


@dataclass
class Item:
    """The parts of an item that say what a response is worth."""

    element: Element

    @cached_property
    def responses(self) -> dict[str, Response]:
        found = (
            response_of(one) for one in self.element.iterfind("responseDeclaration")
        )
        return {one.identifier: one for one in found}

    @cached_property
    def full(self) -> Fraction | None:
        """The most that the item says it is worth; None where it says nothing."""
        for outcome in self.element.iterfind("outcomeDeclaration"):
            if outcome.get("identifier") == SCORE and outcome.get("normalMaximum"):
                return number_of(outcome.get("normalMaximum", ""))
        for outcome in self.element.iterfind("outcomeDeclaration"):
            if outcome.get("identifier") == "MAXSCORE":
                return number_of(outcome.findtext("defaultValue/value") or "")
        return None

    @cached_property
    def rules(self) -> list[Element]:
        processing = self.element.find("responseProcessing")
        if processing is None:
            return []
        if sum(1 for _one in processing.iter()) > MOST_RULES:
            raise Unsupported
        return list(processing)

    @cached_property
    def template(self) -> str:
        """match_correct, map_response, another template, or "" for rules of its own."""
        processing = self.element.find("responseProcessing")
        given = "" if processing is None else processing.get("template", "")
        name = given.rsplit("/", 1)[-1].removesuffix(".xml").lower()
        return "" if self.rules else name

    @property
    def is_scored(self) -> bool:
        return bool(self.template or self.rules)

    def score(self, given: dict[str, Value]) -> Fraction:
        """What these responses are worth in points. Raises Unsupported."""
        if self.template:
            return self._by_template(given)
        run = _Run(self, given)
        run.all(self.rules)
        score = run.outcomes.get(SCORE)
        return score if isinstance(score, Fraction) else Fraction(0)

    def _by_template(self, given: dict[str, Value]) -> Fraction:
        if self.template not in TEMPLATES or "RESPONSE" not in self.responses:
            raise Unsupported
        response, value = self.responses["RESPONSE"], given.get("RESPONSE")
        if self.template == "map_response":
            return Fraction(0) if is_null(value) else response.map(value)
        return Fraction(bool(matches(value, response.correct_value())))


class _Stop(Exception):  # noqa: N818 -- what the rules ask for
    """exitResponse."""


class _Run:
    """One working out of an item's rules."""

    def __init__(self, item: Item, given: dict[str, Value]) -> None:
        self.item = item
        self.given = given
        self.outcomes: dict[str, Value] = {}
        for one in item.element.iterfind("outcomeDeclaration"):
            values = [
                typed(value.text or "", one.get("baseType", ""))
                for value in one.iterfind("defaultValue/value")
            ]
            is_single = one.get("cardinality", "single") == "single"
            default = (values or [None])[0] if is_single else values
            self.outcomes[one.get("identifier", "")] = default
        self.outcomes.setdefault(SCORE, Fraction(0))

    def all(self, rules: list[Element]) -> None:
        try:
            self.each(rules)
        except _Stop:
            return

    def each(self, rules: list[Element]) -> None:
        for rule in rules:
            match rule.tag:
                case "responseCondition":
                    self.condition(rule)
                case "setOutcomeValue":
                    [expression] = _children(rule, 1)
                    self.outcomes[rule.get("identifier", "")] = self.value(expression)
                case "exitResponse":
                    raise _Stop
                case "responseProcessingFragment":
                    self.each(list(rule))
                case "comment":
                    pass
                case _:
                    raise Unsupported

    def condition(self, rule: Element) -> None:
        for branch in rule:
            if branch.tag == "responseElse":
                self.each(list(branch))
                return
            if branch.tag not in ("responseIf", "responseElseIf") or not len(branch):
                raise Unsupported
            if self.value(branch[0]) is True:
                self.each(list(branch)[1:])
                return

    def value(self, element: Element) -> Value:
        work = _EXPRESSIONS.get(element.tag)
        if work is None:
            raise Unsupported
        return work(self, element)

    def values(self, element: Element) -> list[Value]:
        return [self.value(child) for child in element]

    def response(self, element: Element) -> Response:
        found = self.item.responses.get(element.get("identifier", ""))
        if found is None:
            raise Unsupported
        return found

    def variable(self, element: Element) -> Value:
        name = element.get("identifier", "")
        if name in self.item.responses:
            return self.given.get(name)
        if name in self.outcomes:
            return self.outcomes[name]
        raise Unsupported

    def correct(self, element: Element) -> Value:
        return self.response(element).correct_value()

    def map_response(self, element: Element) -> Value:
        response = self.response(element)
        return response.map(self.given.get(response.identifier))

    def logic(self, element: Element) -> Value:
        values = self.values(element)
        if element.tag == "not":
            [value] = exactly(values, 1)
            return None if value is None else value is not True
        return (
            all(v is True for v in values) if element.tag == "and" else True in values
        )

    def numbers(self, element: Element) -> Value:
        flat: list[Value] = []
        for value in self.values(element):
            flat += value if isinstance(value, list) else [value]
        if any(not isinstance(one, Fraction) for one in flat):
            return None
        return worked_out(element.tag, flat)

    def compare(self, element: Element) -> Value:
        first, second = exactly(self.values(element), 2)
        if not isinstance(first, Fraction) or not isinstance(second, Fraction):
            return None
        return {
            "gt": first > second,
            "gte": first >= second,
            "lt": first < second,
            "lte": first <= second,
        }[element.tag]

    def equal(self, element: Element) -> Value:
        first, second = exactly(self.values(element), 2)
        if not isinstance(first, Fraction) or not isinstance(second, Fraction):
            return None
        low, high = bounds_of(element, first)
        above = (
            second >= low
            if element.get("includeLowerBound") != "false"
            else second > low
        )
        below = (
            second <= high
            if element.get("includeUpperBound") != "false"
            else second < high
        )
        return above and below

    def string_match(self, element: Element) -> Value:
        first, second = exactly(self.values(element), 2)
        if not isinstance(first, str) or not isinstance(second, str):
            return None
        if element.get("caseSensitive") == "false":
            first, second = first.casefold(), second.casefold()
        if element.get("substring") == "true":
            return second in first
        return first == second

    def held(self, element: Element) -> Value:
        first, second = exactly(self.values(element), 2)
        if is_null(first) or is_null(second):
            return None
        if element.tag == "member":
            return first in second if isinstance(second, list) else first == second
        parts = second if isinstance(second, list) else [second]
        return isinstance(first, list) and all(part in first for part in parts)

    def container(self, element: Element) -> Value:
        flat: list[Value] = []
        for value in self.values(element):
            flat += value if isinstance(value, list) else [value]
        return [one for one in flat if one is not None]

    def index(self, element: Element) -> Value:
        [values] = exactly(self.values(element), 1)
        number = whole_number(element.get("n", ""), digits=4)
        if number is None:
            raise Unsupported
        if not isinstance(values, list) or not 1 <= number <= len(values):
            return None
        return values[number - 1]


def _base_value(run: _Run, element: Element) -> Value:
    return typed(element.text or "", element.get("baseType", ""))


def _null_of(run: _Run, element: Element) -> Value:
    [value] = exactly(run.values(element), 1)
    return is_null(value)


def _match_of(run: _Run, element: Element) -> Value:
    first, second = exactly(run.values(element), 2)
    return matches(first, second)


def _children(element: Element, count: int) -> list[Element]:
    return exactly(list(element), count)


_EXPRESSIONS = {
    "variable": _Run.variable,
    "correct": _Run.correct,
    "baseValue": _base_value,
    "null": lambda run, element: None,
    "mapResponse": _Run.map_response,
    "isNull": _null_of,
    "match": _match_of,
    "member": _Run.held,
    "contains": _Run.held,
    "equal": _Run.equal,
    "stringMatch": _Run.string_match,
    "multiple": _Run.container,
    "ordered": _Run.container,
    "index": _Run.index,
    **dict.fromkeys(("and", "or", "not"), _Run.logic),
    **dict.fromkeys(("gt", "gte", "lt", "lte"), _Run.compare),
    **dict.fromkeys(
        ("sum", "subtract", "product", "divide", "max", "min"), _Run.numbers
    ),
}
