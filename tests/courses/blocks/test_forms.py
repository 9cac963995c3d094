"""What an editor's form sends back of an exercise is held against what is stored."""

import pytest
from django.http import QueryDict

from courses.blocks import LessonStreamBlock
from tests.courses.blocks.faults import errors, raw
from tests.courses.test_every_way import block_data
from tests.factories.exercises import KINDS

NUMBER = "body-0-value-numbers-0-value"


def _sent(stored, **more: str):
    data = QueryDict(mutable=True)
    for name, value in (block_data(stored.stream_block, stored, "body") | more).items():
        data[name] = str(value)
    return LessonStreamBlock().value_from_datadict(data, {}, "body")


def _has_changed(block: dict, **more: str) -> bool:
    field = LessonStreamBlock()
    stored = field.to_python([block])
    prepared = field.get_prep_value
    return prepared(stored) != prepared(_sent(stored, **more))


@pytest.mark.parametrize("kind", KINDS)
def test_another_task_is_a_change(kind):
    assert _has_changed(raw(kind), **{"body-0-value-prompt": "Another task."})


@pytest.mark.parametrize(
    ("sent", "is_change"), [("", True), ("five", True), ("7", True), ("5.4", False)]
)
def test_a_number_has_changed_where_its_text_has(sent, is_change):
    block = raw("numeric")
    block["value"]["numbers"][0]["value"]["value"] = "5.4"
    # Numbers of Wagtail's own are told as changed when they come back as text.
    block["value"]["numbers"][0]["value"]["credit"] = "100"

    assert is_change is _has_changed(block, **{f"{NUMBER}-value": sent})


def test_a_number_nobody_can_write_out_is_refused():
    block = raw("numeric")
    block["value"]["numbers"][0]["value"]["value"] = "1e999999999"

    assert list(errors(block)) == [("numbers", 0, "value")]
