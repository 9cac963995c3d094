"""Exercises of every kind, as authors write them and learners answer them."""

import uuid

from django.http import QueryDict

from courses.exercises import KINDS as KIND_OF


def stable(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


# Kinds that are graded, and those that are practised.
KINDS = (
    "single_choice",
    "multiple_choice",
    "true_false",
    "matching",
    "card_sort",
    "timeline",
    "ordering",
    "numeric",
    "short_text",
    "gaps",
    "mark_words",
)
# Not in every quiz of a test: a scale counts for nothing, as a dialogue does.
PRACTICE = ("scale", "open_answer", "rewrite", "dialogue", "decision_tree")


# In percent: a square, a circle and a triangle.
AREAS = (
    ("rect", "0 0 50 50"),
    ("circle", "75 25 10"),
    ("polygon", "50 50 100 50 75 100"),
)


def _items(key: str, name: str, values: list) -> list[dict]:
    return [
        {"type": "item", "id": stable(f"{key}-{name}-{number}"), "value": value}
        for number, value in enumerate(values)
    ]


def because(key: str) -> str:
    """An explanation, in words as easy as a lesson has to have."""
    return f"Because {key}. It is so. We saw it. Now you know it too."


def question_body(key: str, language: str, *, kind: str = "single_choice") -> list:
    """Raw stream data of a question. Right are option "a" (and "b" where several may
    be), "true", each left side with its own right side, each card in the first category
    but the last card in the second, and events and steps in the order of their
    numbers."""
    say = {"en": "Right", "nl": "Juist"}[language]
    other = {"en": "Wrong", "nl": "Fout"}[language]
    ask = {"en": "Question", "nl": "Vraag"}[language]
    right = "ab" if kind == "multiple_choice" else "a"
    parts = {
        "true_false": lambda: {"answer": "true"},
        "matching": lambda: {
            "pairs": _items(
                key,
                "pair",
                [{"left": f"{say} {n}", "right": f"{other} {n}"} for n in range(4)],
            )
        },
        "card_sort": lambda: {
            "categories": _items(key, "category", [say, other]),
            "cards": _items(
                key,
                "card",
                [
                    {"text": f"{ask} {n}", "category": 1 + (n == 3), "feedback": ""}
                    for n in range(4)
                ],
            ),
        },
        "timeline": lambda: {
            "events": _items(
                key,
                "event",
                [
                    {"text": f"{ask} {n}", "when": f"{2020 + n}", "feedback": ""}
                    for n in range(4)
                ],
            )
        },
        "ordering": lambda: {
            "steps": _items(
                key, "step", [{"text": f"{say} {n}", "feedback": ""} for n in range(4)]
            ),
            "credit": "neighbours",
        },
        "numeric": lambda: {
            "numbers": _items(
                key,
                "number",
                [
                    {
                        "value": "1.5",
                        "tolerance": "0",
                        "measure": "absolute",
                        "credit": 100,
                        "feedback": "",
                    }
                ],
            ),
            "units": _items(
                key,
                "unit",
                [{"name": "km", "factor": "1"}, {"name": say, "factor": "1000"}],
            ),
        },
        "short_text": lambda: {
            "case": False,
            "accents": False,
            "accepted": _items(
                key, "accepted", [{"patterns": say, "credit": 100, "feedback": ""}]
            ),
        },
        "gaps": lambda: {
            "case": False,
            "accents": False,
            "text": f"{ask} [2] [1]",
            "gaps": _items(
                key,
                "gap",
                [
                    {"accepted": say, "wrong": [], "feedback": ""},
                    {
                        "accepted": say,
                        "wrong": _items(key, "wrong", [other]),
                        "feedback": "",
                    },
                ],
            ),
        },
        "mark_words": lambda: {
            "text": f"{ask} [2] [1] [3]",
            "options": _items(
                key,
                "word",
                [
                    {"text": f"{say} {n}", "correct": n == 1, "feedback": ""}
                    for n in range(3)
                ],
            ),
        },
        "hotspot": lambda: {
            # As the editor keeps it where none was chosen.
            "image": {"image": None, "alt_text": None, "decorative": None},
            "options": _items(
                key,
                "area",
                [
                    {
                        "text": f"{say} {n}",
                        "correct": n == 1,
                        "feedback": "",
                        "form": form,
                        "area": area,
                    }
                    for n, (form, area) in enumerate(AREAS)
                ],
            ),
        },
        "scale": lambda: {
            "purpose": "opinion",
            "steps": _items(key, "step", [f"{say} {n}" for n in range(3)]),
        },
        "open_answer": lambda: {
            "least": 2,
            "most": 5,
            "rubric": _items(
                key,
                "criterion",
                [{"text": f"{ask} {n}", "points": n, "full": say} for n in (1, 2)],
            ),
        },
        "rewrite": lambda: {
            "sentence": f"{other} again.",
            "labels": _items(
                key, "label", [{"words": f"{other}, again", "hint": f"{ask} hint"}]
            ),
            "models": _items(
                key, "model", [{"text": f"{say} {n}", "note": ""} for n in range(2)]
            ),
            "checks": _items(key, "check", [f"{ask} 1?", f"{ask} 2?"]),
        },
        "dialogue": lambda: {"scenes": _items(key, "scene", _scenes(key, say, other))},
        "decision_tree": lambda: _tree(key, say, other),
    }.get(
        kind,
        lambda: {
            "options": [
                {
                    "type": "item",
                    "id": stable(f"{key}-{option}"),
                    "value": {
                        "text": f"{say if option in right else other} {option}",
                        "correct": option in right,
                        "weight": None,
                        "feedback": "",
                    },
                }
                for option in "abc"
            ]
        },
    )
    value = {"prompt": f"{ask} {key}?", "feedback": because(key)}
    return [{"type": kind, "id": stable(f"{key}-block"), "value": value | parts()}]


def answer_fields(content: dict, *, right: bool) -> dict[str, str | list[str]]:
    """What a form posts to answer an exercise, fully right or fully wrong."""
    kind = KIND_OF[content["kind"]]
    if hasattr(kind, "things"):
        places = [place["id"] for place in kind.places(content)]
        if hasattr(kind, "rows") and not right:
            # Backwards: everything has a place, and nothing its own.
            return {
                f"place-{thing['id']}": place
                for thing, place in zip(
                    kind.things(content), reversed(places), strict=True
                )
            }
        return {
            f"place-{thing['id']}": thing["place"]
            if right
            else next(place for place in places if place != thing["place"])
            for thing in kind.things(content)
        }
    if kind.name == "numeric":
        unit = content["units"][0]["id"]
        return {"number": "1,5" if right else "15", "unit": unit}
    if kind.name == "short_text":
        return {"text": content["accepted"][0]["patterns"][0] if right else "x"}
    if kind.name == "gaps":
        typed, menu = content["gaps"]
        good, bad = menu["choices"]
        return {
            f"gap-{typed['id']}": typed["accepted"][0] if right else "x",
            f"gap-{menu['id']}": good["id"] if right else bad["id"],
        }
    ids = [o["id"] for o in content["options"] if o["correct"] is right]
    return {"choice": ids if kind.multiple else ids[0]}


def _scenes(key: str, say: str, other: str) -> list[dict]:
    """Three scenes and two ends: "door" leads to "hall" or "street", "hall" back to
    "door" or on to "home"."""

    def scene(name: str, *choices: tuple[str, str], ending: str = "") -> dict:
        return {
            "name": name,
            "speaker": "Robin" if choices else "",
            "text": f"At the {name}, {say}",
            "choices": _items(
                key,
                f"{name}-choice",
                [
                    {"text": f"{say} {n}", "consequence": f"{other} {n}", "next": to}
                    for n, to in choices
                ],
            ),
            "ending": ending,
            "ending_feedback": f"{say}: {ending}" if ending else "",
        }

    return [
        scene("door", ("ask", "hall"), ("go", "Street ")),
        scene("hall", ("back", "door"), ("stay", "home")),
        scene("street", ending="poor"),
        scene("home", ending="good"),
    ]


def _tree(key: str, say: str, other: str) -> dict:
    """ "danger" leads to "now", or to "sure", which leads to "talk" or to "now"."""

    def question(name: str, *answers: str) -> dict:
        rows = [
            {"text": text, "next": to}
            for text, to in zip((say, other), answers, strict=True)
        ]
        return {
            "name": name,
            "text": f"{say} {name}?",
            "help": "",
            "answers": _items(key, f"{name}-answer", rows),
        }

    def outcome(name: str) -> dict:
        return {
            "name": name,
            "text": f"{say} {name}",
            "do": f"{say} do {name}",
            "consult": f"{other} consult {name}",
        }

    return {
        "questions": _items(
            key,
            "question",
            [question("danger", "now", "sure"), question("sure", "talk", "now")],
        ),
        "outcomes": _items(key, "outcome", [outcome("now"), outcome("talk")]),
    }


def marks_of_an_answer(kind: str) -> tuple[str, int]:
    """How a page says what was answered rightly, and how often."""
    return {
        "multiple_choice": (" checked", 2),
        "matching": (" selected", 4),
        "card_sort": (" checked", 4),
        "timeline": (" selected", 4),
        "ordering": (" selected", 4),
        "numeric": (" selected", 1),
        "short_text": ('value="Right"', 1),
        "gaps": (" selected", 1),
    }.get(kind, (" checked", 1))


def posted(fields: dict) -> QueryDict:
    """Fields as a request holds them."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def mangled(kind: str) -> list[str]:
    """Values that no field of the kind's form takes."""
    never = ["\x00", "x" * 10_000]
    # Any words are a short text, if a wrong one.
    return never if kind == "short_text" else [*never, "nowhere", "[]", '{"a": 1}']
