"""What an author is told, and where, about an exercise with a right answer."""

import json

import pytest

from courses.domain.languages.content import content_hash
from courses.domain.manifest import canonical_hash
from courses.exercises import content_of
from quizzes.models import Question
from tests.courses.blocks.faults import bound, errors, raw
from tests.factories.exercises import because


def test_a_weight_of_the_right_option_is_told_beside_it():
    block = raw("single_choice")
    block["value"]["options"][0]["value"]["weight"] = 50
    block["value"]["options"][1]["value"]["weight"] = 50

    assert errors(block) == {
        ("options", 0, "weight"): ["The right option is worth all. Leave this empty."]
    }


def test_a_weight_of_all_is_refused_and_less_is_taken():
    block = raw("single_choice")
    block["value"]["options"][1]["value"]["weight"] = 100
    assert list(errors(block)) == [("options", 1, "weight")]

    block["value"]["options"][1]["value"]["weight"] = 99
    child = bound(block)

    content = content_of("single_choice", child.block.clean(child.value))
    assert content["options"][1]["weight"] == 99


def test_a_way_to_count_that_is_not_there_is_refused():
    for kind, name in (("multiple_choice", "scoring"), ("ordering", "credit")):
        block = raw(kind)
        block["value"][name] = "half"
        assert list(errors(block)) == [(name,)]


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice"])
def test_a_text_from_before_there_was_more_to_choose_keeps_its_hash_and_its_reviews(
    kind,
):
    block = raw(kind)
    block["value"].pop("scoring", None)
    for option in block["value"]["options"]:
        option["value"].pop("weight", None)
    said = {
        "prompt": "Question k?",
        "feedback": because("k"),
        "options": [
            {
                "type": "item",
                "value": {name: one for name, one in option["value"].items() if one},
            }
            for option in block["value"]["options"]
        ],
    }

    found = content_hash(Question(body=json.dumps([block])))

    assert found == canonical_hash({"body": [[kind, said]]})
