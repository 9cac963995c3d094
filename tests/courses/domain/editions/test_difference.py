"""What is different between two editions, as a list a trainer can read."""

import pytest

from courses.domain.editions.difference import (
    Fate,
    Side,
    difference_of,
    moved_of,
)

COURSE = {"title": {"en": "C"}, "summary": {"en": "S"}, "outcomes": {"en": []}}


def activity(key, *, minutes=5, title="", kind="lesson", rules=None) -> dict:
    return {
        "key": key,
        "kind": kind,
        "minutes": minutes,
        "title": {"en": title or key.upper(), "nl": key},
        "rules": rules or {},
    }


def module(key, *activities, sectors=(), title="", summary="") -> dict:
    return {
        "key": key,
        "sectors": list(sectors),
        "title": {"en": title or key.upper(), "nl": key},
        "summary": {"en": summary, "nl": ""},
        "objectives": {"en": [], "nl": []},
        "activities": list(activities),
    }


def side(*modules, languages=("en", "nl"), course=COURSE, **texts) -> Side:
    """`texts` gives an activity another content: key -> hash in English."""
    hashes = {
        (a["key"], code): texts.get(a["key"], "") if code == "en" else ""
        for m in modules
        for a in m["activities"]
        for code in languages
    }
    return Side({"course": course, "modules": list(modules)}, languages, hashes)


def test_equal_sides_are_not_different():
    one = side(module("m", activity("a")))

    assert not difference_of(one, one)
    assert difference_of(one, one).activities == []


def test_added_removed_and_changed_activities_stand_in_their_modules():
    old = side(module("m", activity("a"), activity("b")), module("n", activity("c")))
    new = side(
        module("m", activity("a"), activity("d")), module("n", activity("c")), a="x"
    )

    found = difference_of(old, new)

    assert [(m.key, m.fate) for m in found.modules] == [("m", Fate.SAME)]
    assert [(c.key, c.fate, c.texts) for c in found.activities] == [
        ("a", Fate.CHANGED, ("en",)),
        ("d", Fate.ADDED, ()),
        ("b", Fate.REMOVED, ()),
    ]
    assert found.activities[1].title["en"] == "D"
    assert found.activities[2].kind == "lesson"


def test_a_new_and_a_removed_module_hold_theirs():
    old = side(module("m", activity("a")))
    new = side(module("n", activity("b")))

    found = difference_of(old, new)

    assert [(m.key, m.fate, m.title["en"]) for m in found.modules] == [
        ("n", Fate.ADDED, "N"),
        ("m", Fate.REMOVED, "M"),
    ]
    assert [[c.fate for c in m.activities] for m in found.modules] == [
        [Fate.ADDED],
        [Fate.REMOVED],
    ]
    assert [m.sectors for m in found.modules] == [None, None]


def test_an_activity_in_another_module_has_moved_from_there():
    old = side(module("m", activity("a"), activity("b")), module("n", activity("c")))
    new = side(module("m", activity("a")), module("n", activity("c"), activity("b")))

    (change,) = difference_of(old, new).activities

    assert (change.key, change.is_moved, change.from_module["key"]) == ("b", True, "m")


def test_another_order_names_as_few_as_explain_it():
    old = side(module("m", activity("a"), activity("b"), activity("c")))
    new = side(module("m", activity("b"), activity("c"), activity("a")))

    found = difference_of(old, new).activities

    assert [(c.key, c.is_moved, c.from_module) for c in found] == [("a", True, None)]
    assert moved_of(["a", "b"], ["c", "a", "b"]) == set()


def test_titles_minutes_rules_and_sectors_are_compared():
    old = side(
        module("m", activity("a"), activity("q", kind="quiz", rules={"draw": 8})),
        module("n", activity("b", title="Old"), sectors=["POL"]),
    )
    new = side(
        module("m", activity("a", minutes=9), activity("q", rules={"draw": 9})),
        module("n", activity("b", title="New"), sectors=["EDU"]),
    )

    found = difference_of(old, new)
    a, q, b = found.activities

    assert a.minutes == (5, 9)
    assert q.rules == ({"draw": 8}, {"draw": 9})
    assert b.renamed == {"en": ("Old", "New")}
    assert [m.sectors for m in found.modules] == [None, (["POL"], ["EDU"])]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": "Other"}, ({"en": ("M", "Other")}, ())),
        ({"summary": "Other"}, ({}, ("en",))),
    ],
)
def test_a_module_that_says_something_else_is_changed(changes, told):
    old = side(module("m", activity("a")))
    new = side(module("m", activity("a"), **changes))

    (change,) = difference_of(old, new).modules

    assert (change.renamed, change.texts) == told
    assert change.fate == Fate.CHANGED


def test_a_module_in_another_place_has_moved():
    m, n, o = (module(key, activity(key + "1")) for key in "mno")

    found = difference_of(side(m, n, o), side(n, o, m))

    assert [(c.key, c.is_moved) for c in found.modules] == [("m", True)]


def test_languages_and_the_courses_own_texts_are_compared():
    old = side(module("m", activity("a")))
    new = side(
        module("m", activity("a")),
        languages=("en",),
        course=COURSE | {"summary": {"en": "Other"}},
    )

    found = difference_of(old, new)
    back = difference_of(new, old)

    assert (found.languages_added, found.languages_removed) == ((), ("nl",))
    assert back.languages_added == ("nl",)
    assert found.texts == ("en",)
    assert found
