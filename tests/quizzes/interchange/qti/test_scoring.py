"""What an answer is worth in QTI, worked out by hand from the specification, by our
reading of its rules, and by the exercise that an item becomes: the table of
docs/grading.md."""

from fractions import Fraction
from itertools import combinations, permutations
from xml.etree import ElementTree as ET

import pytest

from courses.exercises import KINDS
from courses.exercises.multiple_choice import score as scored
from courses.exercises.sequence import CREDITS
from quizzes.interchange.found import Found
from quizzes.interchange.kinds import SIDES
from quizzes.interchange.qti.bodies import item_of
from quizzes.interchange.qti.names import V2, V3, as_version, common
from quizzes.interchange.qti.processing import Item
from quizzes.interchange.qti.values import Chosen, Unsupported
from tests.quizzes.interchange.qti.items import choices, item, response, template


def parsed(data: bytes) -> Item:
    return Item(common(ET.fromstring(data)))  # noqa: S314 -- our own


def rules(inside: str) -> str:
    return (
        "<responseProcessing><setOutcomeValue identifier='SCORE'>"
        f"{inside}</setOutcomeValue></responseProcessing>"
    )


def worth(declared: str, processing: str, value) -> Fraction:
    made = parsed(item(declared, choices("a", "b", "c"), processing))
    return made.score({"RESPONSE": value})


MAP = {"A": 2, "B": 1, "C": -3}


@pytest.mark.parametrize(
    ("chosen", "bounds", "points"),
    [
        ("", {}, 0),
        ("A", {}, 2),
        ("AA", {}, 2),
        ("ABC", {}, 0),
        ("C", {}, -3),
        ("C", {"lowerBound": "0"}, 0),
        ("AB", {"upperBound": "2.5"}, Fraction(5, 2)),
        ("D", {"defaultValue": "0.5"}, Fraction(1, 2)),
    ],
)
def test_map_response_adds_each_different_value_once_within_its_bounds(
    chosen, bounds, points
):
    declared = response("multiple", points=MAP, **bounds)
    assert worth(declared, template("map_response"), Chosen(chosen)) == points


def test_match_correct_compares_a_set_without_order_and_an_order_with_it():
    many = response("multiple", correct=("A", "B"))
    row = response("ordered", correct=("A", "B"))
    given = template("match_correct")
    assert [worth(many, given, Chosen(one)) for one in ("AB", "BA", "A", "ABC", "")] == [
        1, 1, 0, 0, 0,
    ]  # fmt: skip
    assert [worth(row, given, list(one)) for one in ("AB", "BA", "A")] == [1, 0, 0]


def test_capitals_matter_to_a_map_unless_it_says_otherwise_and_the_same_word_first():
    declared = response(base="string", points={"York": 1, "york": 0.5})
    loose = declared.replace("mappedValue", "caseSensitive='false' mappedValue")
    given = template("map_response")
    assert [worth(declared, given, one) for one in ("York", "york", "YORK")] == [
        1, Fraction(1, 2), 0,
    ]  # fmt: skip
    assert [worth(loose, given, one) for one in ("York", "york", "YORK")] == [
        1, Fraction(1, 2), 1,
    ]  # fmt: skip


NUMBER = "<baseValue baseType='float'>{}</baseValue>"
GIVEN = "<variable identifier='RESPONSE'/>"


@pytest.mark.parametrize(
    ("attributes", "met", "missed"),
    [
        ("", [50], [49.999, 50.001]),
        ("toleranceMode='absolute' tolerance='1 2'", [49, 52], [48.9, 52.1]),
        ("toleranceMode='relative' tolerance='10'", [45, 55], [44.9, 55.1]),
        (
            "toleranceMode='absolute' tolerance='1' includeLowerBound='false' "
            "includeUpperBound='false'",
            [49.1, 50.9],
            [49, 51],
        ),
    ],
)
def test_equal_has_its_tolerance_with_its_ends(attributes, met, missed):
    equal = f"<equal {attributes}>{NUMBER.format(50)}{GIVEN}</equal>"
    processing = (
        f"<responseProcessing><responseCondition><responseIf>{equal}"
        f"<setOutcomeValue identifier='SCORE'>{NUMBER.format(1)}</setOutcomeValue>"
        "</responseIf></responseCondition></responseProcessing>"
    )
    declared = response(base="float")
    for numbers, points in ((met, 1), (missed, 0)):
        for number in numbers:
            assert worth(declared, processing, Fraction(str(number))) == points


