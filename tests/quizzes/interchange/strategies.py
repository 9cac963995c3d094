"""Questions of every kind, as hypothesis makes them up."""

from decimal import Decimal
from io import BytesIO

from hypothesis import strategies as st
from PIL import Image

from courses.exercises.multiple_choice import SCORINGS
from courses.exercises.numbers import written
from courses.exercises.sequence import CREDITS
from quizzes.interchange import Found
from quizzes.interchange.kinds import SIDES
from quizzes.interchange.shapes import Picture
from quizzes.interchange.texts import cleaned

# Signs that mean something somewhere are more than likely.
SIGNS = st.sampled_from("aé中 \n\\:#={}~%[]<>&;*|\"'`$->/.1٣")
LINES = st.text(st.one_of(SIGNS, st.characters(codec="utf-8")), max_size=30)


texts = LINES.map(cleaned)
filled = texts.filter(bool)
words = filled.map(lambda text: " ".join(text.split())).filter(bool)
# A pattern of * alone is refused; blanks at the end of a line are not kept.
patterns = words.filter(lambda text: text.replace("*", "").replace("\\", "").strip())
decimals = st.decimals(-9999, 9999, places=3, allow_nan=False, allow_infinity=False)


def _lists(of, low, high, unique_by=None):
    return st.lists(of, min_size=low, max_size=high, unique_by=unique_by)


def _options(low=2, high=6):
    row = st.fixed_dictionaries({"text": words, "feedback": texts})
    return _lists(row, low, high)


@st.composite
def _single(draw):
    rows = draw(_options())
    right = draw(st.integers(0, len(rows) - 1))
    weights = st.one_of(st.none(), st.integers(1, 99))
    return {
        "options": [
            row
            | {
                "correct": number == right,
                "weight": None if number == right else draw(weights),
            }
            for number, row in enumerate(rows)
        ]
    }


@st.composite
def _several(draw, low=2):
    rows = draw(_options(low))
    right = draw(st.sets(st.integers(0, len(rows) - 1), min_size=1))
    return [row | {"correct": number in right} for number, row in enumerate(rows)]


@st.composite
def _cards(draw):
    names = draw(_lists(words, 2, 4, unique_by=lambda one: one))
    card = st.fixed_dictionaries(
        {
            "text": words,
            "category": st.integers(1, len(names)),
            "feedback": texts,
        }
    )
    return {"categories": names, "cards": draw(_lists(card, 2, 5))}


@st.composite
def _text_with(draw, count):
    places = draw(st.permutations(range(1, count + 1)))
    pieces = [draw(words.filter(lambda text: "[" not in text)) for _one in places]
    return " ".join(f"{piece} [{n}]" for piece, n in zip(pieces, places, strict=True))


@st.composite
def _marked(draw):
    options = draw(_several())
    return {"options": options, "text": draw(_text_with(len(options)))}


@st.composite
def _gaps(draw):
    gap = st.fixed_dictionaries(
        {
            "accepted": _lists(patterns, 1, 3).map("\n".join),
            "wrong": _lists(words, 0, 3),
            "feedback": texts,
        }
    )
    gaps = draw(_lists(gap, 1, 3))
    return {
        "gaps": gaps,
        "text": draw(_text_with(len(gaps))),
        "case": draw(st.booleans()),
        "accents": draw(st.booleans()),
    }


_credits = st.integers(1, 100)
_number = st.fixed_dictionaries(
    {
        "value": decimals.map(lambda one: written(Decimal(one))),
        "tolerance": decimals.map(lambda one: written(abs(Decimal(one)))),
        "measure": st.sampled_from(["absolute", "relative"]),
        "credit": _credits,
        "feedback": texts,
    }
)
_unit = st.fixed_dictionaries({"name": words, "factor": st.just("1")})

AREAS = [
    ("rect", "0 0 50 50"),
    ("circle", "75 25.5 10"),
    ("polygon", "0 0 9.125 0 5 5"),
]


@st.composite
def _pictured(draw):
    colour = draw(st.integers(0, 255))
    stream = BytesIO()
    Image.new("L", (120, 80), colour).save(stream, "PNG")
    rights = st.one_of(st.just(""), words.filter(lambda text: len(text) < 30))
    picture = Picture(
        "x.png", stream.getvalue(), draw(filled), draw(rights), draw(rights)
    )
    rows = [
        row | dict(zip(("form", "area"), draw(st.sampled_from(AREAS)), strict=True))
        for row in draw(_several())
    ]
    return {"image": picture, "options": rows}


VALUES = {
    "hotspot": _pictured(),
    "single_choice": _single(),
    "multiple_choice": st.fixed_dictionaries(
        {"options": _several(), "scoring": st.sampled_from(list(SCORINGS))}
    ),
    "true_false": st.fixed_dictionaries({"answer": st.sampled_from(["true", "false"])}),
    "matching": st.fixed_dictionaries(
        {"pairs": _lists(st.fixed_dictionaries({"left": words, "right": words}), 2, 5)}
    ),
    "card_sort": _cards(),
    "timeline": st.fixed_dictionaries(
        {
            "events": _lists(
                st.fixed_dictionaries(
                    {"text": words, "when": texts, "feedback": texts}
                ),
                3,
                5,
            )
        }
    ),
    "ordering": st.fixed_dictionaries(
        {
            "steps": _lists(
                st.fixed_dictionaries({"text": words, "feedback": texts}), 3, 5
            ),
            "credit": st.sampled_from(list(CREDITS)),
        }
    ),
    "numeric": st.fixed_dictionaries(
        {"numbers": _lists(_number, 1, 3), "units": _lists(_unit, 0, 2)}
    ),
    "short_text": st.fixed_dictionaries(
        {
            "case": st.booleans(),
            "accents": st.booleans(),
            "accepted": _lists(
                st.fixed_dictionaries(
                    {
                        "patterns": _lists(patterns, 1, 3).map("\n".join),
                        "credit": _credits,
                        "feedback": texts,
                    }
                ),
                1,
                4,
            ),
        }
    ),
    "gaps": _gaps(),
    "mark_words": _marked(),
    "scale": st.fixed_dictionaries(
        {
            "purpose": st.sampled_from(["confidence", "opinion"]),
            "steps": _lists(words, 3, 5),
        }
    ),
    "open_answer": st.fixed_dictionaries(
        {
            "least": st.integers(0, 50),
            "most": st.integers(50, 90),
            "rubric": _lists(
                st.fixed_dictionaries(
                    {"text": words, "points": st.integers(1, 9), "full": texts}
                ),
                1,
                3,
            ),
        }
    ),
}


@st.composite
def questions(draw, kind: str):
    """(found question, its value) of a kind, as an export makes them."""
    value = draw(VALUES[kind])
    side = SIDES[kind]
    found = Found(
        place="x", key=draw(st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True))
    )
    found.prompt, found.feedback = draw(filled), draw(texts)
    found.labels |= {"topic": "words", "kind": kind}
    found.shape = side.shape(value, found.labels)
    return found, value
