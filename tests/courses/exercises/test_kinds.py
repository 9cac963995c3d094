"""Every kind of exercise keeps the protocol."""

from random import Random

import pytest
from django.utils import translation

from courses.blocks import ExerciseStreamBlock, LessonStreamBlock
from courses.exercises import ASKED, COUNTING, KINDS, InvalidAnswer, best_verdict
from courses.exercises.choices import ChoiceKind
from tests.courses.exercises.asking import content
from tests.factories.exercises import answer_fields, posted


def drawn(kind, asked: dict) -> list[str]:
    return kind.order(asked, Random(1))  # noqa: S311 -- an order to look at


@pytest.fixture(params=sorted(name for name in KINDS if KINDS[name].graded))
def kind(request):
    return KINDS[request.param]


@pytest.fixture
def asked(kind):
    return content(kind.name)


@pytest.fixture
def right(kind, asked):
    return kind.read(asked, posted(answer_fields(asked, right=True)))


@pytest.fixture
def wrong(kind, asked):
    return kind.read(asked, posted(answer_fields(asked, right=False)))


def test_a_quiz_asks_what_it_may_and_a_lesson_has_every_kind():
    assert set(ExerciseStreamBlock().child_blocks) == ASKED
    assert set(KINDS) - set(LessonStreamBlock().child_blocks) == set()
    assert set(KINDS) - ASKED == {"rewrite", "decision_tree"}
    assert {"scale", "dialogue"} == ASKED - COUNTING


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_says_what_it_is_and_shows_itself_to_an_author(name):
    block = LessonStreamBlock().child_blocks[name]

    html = block.render(block.normalize(block.get_preview_value()))

    for told in (
        block.label,
        block.meta.icon,
        block.meta.description,
        block.meta.group,
    ):
        assert told
    assert block.get_preview_value()["prompt"] in html
    assert "None" not in html


@pytest.mark.parametrize("name", sorted(KINDS))
def test_an_empty_draft_of_every_kind_is_shown_to_its_author(name):
    block = LessonStreamBlock().child_blocks[name]

    assert f'data-kind="{name}"' in block.render(block.get_default())


@pytest.mark.parametrize("name", sorted(KINDS))
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_example_that_authors_see_is_an_answer_and_a_right_one(name, language):
    kind = KINDS[name]
    asked = content(name, language)

    with translation.override(language):
        example = kind.example(asked)

    if example is None:
        made_up = {"open_answer", "rewrite", "dialogue", "decision_tree"}
        assert name in made_up or isinstance(kind, ChoiceKind)
        return
    assert kind.clean(asked, example) == example
    if kind.graded:
        assert kind.grade(asked, example).is_right


@pytest.mark.parametrize("name", sorted(KINDS))
def test_authors_read_what_follows_every_option(name):
    kind = KINDS[name]
    if not isinstance(kind, ChoiceKind):
        return
    asked = content(name)

    review = kind.read_through(asked, order=drawn(kind, asked))

    assert {row["id"]: row["chosen"] for row in review["options"]} == {
        option["id"]: not option["correct"] for option in asked["options"]
    }
    assert review["answered"]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_has_the_same_structure_in_both_languages(name):
    english, dutch = content(name), content(name, "nl")

    assert KINDS[name].structure(english) == KINDS[name].structure(dutch)
    assert english != dutch


def test_right_is_one_wrong_and_nothing_are_zero(kind, asked, right, wrong):
    assert kind.grade(asked, right).is_right
    assert kind.grade(asked, wrong).correctness == 0
    assert kind.grade(asked, None).correctness == 0


def test_an_answer_reads_the_same_from_a_form_and_from_json(kind, asked, right):
    assert kind.clean(asked, right) == right


def test_nothing_posted_is_no_answer(kind, asked):
    assert kind.read(asked, posted({"go": "next"})) is None
    assert not kind.is_complete(asked, None)


def test_a_full_answer_is_complete(kind, asked, right, wrong):
    assert kind.is_complete(asked, right)
    assert kind.is_complete(asked, wrong)


