"""Ways through a dialogue or a tree: what can be walked, and walking it."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from courses.blocks import LessonStreamBlock
from courses.exercises import KINDS, InvalidAnswer, content_of
from courses.exercises.walking import Node, Rule, Trouble, troubles_of
from courses.exercises.walking.kind import MOST_STEPS
from tests.factories.exercises import question_body


def content(kind: str) -> dict:
    stream = LessonStreamBlock().to_python(question_body("k", "en", kind=kind))
    return content_of(kind, stream[0].value)


@pytest.fixture
def dialogue() -> dict:
    return content("dialogue")


@pytest.fixture
def tree() -> dict:
    return content("decision_tree")


@st.composite
def graphs(draw) -> list[Node]:
    """Up to six places with names of which some may be equal or differ in case alone;
    choices lead anywhere, and sometimes nowhere."""
    names = ["a", "b", "c", "d", "e", "f"]
    given_ = draw(
        st.lists(st.sampled_from([*names, "A", " b "]), max_size=6, unique=True)
    )
    leads = st.lists(st.sampled_from([*given_, "missing"]), max_size=3)
    return [Node(name, tuple(draw(leads))) for name in given_]


def told(name: str) -> str:
    return name.strip().lower()


def walk(nodes: list[Node]) -> tuple[dict[str, set[str]], bool]:
    """({place: all places after it}, whether every name and choice is in order), by
    adding what is one step further until nothing is added."""
    after = {
        # Of two with one name, the first is meant.
        told(node.name): {told(one) for one in node.nexts}
        for node in reversed(nodes)
    }
    in_order = len(after) == len(nodes) and all(
        one in after for nexts in after.values() for one in nexts
    )
    while True:
        more = {
            place: nexts.union(*(after.get(one, set()) for one in nexts))
            for place, nexts in after.items()
        }
        if more == after:
            return after, in_order
        after = more


@given(graphs())
def test_nothing_is_said_exactly_where_every_place_is_met_and_every_way_can_end(nodes):
    after, in_order = walk(nodes)
    ends = {told(node.name) for node in nodes if not node.nexts}
    first = told(nodes[0].name) if nodes else ""
    fine = in_order and all(
        (place == first or place in after[first])
        and (place in ends or after[place] & ends)
        for place in after
    )

    assert (troubles_of(nodes, circles=True) == []) == fine


@given(graphs())
def test_where_circles_are_not_wanted_each_place_on_one_is_named_besides(nodes):
    allowed = troubles_of(nodes, circles=True)
    after, _in_order = walk(nodes)
    blamed = {one.node for one in allowed if one.choice is None}
    on_circle = {
        number
        for number, node in enumerate(nodes)
        if number not in blamed and told(node.name) in after[told(node.name)]
    }

    more = set(troubles_of(nodes, circles=False)) - set(allowed)

    assert {one.node for one in more} == on_circle
    assert {one.rule for one in more} <= {Rule.CIRCLE}


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ([Node("a", ("b",)), Node("b")], []),
        ([Node("a", (" B ",)), Node("b")], []),
        ([Node("a", ("a", "b")), Node("b")], []),
        ([Node("a", ("c",)), Node("b")], [
            Trouble(Rule.NOWHERE, 0, "c", 0),
            Trouble(Rule.UNREACHED, 1, "b"),
        ]),
        ([Node("a", ("b",)), Node("b", ("a",))], [
            Trouble(Rule.ENDLESS, 0, "a"),
            Trouble(Rule.ENDLESS, 1, "b"),
        ]),
        ([Node("a", ("b",)), Node("b"), Node("B")], [Trouble(Rule.TWICE, 2, "B")]),
        ([Node("a", ("b", "b")), Node("b", ("x",))], [
            Trouble(Rule.NOWHERE, 1, "x", 0)
        ]),
        ([], []),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_of_the_place_it_is_wrong_in(nodes, said):
    assert troubles_of(nodes, circles=True) == said


def read(kind: str, asked: dict, way: str):
    data = QueryDict(mutable=True)
    data["way"] = way
    return KINDS[kind].read(asked, data)


def shown(kind: str, asked: dict, way: str) -> dict:
    return KINDS[kind].view(asked, order=[], answer=read(kind, asked, way))


def test_a_way_leads_from_the_first_scene_to_an_end_and_is_told_there(dialogue):
    start = shown("dialogue", dialogue, "0")
    hall = shown("dialogue", dialogue, "1")
    home = shown("dialogue", dialogue, "1.2")

    assert [(c["text"], c["way"]) for c in start["choices"]] == [
        ("Right ask", "1"),
        ("Right go", "2"),
    ]
    assert (start["is_end"], start["steps"], start["back"]) == (False, [], "")
    assert hall["here"]["text"] == "At the hall, Right"
    assert [c["way"] for c in hall["choices"]] == ["1.1", "1.2"]
    assert (home["here"]["ending"], home["here"]["ending_label"]) == (
        "good",
        "A good way",
    )
    assert (home["is_end"], home["choices"], home["back"]) == (True, [], "1")
    assert [
        (step.node["number"], step.choice["consequence"], step.way)
        for step in home["steps"]
    ] == [(1, "Wrong ask", "0"), (2, "Wrong stay", "1")]


def test_a_way_may_come_back_to_a_scene_and_go_on_from_there(dialogue):
    again = shown("dialogue", dialogue, "1.1.2")

    assert [step.node["number"] for step in again["steps"]] == [1, 2, 1]
    assert again["here"]["text"] == "At the street, Right"


def test_a_name_finds_its_scene_whatever_its_case_and_blanks(dialogue):
    ids = {node["text"]: node["id"] for node in dialogue["nodes"]}

    assert dialogue["nodes"][0]["choices"][1]["next"] == ids["At the street, Right"]


@given(st.text(max_size=12) | st.from_regex(r"\A[0-9.]{1,12}\Z"))
def test_any_text_is_a_way_that_can_be_walked_or_is_refused(text):
    for kind in ("dialogue", "decision_tree"):
        asked = content(kind)
        try:
            answer = read(kind, asked, text)
        except InvalidAnswer:
            continue
        view = KINDS[kind].view(asked, order=[], answer=answer)
        assert view["way"] == (text if answer else "0")
        assert answer is None or KINDS[kind].clean(asked, answer) == answer


@pytest.mark.parametrize(
    "way",
    [
        "3",
        "1.3",
        "1.2.1",
        "01",
        "1.",
        ".1",
        "1..2",
        "-1",
        "1,2",
        "100",
        "\u0661",
        "x",
        "0.1",
    ],
)
def test_a_choice_that_is_not_there_is_refused(dialogue, way):
    with pytest.raises(InvalidAnswer):
        read("dialogue", dialogue, way)


@pytest.mark.parametrize(
    "payload",
    [
        None, [], {}, {"way": []}, {"way": "1"}, {"way": ["1"]}, {"way": [True]},
        {"way": [0]}, {"way": [-1]}, {"way": [1.0]}, {"way": [1], "more": 1},
        {"way": [1, 1] * MOST_STEPS}, {"choice": "a"},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_is_no_way_is_refused(dialogue, payload):
    with pytest.raises(InvalidAnswer):
        KINDS["dialogue"].clean(dialogue, payload)


def test_who_goes_round_for_ever_is_offered_no_more_than_the_way_back(dialogue):
    round_and_round = ".".join(["1", "1"] * (MOST_STEPS // 2))

    view = shown("dialogue", dialogue, round_and_round)

    assert (view["choices"], view["is_end"]) == ([], False)
    assert view["back"].count(".") == MOST_STEPS - 2


@pytest.mark.parametrize("kind", ["dialogue", "decision_tree"])
def test_nothing_is_graded_and_a_way_is_complete_at_its_end(kind):
    asked, walking = content(kind), KINDS[kind]
    last = {"dialogue": "2", "decision_tree": "1"}[kind]

    assert walking.grade(asked, read(kind, asked, last)).correctness is None
    assert walking.grade(asked, None).correctness is None
    assert walking.is_complete(asked, read(kind, asked, last))
    assert not walking.is_complete(asked, None)
    assert walking.review(asked, order=[], answer=None) == shown(kind, asked, "0")


def test_one_answer_more_is_needed_where_a_question_follows(tree):
    assert not KINDS["decision_tree"].is_complete(
        tree, read("decision_tree", tree, "2")
    )


def test_a_tree_leads_to_what_to_do_and_whom_to_consult(tree):
    talk = shown("decision_tree", tree, "2.1")

    assert (talk["here"]["text"], talk["here"]["do"], talk["here"]["consult"]) == (
        "Right talk",
        "Right do talk",
        "Wrong consult talk",
    )
    assert [(s.node["text"], s.choice["text"]) for s in talk["steps"]] == [
        ("Right danger?", "Wrong"),
        ("Right sure?", "Right"),
    ]


def test_the_whole_tree_tells_every_outcome_once_and_refers_to_it_afterwards(tree):
    whole = KINDS["decision_tree"].whole(tree)["tree"]

    def lines(branch, depth=0):
        yield depth, branch["node"]["text"], branch["seen"]
        for one in branch["branches"]:
            yield from lines(one["branch"], depth + 1)

    assert list(lines(whole)) == [
        (0, "Right danger?", False),
        (1, "Right now", False),
        (1, "Right sure?", False),
        (2, "Right talk", False),
        (2, "Right now", True),
    ]


def test_the_whole_of_a_draft_leaves_open_what_is_not_there_yet():
    for kind, choices in (("dialogue", "scenes"), ("decision_tree", "questions")):
        (raw,) = question_body("k", "en", kind=kind)
        (first, *_rest) = raw["value"][choices]
        rows = first["value"]["choices" if kind == "dialogue" else "answers"]
        rows[0]["value"]["next"] = "nowhere"
        stream = LessonStreamBlock().to_python([raw])
        asked = content_of(kind, stream[0].value)

        whole = KINDS[kind].whole(asked)

        assert whole["nodes"][0]["choices"][0]["leads"] is None
        assert "nowhere" not in stream[0].render().replace("called “nowhere”", "")


def test_a_tree_without_questions_is_an_empty_one():
    empty = {"prompt": "", "feedback": "", "nodes": []}

    assert KINDS["decision_tree"].whole(empty)["tree"]["node"] is None