@pytest.mark.parametrize(
    ("inside", "points"),
    [
        ("<sum>{1}{2}{3}</sum>", 6),
        ("<subtract>{3}{1}</subtract>", 2),
        ("<product>{2}{3}</product>", 6),
        ("<divide>{1}{2}</divide>", Fraction(1, 2)),
        ("<divide>{1}<baseValue baseType='float'>0</baseValue></divide>", 0),
        ("<max>{1}{3}{2}</max>", 3),
        ("<min>{3}{1}</min>", 1),
        ("<sum>{1}<null/></sum>", 0),
        ("<sum><multiple>{1}{2}</multiple>{3}</sum>", 6),
        ("<index n='2'><ordered>{3}{2}</ordered></index>", 2),
        ("<index n='9'><ordered>{3}{2}</ordered></index>", 0),
        ("<baseValue baseType='integer'>4</baseValue>", 4),
    ],
)
def test_numbers_are_worked_out(inside, points):
    filled = inside.format("", *(NUMBER.format(number) for number in (1, 2, 3)))
    assert worth(response(), rules(filled), "A") == points


TRUE = "<baseValue baseType='boolean'>true</baseValue>"
FALSE = "<baseValue baseType='boolean'>false</baseValue>"
A, B = ("<baseValue baseType='identifier'>" + one + "</baseValue>" for one in "AB")
WORD = "<baseValue baseType='string'>{}</baseValue>"


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        (f"<and>{TRUE}{TRUE}</and>", True),
        (f"<and>{TRUE}{FALSE}</and>", False),
        (f"<and>{TRUE}<null/></and>", False),
        (f"<or>{FALSE}{TRUE}</or>", True),
        (f"<not>{FALSE}</not>", True),
        ("<not><null/></not>", False),
        (f"<member>{A}<multiple>{A}{B}</multiple></member>", True),
        (f"<member>{A}<multiple>{B}</multiple></member>", False),
        ("<member><null/><multiple/></member>", False),
        (f"<contains><multiple>{A}{B}</multiple><multiple>{B}</multiple></contains>", True),
        (f"<match>{A}{B}</match>", False),
        ("<match><null/><null/></match>", False),
        ("<isNull><variable identifier='RESPONSE'/></isNull>", False),
        (f"<gt>{NUMBER.format(2)}{NUMBER.format(1)}</gt>", True),
        (f"<gte>{NUMBER.format(1)}{NUMBER.format(1)}</gte>", True),
        (f"<lt>{NUMBER.format(1)}{NUMBER.format(1)}</lt>", False),
        (f"<lte>{NUMBER.format(1)}<null/></lte>", False),
        (f"<stringMatch caseSensitive='false'>{WORD.format('a')}{WORD.format('A')}"
         "</stringMatch>", True),
        (f"<stringMatch>{WORD.format('a')}{WORD.format('A')}</stringMatch>", False),
        (f"<stringMatch substring='true'>{WORD.format('cat')}{WORD.format('a')}"
         "</stringMatch>", True),
        (f"<stringMatch>{WORD.format('a')}<null/></stringMatch>", False),
    ],
)  # fmt: skip
def test_conditions_hold_as_the_specification_says(test, holds):
    def branch(tag: str, points: int, test: str = "") -> str:
        return (
            f"<{tag}>{test}<setOutcomeValue identifier='SCORE'>{NUMBER.format(points)}"
            f"</setOutcomeValue></{tag}>"
        )

    processing = (
        "<responseProcessing><responseProcessingFragment><responseCondition>"
        + branch("responseIf", 3, FALSE)
        + branch("responseElseIf", 2, test)
        + branch("responseElse", 1)
        + "</responseCondition><exitResponse/></responseProcessingFragment>"
        "<setOutcomeValue identifier='SCORE'><null/></setOutcomeValue>"
        "</responseProcessing>"
    )
    assert worth(response(correct=("A",)), processing, "A") == (2 if holds else 1)