@pytest.mark.parametrize(
    "payload",
    [
        None,
        7,
        "a",
        [],
        {},
        {"choice": None},
        {"choice": ["a"]},
        {"choice": "nowhere"},
        {"choices": "a"},
        {"choices": ["nowhere"]},
        {"choices": [["a"]]},
        {"choices": ["a"] * 1000},
        {"places": []},
        {"places": {"a": None}},
        {"places": {"a": ["b"]}},
        {"places": {"nowhere": "nowhere"}},
        {"choice": "a", "more": "b"},
        {"number": None},
        {"number": "1", "unit": 1},
        {"number": "1", "unit": "nowhere"},
        {"number": "9" * 41},
        {"text": None},
        {"text": " "},
        {"text": "a\x00"},
        {"text": "a\ud800"},
        {"text": "a" * 10_001},
        {"gaps": []},
        {"gaps": {"nowhere": "a"}},
        {"gaps": {1: "a"}},
        {1: 2},
    ],
    ids=str,
)
def test_whatever_does_not_fit_is_refused(kind, asked, payload):
    with pytest.raises(InvalidAnswer):
        kind.clean(asked, payload)


def test_an_answer_with_something_more_is_refused(kind, asked, right):
    with pytest.raises(InvalidAnswer):
        kind.clean(asked, right | {"more": "x"})


def test_an_answer_in_one_language_is_graded_in_the_other(kind, asked, right, wrong):
    dutch = content(kind.name, "nl")

    if kind.worded:
        assert best_verdict([dutch, asked], right).is_right
        assert best_verdict([asked, dutch], right).is_right
        assert best_verdict([asked, dutch], wrong).correctness == 0
        assert best_verdict([asked, dutch], None).correctness == 0
    else:
        assert kind.grade(dutch, right).is_right
        assert not kind.grade(dutch, wrong).is_right


def test_the_order_is_drawn_once_and_names_everything(kind, asked):
    order = drawn(kind, asked)

    assert order == drawn(kind, asked)
    assert len(order) == len(set(order))
    view = kind.view(asked, order=order, answer=None)
    assert _ids_shown(view) == order


def _ids_shown(view: dict) -> list[str]:
    rows = view.get("options") or [*view.get("things", ()), *view.get("places", ())]
    menus = [choice["id"] for gap in view.get("gaps", ()) for choice in gap["choices"]]
    return [row["id"] for row in rows] + menus


def test_what_is_asked_gives_nothing_away(kind, asked):
    order = drawn(kind, asked)
    view = kind.view(asked, order=order, answer=None)

    text = str(view)
    assert asked["feedback"] not in text
    for word in (
        "correct",
        "right_text",
        "is_right",
        "category",
        "credit",
        "accepted",
        "tolerance",
    ):
        assert word not in text


def test_the_answer_given_is_shown_again(kind, asked, wrong):
    view = kind.view(asked, order=drawn(kind, asked), answer=wrong)

    if "options" in view:
        chosen = {row["id"] for row in view["options"] if row["chosen"]}
        assert chosen == set(wrong.get("choices") or [wrong["choice"]])
    elif "things" in view:
        assert {t["id"]: t["placed"] for t in view["things"]} == wrong["places"]
    elif "gaps" in view:
        assert {gap["id"]: gap["given"] for gap in view["gaps"]} == wrong["gaps"]
    else:
        assert view.get("number", view.get("text")) == next(iter(wrong.values()))


def test_the_review_says_what_was_better(kind, asked, wrong):
    order = drawn(kind, asked)
    given = kind.review(asked, order=order, answer=wrong)
    open_ = kind.review(asked, order=order, answer=None)

    assert given["feedback"] == asked["feedback"]
    assert (given["answered"], open_["answered"]) == (True, False)
    if "options" in given:
        assert {row["correct"] for row in given["options"]} == {True, False}
        assert {row["correct"] for row in open_["options"]} == {True}
    elif "things" in given:
        assert not any(row["is_right"] for row in given["things"])
        assert all(row["right_text"] for row in open_["things"])
    elif "gaps" in given:
        assert not any(row["is_right"] for row in given["gaps"])
        assert all(row["better"] for row in open_["gaps"])
    else:
        assert (given["credit"], open_["credit"]) == (0, 0)
        assert given["better"] == open_["better"] != ""


def test_placing_part_right_is_part_of_the_point():
    kind, asked = KINDS["card_sort"], content("card_sort")
    first = kind.things(asked)[0]
    answer = {"places": {first["id"]: first["place"]}}

    assert kind.grade(asked, answer).correctness == 0.25
    assert not kind.is_complete(asked, answer)


def test_multiple_choice_takes_all_right_ones_and_no_other():
    kind, asked = KINDS["multiple_choice"], content("multiple_choice")
    ids = [option["id"] for option in asked["options"]]

    assert kind.grade(asked, {"choices": ids}).correctness == 0
    assert kind.grade(asked, {"choices": ids[:1]}).correctness == 0
    assert kind.grade(asked, {"choices": ids[:2]}).correctness == 1
