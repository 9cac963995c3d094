"""Whatever comes in, every kind gives points from 0 to 1 or says that it does not fit."""

import copy
from random import Random

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS, InvalidAnswer
from courses.exercises.sequence import SequenceKind
from tests.courses.exercises.asking import content
from tests.factories.exercises import posted

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
FORMED = [name for name, kind in KINDS.items() if not kind.walks]


def _ids(value) -> list[str]:
    """All ids in a content, at any depth."""
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value else []
        return own + [one for inner in value.values() for one in _ids(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in _ids(inner)]
    return []


def payloads(asked: dict):
    """What looks like an answer, and often is one."""
    ids = [*_ids(asked), "1", "2", "3"]
    known = st.sampled_from(ids) | st.text(max_size=5)
    many = st.dictionaries(known, known, max_size=5)
    shapes = {
        "choice": known,
        "choices": st.lists(known, max_size=5),
        "places": many,
        "gaps": many,
        "text": st.text(max_size=20),
        "number": st.from_regex(r"[-+]?[0-9.,' eE]{1,9}", fullmatch=True) | st.text(),
        "unit": known,
    }
    likely = st.one_of(
        *(st.fixed_dictionaries({name: shape}) for name, shape in shapes.items()),
        st.fixed_dictionaries({"number": shapes["number"], "unit": known}),
    )
    return likely | JSON


@pytest.mark.parametrize("name", FORMED)
@given(data=st.data())
def test_any_payload_is_graded_or_refused(name, data):
    kind, asked = KINDS[name], content(name)
    payload = data.draw(payloads(asked))

    try:
        answer = kind.clean(asked, payload)
    except InvalidAnswer:
        return

    verdict = kind.grade(asked, answer)
    assert kind.clean(asked, answer) == answer
    if kind.graded:
        assert 0 <= verdict.correctness <= 1
    else:
        assert verdict.correctness is None
    assert verdict.to_be_marked is kind.marked
    assert kind.is_complete(asked, answer) in {True, False}


@pytest.mark.parametrize("name", FORMED)
@given(data=st.data())
def test_any_form_is_read_or_refused_and_what_is_read_is_shown(name, data):
    kind, asked = KINDS[name], content(name)
    names = ["choice", "text", "number", "unit"]
    for one in _ids(asked):
        names += [f"place-{one}", f"gap-{one}"]
    value = st.text(max_size=8) | st.sampled_from([*_ids(asked), "1"])
    fields = data.draw(st.dictionaries(st.sampled_from(names), value, max_size=6))

    try:
        answer = kind.read(asked, posted(fields))
    except InvalidAnswer:
        return

    shown = {"order": kind.order(asked, Random(1)), "answer": answer}  # noqa: S311
    form = {"view": kind.view(asked, **shown), "prefix": "p", "kind": name}
    assert asked["prompt"] in render_to_string(kind.form_template, form)
    review = kind.review(asked, **shown)
    assert render_to_string(kind.review_template, {"review": review})


@pytest.mark.parametrize(
    "name", [one for one in FORMED if not isinstance(KINDS[one], SequenceKind)]
)
@given(data=st.data())
def test_what_an_answer_is_worth_depends_on_no_order(name, data):
    kind, asked = KINDS[name], content(name)
    try:
        answer = kind.clean(asked, data.draw(payloads(asked)))
    except InvalidAnswer:
        return
    turned = copy.deepcopy(asked)
    for part, value in turned.items():
        # Units are told from the first.
        if isinstance(value, list) and part != "units":
            value.reverse()
    back = {
        part: dict(reversed(value.items()))
        if isinstance(value, dict)
        else value[::-1]
        if isinstance(value, list)
        else value
        for part, value in answer.items()
    }

    assert kind.grade(turned, back) == kind.grade(asked, answer)


def test_no_kind_is_left_out():
    assert {name for name in KINDS if KINDS[name].walks} == {
        "dialogue",
        "decision_tree",
    }
