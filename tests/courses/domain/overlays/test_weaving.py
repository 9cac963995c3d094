"""Local lessons in their places, whatever the course becomes."""

from hypothesis import given
from hypothesis import strategies as st

from courses.domain.overlays.weaving import (
    Layer,
    is_on,
    vignettes_by_lesson,
    with_vignettes,
    woven,
)


def module(key, *activities, optional=False):
    made = {"key": key, "activities": [{"key": a} for a in activities]}
    return made | ({"optional": True} if optional else {})


def local(key, anchor, *, side="after", of="m1"):
    return {"key": key, "local": {"anchor": anchor, "side": side, "module": of}}


def shape(modules):
    return [
        (one["key"], [activity["key"] for activity in one["activities"]])
        for one in modules
    ]


COURSE = [module("m1", "a", "b"), module("m2", "c")]


def test_without_local_additions_nothing_changes():
    assert woven(COURSE, [], whole=COURSE) == COURSE


def test_before_and_after_stand_where_they_say():
    layer = Layer([local("x", "b", side="before"), local("y", "b"), local("z", "c")])

    assert shape(woven(COURSE, [layer], whole=COURSE)) == [
        ("m1", ["a", "x", "b", "y"]),
        ("m2", ["c", "z"]),
    ]
    assert shape(COURSE) == [("m1", ["a", "b"]), ("m2", ["c"])]


def test_the_nearest_organisation_comes_first_and_both_are_shown():
    near, far = Layer([local("near", "a")]), Layer([local("far", "a")])

    assert shape(woven(COURSE, [near, far], whole=COURSE))[0] == (
        "m1",
        ["a", "near", "far", "b"],
    )


def test_what_lost_its_anchor_stands_at_the_end_of_its_module_or_of_the_course():
    layer = Layer([local("x", "gone"), local("y", "gone", of="gone too")])

    assert shape(woven(COURSE, [layer], whole=COURSE)) == [
        ("m1", ["a", "b", "x"]),
        ("m2", ["c", "y"]),
    ]


def test_what_belongs_to_another_sectors_module_goes_with_it():
    layer = Layer([local("x", "c", of="m2"), local("y", "gone", of="m2")])

    assert shape(woven(COURSE[:1], [layer], whole=COURSE)) == [("m1", ["a", "b"])]


def test_a_module_is_left_out_only_where_it_is_optional():
    course = [module("m1", "a"), module("m2", "b", optional=True)]
    off = Layer(switches={"m1": False, "m2": False})

    assert shape(woven(course, [off], whole=course)) == [("m1", ["a"])]
    assert shape(woven(course, [Layer()], whole=course)) == [
        ("m1", ["a"]),
        ("m2", ["b"]),
    ]


def test_the_nearest_that_says_something_decides():
    optional = module("m", "a", optional=True)
    on, off = Layer(switches={"m": True}), Layer(switches={"m": False})

    assert is_on(optional, [Layer(), on, off])
    assert not is_on(optional, [off, on])


def test_a_course_without_a_module_shows_nothing():
    assert woven([], [Layer([local("x", "a")])], whole=COURSE) == []


# --- Whatever editions come ----------------------------------------------------------

KEYS = st.sampled_from("abcdefgh")
# A course: activities dealt out over three modules; later editions deal anew.
EDITIONS = st.lists(
    st.permutations(list("abcdefgh")).flatmap(
        lambda order: st.tuples(
            st.just(order),
            st.integers(1, 8),
            st.lists(st.integers(0, 2), min_size=8, max_size=8),
        )
    ),
    min_size=1,
    max_size=4,
)
# Where an anchor was when its owner placed something beside it; m9 never was.
MODULE_OF = dict(zip("abcdefgh", ["m0", "m1", "m2", "m9"] * 2, strict=True))
ITEMS = st.lists(st.tuples(KEYS, st.sampled_from(["before", "after"])), max_size=6)


def _course(order, kept, dealt):
    modules = [module(f"m{number}") for number in range(3)]
    for key, where in zip(order[:kept], dealt, strict=False):
        modules[where]["activities"].append({"key": key})
    return [one for one in modules if one["activities"]]


@given(EDITIONS, ITEMS, st.integers(0, 6))
def test_nothing_local_is_ever_lost_and_the_course_keeps_its_order(
    editions, items, split
):
    made = [
        local(f"local-{number}", anchor, side=side, of=MODULE_OF[anchor])
        for number, (anchor, side) in enumerate(items)
    ]
    layers = [Layer(made[:split]), Layer(made[split:])]
    for edition in editions:
        course = _course(*edition)
        first = woven(course, layers, whole=course)

        shown = [a["key"] for one in first for a in one["activities"]]
        assert sorted(k for k in shown if k.startswith("local-")) == sorted(
            item["key"] for item in made
        )
        # The course itself stays as it was, and the same is woven again.
        assert [k for k in shown if not k.startswith("local-")] == [
            a["key"] for one in course for a in one["activities"]
        ]
        assert woven(course, layers, whole=course) == first
        # Those beside the same part keep their order.
        for anchor, side in set(items):
            beside = [
                i["key"]
                for i in made
                if (i["local"]["anchor"], i["local"]["side"]) == (anchor, side)
            ]
            assert [k for k in shown if k in beside] == beside


# --- Vignettes --------------------------------------------------------------------------


def of_kind(module, kind):
    return module | {"activities": [a | {"kind": kind} for a in module["activities"]]}


def vignette(key, lesson, module, block="b", side="after"):
    return {
        "key": key,
        "lesson": lesson,
        "module": module,
        "block": block,
        "side": side,
    }


def test_a_vignette_without_its_lesson_stands_in_the_nearest_there_is():
    lessons = of_kind(module("m1", "a", "b"), "lesson")
    quiz = of_kind(module("m2", "q"), "quiz")
    course = [lessons, quiz]
    layers = [
        Layer(
            vignettes=[
                vignette("own", "a", "m1"),
                vignette("same-module", "gone", "m1"),
                vignette("no-lesson-in-its-module", "gone", "m2"),
                vignette("no-module", "gone", "gone"),
            ]
        )
    ]

    found = vignettes_by_lesson(layers, whole=course, shown=course)

    assert {key: [v["key"] for v in row] for key, row in found.items()} == {
        "a": ["own"],
        "b": ["same-module", "no-lesson-in-its-module", "no-module"],
    }


def test_where_there_is_no_lesson_a_vignette_stands_nowhere():
    quiz = [of_kind(module("m", "q"), "quiz")]
    layers = [Layer(vignettes=[vignette("v", "gone", "m")])]

    assert vignettes_by_lesson(layers, whole=quiz, shown=quiz) == {}


def test_vignettes_stand_beside_their_blocks_and_else_at_the_end():
    segments = [{"id": "a"}, {"id": "b"}]
    placed = [
        (vignette("1", "l", "m", "gone"), {"id": "drifted"}),
        (vignette("2", "l", "m", "a", "before"), {"id": "first"}),
        (vignette("3", "l", "m", "a"), {"id": "second"}),
        (vignette("4", "l", "m", "a"), {"id": "third"}),
    ]

    row = with_vignettes(segments, placed)

    assert [one["id"] for one in row] == [
        "first", "a", "second", "third", "b", "drifted",
    ]  # fmt: skip
    assert [one["id"] for one in segments] == ["a", "b"]