@pytest.mark.parametrize(
    "inside",
    [
        "<random/>",
        "<divide><null/></divide>" * 2,
        "<index n='x'><ordered/></index>",
        "<variable identifier='NOWHERE'/>",
        "<mapResponse identifier='NOWHERE'/>",
        f"<equal toleranceMode='odd' tolerance='1'>{NUMBER.format(1)}"
        f"{NUMBER.format(1)}</equal>",
        f"<equal toleranceMode='absolute' tolerance='x'>{NUMBER.format(1)}"
        f"{NUMBER.format(1)}</equal>",
        "<sum>" + "<null/>" * 3000 + "</sum>",
    ],
)
def test_what_is_not_worked_out_is_said_to_be(inside):
    with pytest.raises(Unsupported):
        worth(response(), rules(inside), "A")


def written(kind: str, value: dict, version) -> Item:
    """What we write of an exercise."""
    found = Found("x", key="k", prompt="Ask?", labels={"kind": kind})
    found.shape = SIDES[kind].shape(value, found.labels)
    element, _files = item_of(found, version)
    return Item(common(as_version(element, version)))


def option(text: str, *, correct: bool) -> dict:
    return {"text": text, "correct": correct, "feedback": f"Of {text}."}


@pytest.mark.parametrize("version", [V2, V3])
@pytest.mark.parametrize("scoring", ["", "minus", "each"])
def test_several_options_are_worth_there_what_they_are_here(scoring, version):
    options = [option(one, correct=one in "ab") for one in "abcde"]
    made = written("multiple_choice", {"options": options, "scoring": scoring}, version)
    names = [f"A{number}" for number in range(1, 6)]
    right = set(names[:2])
    for size in range(6):
        for some in combinations(names, size):
            ours = scored(
                scoring, chosen=set(some), right=right, wrong=set(names) - right
            )
            theirs = made.score({"RESPONSE": Chosen(some)})
            assert float(max(theirs, 0)) == pytest.approx(ours)


@pytest.mark.parametrize("version", [V2, V3])
@pytest.mark.parametrize("credit", list(CREDITS))
def test_an_order_is_worth_there_what_it_is_here(credit, version):
    steps = [{"text": text, "feedback": ""} for text in "abcd"]
    made = written("ordering", {"steps": steps, "credit": credit}, version)
    names = ["S1", "S2", "S3", "S4"]
    content = {"credit": credit, "steps": [{"id": name} for name in names]}
    for order in permutations(names):
        places = {name: str(place) for place, name in enumerate(order, start=1)}
        ours = KINDS["ordering"].grade(content, {"places": places}).correctness
        assert float(made.score({"RESPONSE": list(order)})) == pytest.approx(ours)


@pytest.mark.parametrize("version", [V2, V3])
def test_what_is_matched_typed_or_filled_in_is_worth_there_what_it_is_here(version):
    pairs = [{"left": one, "right": one.upper()} for one in "abc"]
    match = written("matching", {"pairs": pairs}, version)
    some = {"RESPONSE": Chosen(["L1 R1", "L2 R3"])}
    assert match.score(some) == Fraction(1, 3)
    gap = {"accepted": "saw\nheard", "wrong": [], "feedback": ""}
    menu = {"accepted": "when", "wrong": ["why"], "feedback": ""}
    gaps = written(
        "gaps",
        {"text": "[1] [2]", "gaps": [gap, menu], "case": False, "accents": False},
        version,
    )
    assert gaps.score({"G1": "HEARD", "G2": "W1"}) == Fraction(1, 2)
    assert gaps.score({"G1": "saw", "G2": "R"}) == 1
    row = {"measure": "absolute", "feedback": "Nearly.", "tolerance": "0.5"}
    numbers = [row | {"value": "2", "credit": 40}, row | {"value": "1", "credit": 100}]
    number = written("numeric", {"numbers": numbers, "units": []}, version)
    for given, points in (("1.5", 1), ("2.5", Fraction(2, 5)), ("2.51", 0)):
        assert number.score({"RESPONSE": Fraction(given)}) == points
    accepted = [{"patterns": "one\nuno", "credit": 100, "feedback": "Well."}]
    accepted.append({"patterns": "two", "credit": 25, "feedback": ""})
    words = written(
        "short_text", {"accepted": accepted, "case": True, "accents": True}, version
    )
    points = [words.score({"RESPONSE": one}) for one in ("uno", "Uno", "two", "x")]
    assert points == [1, 0, Fraction(1, 4), 0]
    options = [option("a", correct=True), option("b", correct=False) | {"weight": 30}]
    single = written("single_choice", {"options": options}, version)
    assert [single.score({"RESPONSE": one}) for one in ("A1", "A2")] == [
        1, Fraction(3, 10),
    ]  # fmt: skip
